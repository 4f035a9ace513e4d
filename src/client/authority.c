#include <stdlib.h>

#include "base/clock.h"
#include "client/authority.h"
#include "client/cuts.h"
#include "client/unite.h"

enum {
	/* Zones of top-level domains have too many servers to ask them all,
	 * for what is in none below. */
	ZONE_LABELS_MIN = 2,
	SOME_SERVERS = 2 /* of a zone that not all servers are asked of */
};

/* A question under way. */
struct task {
	struct store *store;
	struct entry *entry;
	size_t nbegun; /* servers of the zone that are asked already */
	struct task *next;
};

struct authority {
	struct source source; /* first: the source is the authority */
	struct arena a;
	struct arena scratch; /* one step's */
	struct peers peers;
	struct cuts cuts;
	struct name *subjects;
	size_t nsubjects, cap;
	bool spares_resolvers;
	struct task *tasks;
};

/* Whether the name's own zone is to be asked, or would be if it were known.
 * False while that is open. */
static bool
find_scope(
    struct authority *au, struct name name, bool *is_in_scope, bool *is_lost)
{
	bool is_known = true;

	*is_in_scope = *is_lost = false;
	for (size_t i = 0; i < au->nsubjects; i++) {
		struct name subject = au->subjects[i];
		const struct cut *cut = cuts_find(&au->cuts, subject);

		if (cut == NULL)
			is_known = false;
		else if (cut->zone.n == 0)
			*is_lost |= name_is_in(name, subject);
		else if (name_labels(cut->zone) >= ZONE_LABELS_MIN)
			*is_in_scope |= name_is_in(name, cut->zone);
		else
			*is_in_scope |= name_is_in(name, subject);
	}
	return is_known;
}

/* A server that the zone names and its parent does not.  Its address is asked
 * of the zone itself where it stands in there. */
static bool
add_server(struct authority *au, const struct cut *cut, struct name server,
    struct hosts *hosts)
{
	const struct answer *answer = NULL;

	if (!name_is_in(server, cut->zone))
		return hosts_resolve(hosts, &au->peers, server);
	for (size_t i = 0; i < cut->hosts.n; i++) {
		const struct host *host = &cut->hosts.host[i];

		if (!cuts_may_ask(&au->cuts, host))
			continue;
		answer = peers_ask(&au->peers, host->ip, server, TYPE_A);
		if (answer != NULL && answer->n == 0)
			answer =
			    peers_ask(&au->peers, host->ip, server, TYPE_AAAA);
		if (answer == NULL)
			return false;
		if (answer->n > 0 && answer->authoritative)
			break;
	}
	hosts_add(hosts, server, answer != NULL ? answer->records : NULL,
	    answer != NULL ? answer->n : 0);
	return true;
}

/* The union of the servers that the parent names and of those that these name
 * themselves.  False while there may be more of them. */
static bool
find_hosts(struct authority *au, const struct cut *cut, struct hosts *hosts)
{
	bool is_known = true;

	*hosts = cut->hosts;
	for (size_t i = 0; i < cut->hosts.n; i++) {
		const struct host *host = &cut->hosts.host[i];
		const struct answer *ns;

		if (!cuts_may_ask(&au->cuts, host))
			continue;
		ns = peers_ask(&au->peers, host->ip, cut->zone, TYPE_NS);
		if (ns == NULL)
			is_known = false;
		if (ns == NULL || !ns->authoritative)
			continue;
		for (size_t k = 0; k < ns->n; k++) {
			struct name server = record_name(&ns->records[k]);

			if (!hosts_have(hosts, server) &&
			    !add_server(au, cut, server, hosts))
				is_known = false;
		}
	}
	return is_known;
}

static struct str
host_text(struct arena *a, const struct host *host)
{
	struct str name = name_text(a, host->name);

	if (host->ip.family == IP_NONE)
		return name;
	return arena_printf(
	    a, "%.*s (%.*s)", PSTR(name), PSTR(ip_text(a, host->ip)));
}

/* Asks every host; false while some have not answered. */
static bool
ask_hosts(struct authority *au, const struct question *question,
    const struct hosts *hosts, struct heard *heard)
{
	bool is_known = true;

	for (size_t i = 0; i < hosts->n; i++) {
		const struct host *host = &hosts->host[i];

		heard[i] = (struct heard){
			.server = host_text(&au->scratch, host),
		};
		if (host->ip.family == IP_NONE) {
			heard[i].why = S("it has no address");
		} else if (!cuts_may_ask(&au->cuts, host)) {
			heard[i].why = S("nobody outside can reach its "
					 "address, so it was not asked");
		} else {
			heard[i].answer = peers_ask(&au->peers, host->ip,
			    question->name, question->type);
			if (heard[i].answer == NULL)
				is_known = false;
		}
	}
	return is_known;
}

/* What the parent says to the question, as far as it is about the delegation:
 * the servers of the zone, and their glue.  NULL: nothing. */
static const struct heard *
hear_parent(
    struct arena *a, const struct cut *cut, const struct question *question)
{
	const struct answer *referral = cut->referral;
	struct answer *said = arena_new(a, struct answer);
	struct heard *heard = arena_new(a, struct heard);
	struct record *records;

	if (referral == NULL)
		return NULL;
	*said = *referral;
	if (question->type != TYPE_NS || !name_eq(question->name, cut->zone)) {
		records = arena_array(a, referral->nglue, struct record);
		said->records = records;
		said->n = 0;
		for (size_t i = 0; i < referral->nglue; i++)
			if (referral->glue[i].address.type == question->type &&
			    name_eq(referral->glue[i].server, question->name))
				records[said->n++] = referral->glue[i].address;
		said->n = record_set(records, said->n);
	}
	if (said->n == 0)
		return NULL;
	*heard = (struct heard){ host_text(a, &cut->parent), said, S("") };
	return heard;
}

static bool
put(struct task *task, const struct answer *answer, bool is_passed_on)
{
	struct answer passed = *answer;

	passed.is_passed_on = is_passed_on;
	store_put(task->store, task->entry, &passed);
	return true;
}

static bool
pass_on(struct authority *au, struct task *task, bool is_lost)
{
	const struct question *question = &task->entry->question;
	const struct answer *answer = lookup_ask_once(
	    &au->peers.resolvers.lookup, question->name, question->type);

	return answer != NULL && put(task, answer, is_lost);
}

/* One answer of any of the first servers: of a top-level domain, for a name
 * that is delegated to nobody, or of a zone that is no subject's. */
static bool
ask_some(struct authority *au, struct task *task, const struct cut *cut)
{
	const struct question *question = &task->entry->question;
	const struct answer *answer = NULL;
	size_t nasked = 0;

	for (size_t i = 0; i < cut->hosts.n && nasked < SOME_SERVERS; i++) {
		if (!cuts_may_ask(&au->cuts, &cut->hosts.host[i]))
			continue;
		answer = peers_ask(&au->peers, cut->hosts.host[i].ip,
		    question->name, question->type);
		if (answer == NULL)
			return false;
		if (answer->authoritative &&
		    (answer_is_known(answer) || answer->status == ANSWER_ALIAS))
			return put(task, answer, false);
		nasked++;
	}
	return pass_on(au, task, true);
}

/* Whether the resolvers find that the zone fails validation: its servers
 * themselves cannot tell.  False while it is not here. */
static bool
find_bogus(
    struct authority *au, const struct cut *cut, const struct answer **bogus)
{
	const struct answer *soa =
	    peers_resolve(&au->peers, cut->zone, TYPE_SOA);

	*bogus = soa != NULL && soa->status == ANSWER_BOGUS ? soa : NULL;
	return soa != NULL;
}

/* Within the budget, the servers of the zone are asked. */
static bool
may_begin(struct authority *au, struct task *task, const struct hosts *hosts)
{
	if (hosts->n <= task->nbegun)
		return true;
	if (au->peers.nspent + hosts->n - task->nbegun > PEERS_BUDGET)
		return false;
	task->nbegun = hosts->n;
	return true;
}

/* Asks all servers of a zone; false while something is not here. */
static bool
ask_zone(struct authority *au, struct task *task, const struct cut *cut)
{
	const struct question *question = &task->entry->question;
	const struct answer *bogus;
	struct heard heard[HOSTS_MAX];
	struct hosts hosts;
	struct answer answer;
	bool is_whole = find_hosts(au, cut, &hosts);

	if (hosts.n == 0)
		return is_whole && pass_on(au, task, true);
	if (!may_begin(au, task, &hosts))
		return pass_on(au, task, false);
	if (!ask_hosts(au, question, &hosts, heard) || !is_whole)
		return false;
	if (!find_bogus(au, cut, &bogus))
		return false;
	if (bogus != NULL)
		return put(task, bogus, true);
	answer = unite_answers(&au->scratch, question, cut->zone, heard,
	    hosts.n, hear_parent(&au->scratch, cut, question));
	store_put(task->store, task->entry, &answer);
	return true;
}

/* Goes through a question from its start, like a check does: false while
 * something that it needs is not here. */
static bool
step(struct authority *au, struct task *task)
{
	const struct question *question = &task->entry->question;
	const struct cut *cut;
	bool is_in_scope, is_lost;

	arena_reset(&au->scratch);
	peers_step(&au->peers, &au->scratch);
	if (!find_scope(au, question->name, &is_in_scope, &is_lost))
		return false;
	if (!is_in_scope && !au->spares_resolvers)
		return pass_on(au, task, is_lost);
	cut = cuts_find(&au->cuts, question->name);
	if (cut == NULL)
		return false;
	if (cut->zone.n == 0)
		return pass_on(au, task, true);
	if (!is_in_scope || name_labels(cut->zone) < ZONE_LABELS_MIN)
		return ask_some(au, task, cut);
	return ask_zone(au, task, cut);
}

/* Whether a task came to its end. */
static bool
step_all(struct authority *au)
{
	struct task **at = &au->tasks;
	bool has_ended = false;

	while (*at != NULL)
		if (step(au, *at)) {
			*at = (*at)->next;
			has_ended = true;
		} else {
			at = &(*at)->next;
		}
	return has_ended;
}

static bool
authority_wait(struct source *self, struct store *store, int64_t until_us)
{
	struct authority *au = (struct authority *)self;
	bool has_ended = false, is_here;

	(void)store;
	while (au->tasks != NULL && !has_ended) {
		has_ended = step_all(au);
		is_here = peers_send(&au->peers);
		if (has_ended || clock_us() >= until_us)
			return true;
		if (!is_here && !peers_wait(&au->peers, until_us))
			return false;
	}
	return has_ended;
}

static bool
authority_ask(struct source *self, struct store *store, struct entry *entry)
{
	struct authority *au = (struct authority *)self;
	struct task *task = arena_new(&au->a, struct task);
	struct sleeper *sleeper = &au->peers.resolvers.lookup.sleeper;

	if (entry->until_us > sleeper->until_us)
		sleeper->until_us = entry->until_us;

	*task = (struct task){ store, entry, 0, au->tasks };
	au->tasks = task;
	return true;
}

struct authority *
authority_new(const struct client_config *config, bool (*may_ask)(struct ip ip))
{
	struct authority *au = mem_new(1, sizeof(*au));

	au->source.ask = authority_ask;
	au->source.wait = authority_wait;
	peers_begin(&au->peers, config);
	cuts_begin(&au->cuts, &au->peers, may_ask);
	return au;
}

void
authority_add(struct authority *au, struct name subject)
{
	if (subject.n == 0)
		return;
	if (au->nsubjects == au->cap) {
		au->cap = au->cap * 2 + 8;
		au->subjects =
		    mem_grow(au->subjects, au->cap, sizeof(*au->subjects));
	}
	name_from_wire(
	    &au->a, subject.wire, subject.n, &au->subjects[au->nsubjects++]);
}

void
authority_spare_resolvers(struct authority *au)
{
	au->spares_resolvers = true;
}

bool
authority_is_walled(const struct authority *au)
{
	return au->cuts.is_walled;
}

void
authority_free(struct authority *au)
{
	cuts_end(&au->cuts);
	peers_end(&au->peers);
	arena_free(&au->scratch);
	arena_free(&au->a);
	free(au->subjects);
	free(au);
}

struct source *
authority_source(struct authority *au)
{
	return &au->source;
}
