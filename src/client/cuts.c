#include "client/cuts.h"

enum {
	CUTS_MAX = 64,        /* of one run: a few dozen, unless it is a trap */
	ROOT_SERVERS_MAX = 4, /* whose addresses are looked up */
	WALK_SERVERS_MAX = 4, /* of a zone that are asked the way, at most */
	WALK_AT_ONCE = 2,     /* and how many of them together */
};

void
cuts_begin(
    struct cuts *cuts, struct peers *peers, bool (*may_ask)(struct ip ip))
{
	*cuts = (struct cuts){ .peers = peers, .may_ask = may_ask };
}

void
cuts_end(struct cuts *cuts)
{
	arena_free(&cuts->a);
}

/* Keeps a cut for all who ask later.  What it points to but for its zone is the
 * peers' answers. */
static const struct cut *
keep(struct cuts *cuts, const struct cut *cut)
{
	struct cut *kept;

	if (cuts->nknown == CUTS_MAX)
		return &cuts->none;
	kept = arena_new(&cuts->a, struct cut);
	*kept = *cut;
	kept->zone = name_copy(&cuts->a, cut->zone);
	kept->next = cuts->known;
	cuts->known = kept;
	cuts->nknown++;
	return kept;
}

/* The deepest that is known above a name, or is its own. */
static const struct cut *
deepest(const struct cuts *cuts, struct name name)
{
	const struct cut *found = NULL;

	for (const struct cut *cut = cuts->known; cut != NULL; cut = cut->next)
		if (name_is_in(name, cut->zone) &&
		    (found == NULL || cut->zone.n > found->zone.n))
			found = cut;
	return found;
}

/* The servers of the root, as the resolvers know them. */
static const struct cut *
find_root(struct cuts *cuts, struct name name)
{
	struct cut cut = { .zone = name_last(name, 0) };
	const struct answer *ns = peers_resolve(cuts->peers, cut.zone, TYPE_NS);
	bool is_known = true;

	if (ns == NULL)
		return NULL;
	for (size_t i = 0; i < ns->n && i < ROOT_SERVERS_MAX; i++)
		if (!hosts_resolve(
			&cut.hosts, cuts->peers, record_name(&ns->records[i])))
			is_known = false;
	return is_known ? keep(cuts, &cut) : NULL;
}

/* Whether a server of the cut's zone shows the way on to a name. */
static bool
leads_on(const struct cut *cut, const struct answer *answer)
{
	if (answer->status == ANSWER_REFERRAL)
		return answer->zone.n > cut->zone.n &&
		    name_is_in(answer->zone, cut->zone);
	return answer->authoritative &&
	    (answer_is_known(answer) || answer->status == ANSWER_ALIAS);
}

bool
cuts_may_ask(const struct cuts *cuts, const struct host *host)
{
	return host->ip.family != IP_NONE &&
	    (cuts->may_ask == NULL || cuts->may_ask(host->ip));
}

/* Asks a cut's servers for the NS of a name: the first answer that leads on.
 * NULL without; *is_open: one may come. */
static const struct answer *
ask_the_way(struct cuts *cuts, const struct cut *cut, struct name name,
    const struct host **who, bool *is_open)
{
	size_t nasked = 0, nopen = 0;

	for (size_t i = 0; i < cut->hosts.n && nasked < WALK_SERVERS_MAX &&
	     nopen < WALK_AT_ONCE;
	     i++) {
		const struct host *host = &cut->hosts.host[i];
		const struct answer *answer;

		if (!cuts_may_ask(cuts, host))
			continue;
		nasked++;
		answer = peers_ask(cuts->peers, host->ip, name, TYPE_NS);
		*who = host;
		if (answer == NULL)
			nopen++;
		else if (leads_on(cut, answer))
			return answer;
	}
	*is_open = nopen > 0;
	return NULL;
}

/* Adds a server by its glue; false without.  Glue counts where it stands in
 * the zone that the server that gives it serves: else it is hearsay. */
static bool
add_by_glue(const struct cut *above, struct cut *cut, struct name server)
{
	static const uint16_t types[] = { TYPE_A, TYPE_AAAA };
	const struct answer *referral = cut->referral;
	bool found = false;

	if (!name_is_in(server, above->zone))
		return false;
	for (size_t t = 0; t < 2 && !found; t++)
		for (size_t i = 0; i < referral->nglue; i++) {
			const struct glue *glue = &referral->glue[i];

			if (glue->address.type != types[t] ||
			    !name_eq(glue->server, server))
				continue;
			hosts_add(&cut->hosts, server, &glue->address, 1);
			found = true;
		}
	return found;
}

/* The zone that a referral is to. */
static const struct cut *
follow(struct cuts *cuts, const struct cut *above,
    const struct answer *referral, const struct host *who)
{
	struct cut cut = {
		.zone = referral->zone,
		.referral = referral,
		.parent = *who,
	};
	bool is_known = true;

	for (size_t i = 0; i < referral->n; i++) {
		struct name server = record_name(&referral->records[i]);

		if (!add_by_glue(above, &cut, server) &&
		    !hosts_resolve(&cut.hosts, cuts->peers, server))
			is_known = false;
	}
	return is_known ? keep(cuts, &cut) : NULL;
}

/* The zone that an answer with authority is of, where it is one below: the
 * parent's servers serve it, too. */
static struct name
zone_below(const struct cut *cut, const struct answer *answer)
{
	struct name zone = answer->n > 0 ? answer->question.name : answer->zone;

	if (answer->ncnames == 0 && zone.n > cut->zone.n &&
	    name_is_in(zone, cut->zone) &&
	    name_is_in(answer->question.name, zone))
		return zone;
	return (struct name){ 0 };
}

/* From the resolvers' answers: the zone that a name stands in, whose SOA comes
 * with each, positive or negative.  No name where nobody says.  False while it
 * is not here. */
static bool
resolve_zone(struct peers *peers, struct name name, struct name *zone)
{
	*zone = (struct name){ 0 };
	for (; name.n > 1; name = name_parent(name)) {
		const struct answer *soa = peers_resolve(peers, name, TYPE_SOA);

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

static const struct cut *
resolve_cut(struct cuts *cuts, struct name name)
{
	struct cut cut = { 0 };
	const struct answer *ns;
	bool is_known = true;

	if (!resolve_zone(cuts->peers, name, &cut.zone))
		return NULL;
	for (const struct cut *c = cuts->known; c != NULL; c = c->next)
		if (name_eq(c->zone, cut.zone))
			return c;
	if (cut.zone.n == 0)
		return &cuts->none;
	ns = peers_resolve(cuts->peers, cut.zone, TYPE_NS);
	if (ns == NULL)
		return NULL;
	for (size_t i = 0; i < ns->n; i++)
		if (!hosts_resolve(
			&cut.hosts, cuts->peers, record_name(&ns->records[i])))
			is_known = false;
	return is_known ? keep(cuts, &cut) : NULL;
}

const struct cut *
cuts_find(struct cuts *cuts, struct name name)
{
	const struct cut *cut = deepest(cuts, name);
	const struct host *who = NULL;
	const struct answer *answer;
	struct cut below;
	bool is_open = false;

	if (cuts->is_walled)
		return resolve_cut(cuts, name);
	if (cut == NULL)
		cut = find_root(cuts, name);
	while (cut != NULL && cut != &cuts->none) {
		answer = ask_the_way(cuts, cut, name, &who, &is_open);
		if (answer == NULL && is_open)
			return NULL;
		if (answer == NULL) {
			cuts->is_walled = name_labels(cut->zone) == 0;
			return resolve_cut(cuts, name);
		}
		if (answer->status == ANSWER_REFERRAL) {
			cut = follow(cuts, cut, answer, who);
			continue;
		}
		below = *cut;
		below.zone = zone_below(cut, answer);
		if (below.zone.n == 0)
			return cut;
		below.referral = NULL;
		cut = keep(cuts, &below);
	}
	return cut;
}
