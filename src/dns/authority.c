#include <stdlib.h>

#include "base/clock.h"
#include "dns/authority.h"
#include "dns/lookup.h"
#include "dns/unite.h"

/* A zone's server that is silent must not use up the time of all. */
enum { PEER_TRIES = 2, PEER_TIMEOUT_MS = 1500 };

/* Zones of top-level domains are not asked for what stands in none below. */
enum { ZONE_LABELS_MIN = 2 };

/* Somebody to ask, and what was asked there. */
struct peer {
	struct ip ip;
	struct client *client;
	struct store store;
	struct lookup lookup;
	struct peer *next;
};

/* A question under way. */
struct task {
	struct store *store;
	struct entry *entry;
	bool is_begun; /* the zone's servers are asked already */
	struct task *next;
};

struct authority {
	struct source source; /* first: the source is the authority */
	struct arena a;
	struct arena scratch; /* one step's */
	struct asked asked;
	struct peer resolvers;
	uint32_t rate; /* sends a second to each server */
	bool (*may_ask)(struct ip ip);
	struct peer *peers; /* servers of zones */
	size_t npeers;
	size_t nbegun; /* questions to them */
	struct name *subjects;
	size_t nsubjects, cap;
	struct task *tasks;
};

static void
begin_peer(struct authority *au, struct peer *peer, struct ip ip,
    const struct client_config *config)
{
	peer->ip = ip;
	peer->client = client_new(config);
	store_init(&peer->store);
	lookup_begin(&peer->lookup, &peer->store, peer);
	peer->lookup.asked = &au->asked;
}

static void
end_peer(struct peer *peer)
{
	lookup_end(&peer->lookup);
	client_free(peer->client);
	store_free(&peer->store);
}

static struct peer *
peer_at(struct authority *au, struct ip ip)
{
	struct server server = { .ip = ip };
	struct client_config config = {
		.servers = &server,
		.nservers = 1,
		.tries = PEER_TRIES,
		.timeout_ms = PEER_TIMEOUT_MS,
		.no_recursion = true,
		.rate = au->rate,
	};
	struct peer *peer = au->peers;

	while (peer != NULL && !ip_eq(peer->ip, ip))
		peer = peer->next;
	if (peer != NULL)
		return peer;
	peer = arena_new(&au->a, struct peer);
	begin_peer(au, peer, ip, &config);
	peer->next = au->peers;
	au->peers = peer;
	au->npeers++;
	return peer;
}

static const struct answer *
ask_resolvers(struct authority *au, struct name name, uint16_t type)
{
	return lookup_ask(&au->resolvers.lookup, name, type);
}

/* The zone that a name stands in: its SOA comes with the answer, positive or
 * negative.  No name where nobody says.  False while it is not here. */
static bool
find_zone(struct authority *au, struct name name, struct name *zone)
{
	*zone = (struct name){ 0 };
	for (; name.n > 1; name = name_parent(name)) {
		const struct answer *soa = ask_resolvers(au, name, TYPE_SOA);

		if (soa == NULL)
			return false;
		/* An alias: the SOA is that of what it points to. */
		if (soa->ncnames > 0)
			continue;
		if (!answer_is_known(soa))
			return true;
		*zone = soa->n > 0 ? name : soa->zone;
		if (zone->n > 0)
			return true;
	}
	return true;
}

/* Whether the name's own zone is to be asked, or would be if it were known.
 * False while that is open. */
static bool
find_scope(
    struct authority *au, struct name name, bool *is_in_scope, bool *is_lost)
{
	bool is_known = true;
	struct name zone;

	*is_in_scope = *is_lost = false;
	for (size_t i = 0; i < au->nsubjects; i++) {
		if (!find_zone(au, au->subjects[i], &zone))
			is_known = false;
		else if (name_labels(zone) >= ZONE_LABELS_MIN &&
		    name_is_in(name, zone))
			*is_in_scope = true;
		else if (zone.n == 0 && name_is_in(name, au->subjects[i]))
			*is_lost = true;
	}
	return is_known;
}

/* A server of a zone; its peer is NULL where there is nobody to ask: it has no
 * address, or one that is not asked. */
struct host {
	struct name name;
	struct peer *peer;
	struct ip ip;
};

struct hosts {
	struct host host[SERVERS_MAX];
	size_t n;
};

static void
add_host(struct authority *au, struct hosts *hosts, struct name name,
    const struct record *address)
{
	struct host *host = &hosts->host[hosts->n];

	if (hosts->n == SERVERS_MAX)
		return;
	*host = (struct host){ .name = name };
	if (address != NULL)
		host->ip = record_ip(address);
	if (address != NULL && (au->may_ask == NULL || au->may_ask(host->ip)))
		host->peer = peer_at(au, host->ip);
	hosts->n++;
}

/* A server's IPv4 addresses; those of IPv6 if it has no other, for not every
 * host that this runs on has IPv6.  False while they are not here. */
static bool
find_addresses(struct authority *au, struct name name, struct hosts *hosts)
{
	const struct answer *answer = ask_resolvers(au, name, TYPE_A);

	if (answer == NULL)
		return false;
	if (answer->n == 0)
		answer = ask_resolvers(au, name, TYPE_AAAA);
	if (answer == NULL)
		return false;
	for (size_t i = 0; i < answer->n; i++)
		add_host(au, hosts, name, &answer->records[i]);
	if (answer->n == 0)
		add_host(au, hosts, name, NULL);
	return true;
}

static bool
find_hosts(struct authority *au, struct name zone, struct hosts *hosts)
{
	const struct answer *ns = ask_resolvers(au, zone, TYPE_NS);
	bool is_known = ns != NULL;

	hosts->n = 0;
	for (size_t i = 0; ns != NULL && i < ns->n; i++)
		if (!find_addresses(au, record_name(&ns->records[i]), hosts))
			is_known = false;
	return is_known;
}

/* Asks every host; false while some have not answered. */
static bool
ask_hosts(struct authority *au, const struct question *question,
    const struct hosts *hosts, struct heard *heard)
{
	bool is_known = true;

	for (size_t i = 0; i < hosts->n; i++) {
		const struct host *host = &hosts->host[i];
		struct arena *a = &au->scratch;

		heard[i] = (struct heard){ .server = name_text(a, host->name),
			.why = S("it has no address") };
		if (host->ip.family != IP_NONE) {
			heard[i].server = arena_printf(a, "%.*s (%.*s)",
			    PSTR(heard[i].server), PSTR(ip_text(a, host->ip)));
			heard[i].why = S("nobody outside can reach its "
					 "address, so it was not asked");
		}
		if (host->peer == NULL)
			continue;
		heard[i].answer = lookup_ask_once(
		    &host->peer->lookup, question->name, question->type);
		if (heard[i].answer == NULL)
			is_known = false;
	}
	return is_known;
}

static bool
pass_on(struct authority *au, struct task *task, bool is_lost)
{
	const struct question *question = &task->entry->question;
	const struct answer *answer = lookup_ask_once(
	    &au->resolvers.lookup, question->name, question->type);

	struct answer passed;

	if (answer == NULL)
		return false;
	passed = *answer;
	passed.is_passed_on = is_lost;
	store_put(task->store, task->entry, &passed);
	return true;
}

/* Goes through a question from its start, like a check does: false while
 * something that it needs is not here. */
static bool
step(struct authority *au, struct task *task)
{
	const struct question *question = &task->entry->question;
	struct heard heard[SERVERS_MAX];
	struct hosts hosts;
	struct answer answer;
	struct name zone;
	bool is_in_scope, is_lost;

	arena_reset(&au->scratch);
	au->asked = (struct asked){ .a = &au->scratch };
	if (!find_scope(au, question->name, &is_in_scope, &is_lost))
		return false;
	if (!is_in_scope)
		return pass_on(au, task, is_lost);
	if (!find_zone(au, question->name, &zone))
		return false;
	if (zone.n == 0)
		return pass_on(au, task, true);
	if (!find_hosts(au, zone, &hosts))
		return false;
	if (!task->is_begun) {
		if (hosts.n == 0 || au->nbegun + hosts.n > AUTHORITY_BUDGET)
			return pass_on(au, task, hosts.n == 0);
		task->is_begun = true;
		au->nbegun += hosts.n;
	}
	if (!ask_hosts(au, question, &hosts, heard))
		return false;
	answer = unite_answers(&au->scratch, question, zone, heard, hosts.n);
	store_put(task->store, task->entry, &answer);
	return true;
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

static void
send_wanted(struct peer *peer)
{
	sources_ask(client_source(peer->client), &peer->store);
}

static bool
wait_for_all(struct authority *au, int64_t until_us)
{
	struct client **clients = mem_new(au->npeers + 1, sizeof(*clients));
	size_t n = 0;
	bool is_waiting;

	clients[n++] = au->resolvers.client;
	for (struct peer *peer = au->peers; peer != NULL; peer = peer->next)
		clients[n++] = peer->client;
	is_waiting = clients_wait(clients, n, until_us);
	free(clients);
	return is_waiting;
}

static bool
authority_wait(struct source *self, struct store *store, int64_t until_us)
{
	struct authority *au = (struct authority *)self;
	bool has_ended = false;

	(void)store;
	while (au->tasks != NULL && !has_ended) {
		has_ended = step_all(au);
		send_wanted(&au->resolvers);
		for (struct peer *p = au->peers; p != NULL; p = p->next)
			send_wanted(p);
		if (has_ended || clock_us() >= until_us)
			return true;
		if (!wait_for_all(au, until_us))
			return false;
	}
	return has_ended;
}

static bool
authority_ask(struct source *self, struct store *store, struct entry *entry)
{
	struct authority *au = (struct authority *)self;
	struct task *task = arena_new(&au->a, struct task);
	struct sleeper *sleeper = &au->resolvers.lookup.sleeper;

	if (entry->until_us > sleeper->until_us)
		sleeper->until_us = entry->until_us;

	*task = (struct task){ store, entry, false, au->tasks };
	au->tasks = task;
	return true;
}

struct authority *
authority_new(const struct client_config *config, bool (*may_ask)(struct ip ip))
{
	struct authority *au = mem_new(1, sizeof(*au));

	au->source.ask = authority_ask;
	au->source.wait = authority_wait;
	au->rate = config->rate;
	au->may_ask = may_ask;
	begin_peer(au, &au->resolvers, (struct ip){ IP_NONE, { 0 } }, config);
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
authority_free(struct authority *au)
{
	end_peer(&au->resolvers);
	for (struct peer *peer = au->peers; peer != NULL; peer = peer->next)
		end_peer(peer);
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
