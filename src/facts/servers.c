#include "facts/servers.h"
#include "mail/reverse_name.h"

/* Questions beside one for each selector, and three for each IP; and about the
 * delegation of each zone that they lead to: its NS, and two for each server
 * that the zone has an address of. */
enum {
	OWN_QUESTIONS = 8,
	ZONES_MAX = 8,
	SERVERS_IN_ZONE_MAX = 4,
	ZONE_QUESTIONS = ZONES_MAX * (1 + 2 * SERVERS_IN_ZONE_MAX)
};

struct list {
	struct facts *facts;
	struct arena *a;
	struct servers *out;
};

static bool
is_listed(const struct servers *servers, const struct answer *answer)
{
	for (size_t i = 0; i < servers->n; i++)
		if (servers->answers[i] == answer)
			return true;
	return false;
}

static void
look(struct list *list, struct name name, uint16_t type)
{
	const struct answer *answer;

	if (name.n == 0)
		return;
	answer = facts_ask(list->facts, name, type);
	if (answer == NULL)
		return;
	if (answer->nservers > 0 && !is_listed(list->out, answer))
		list->out->answers[list->out->n++] = answer;
	else if (answer->is_passed_on && !answer_is_known(answer) &&
	    list->out->failed == NULL)
		list->out->failed = answer;
}

/* labels below name, where that is a legal name. */
static void
look_below(
    struct list *list, struct str labels, struct name name, uint16_t type)
{
	struct name below = { 0 };

	name_below(list->a, labels, name, &below);
	look(list, below, type);
}

static void
look_at_all(struct list *list)
{
	const struct request *req = list->facts->req;

	look(list, req->domain, TYPE_NS);
	look(list, req->domain, TYPE_MX);
	look(list, req->domain, TYPE_TXT);
	look_below(list, S("_dmarc"), req->domain, TYPE_TXT);
	if (!req->null_sender && !name_eq(req->mail_from, req->domain)) {
		look(list, req->mail_from, TYPE_MX);
		look(list, req->mail_from, TYPE_TXT);
	}
	look(list, req->host, TYPE_A);
	look(list, req->host, TYPE_AAAA);
	for (size_t i = 0; req->hosts != NULL && i < req->nips; i++) {
		look(list, req->hosts[i], TYPE_A);
		look(list, req->hosts[i], TYPE_AAAA);
	}
	for (size_t i = 0; i < req->nselectors; i++)
		look(list, req->selectors[i].name, TYPE_TXT);
	for (size_t i = 0; i < req->nips; i++)
		look(list, reverse_name(list->a, req->ips[i]), TYPE_PTR);
}

static void
look_at_addresses(struct list *list, struct name zone, const struct answer *ns)
{
	size_t n = 0;

	for (size_t i = 0; i < ns->n && n < SERVERS_IN_ZONE_MAX; i++) {
		struct name server = record_name(&ns->records[i]);

		if (!name_is_in(server, zone))
			continue;
		look(list, server, TYPE_A);
		look(list, server, TYPE_AAAA);
		n++;
	}
}

/* The delegation of a zone: what its parent says about it, and what it says
 * itself. */
static void
look_at_delegation(struct list *list, struct name zone)
{
	const struct answer *ns;

	look(list, zone, TYPE_NS);
	ns = facts_ask(list->facts, zone, TYPE_NS);
	if (ns != NULL)
		look_at_addresses(list, zone, ns);
}

static bool
is_new(const struct name *zones, size_t n, struct name zone)
{
	for (size_t i = 0; i < n; i++)
		if (name_eq(zones[i], zone))
			return false;
	return zone.n > 0;
}

static void
look_at_delegations(struct list *list)
{
	struct name zones[ZONES_MAX];
	size_t n = 0, nanswers = list->out->n;

	for (size_t i = 0; i < nanswers && n < ZONES_MAX; i++)
		if (is_new(zones, n, list->out->answers[i]->zone))
			zones[n++] = list->out->answers[i]->zone;
	for (size_t i = 0; i < n; i++)
		look_at_delegation(list, zones[i]);
}

const void *
servers_derive(struct facts *facts, struct arena *a, const struct fact_key *key)
{
	const struct request *req = facts->req;
	struct list list = { facts, a, arena_new(a, struct servers) };

	(void)key;
	list.out->answers = arena_array(a,
	    OWN_QUESTIONS + req->nselectors + 3 * req->nips + ZONE_QUESTIONS,
	    const struct answer *);
	look_at_all(&list);
	look_at_delegations(&list);
	return list.out;
}

const struct servers *
facts_servers(struct facts *facts)
{
	return facts_read(facts, FACT_SERVERS, (struct fact_key){ 0 });
}
