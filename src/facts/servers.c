#include "facts/servers.h"
#include "mail/reverse_name.h"

/* Questions beside one for each selector, and three for each IP. */
enum { OWN_QUESTIONS = 8 };

struct list {
	struct facts *facts;
	struct arena *a;
	struct servers *out;
};

static void
look(struct list *list, struct name name, uint16_t type)
{
	const struct answer *answer;

	if (name.n == 0)
		return;
	answer = facts_ask(list->facts, name, type);
	if (answer == NULL)
		return;
	if (answer->nservers > 0)
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

const void *
servers_derive(struct facts *facts, struct arena *a, const struct fact_key *key)
{
	const struct request *req = facts->req;
	struct list list = { facts, a, arena_new(a, struct servers) };

	(void)key;
	list.out->answers =
	    arena_array(a, OWN_QUESTIONS + req->nselectors + 3 * req->nips,
		const struct answer *);
	look_at_all(&list);
	return list.out;
}

const struct servers *
facts_servers(struct facts *facts)
{
	return facts_read(facts, FACT_SERVERS, (struct fact_key){ 0 });
}
