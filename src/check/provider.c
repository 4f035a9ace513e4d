#include "mail/provider.h"
#include "check/spf.h"
#include "facts/selector.h"
#include "facts/spf.h"

/* Whether a record of the tree is the provider's, by its name or as what an
 * alias leads to. */
static bool
is_included(struct check *c, const struct spf_tree *tree)
{
	for (const struct spf_node *node = tree->root; node != NULL;
	     node = node->next)
		if (provider_has_spf(
			c->provider, check_name(c, node->domain)) ||
		    provider_has_spf(
			c->provider, check_name(c, spf_owner(node))))
			return true;
	return false;
}

/* Whether the record for the MAIL FROM domain, which the provider's mail may
 * have, needs a term of the provider's. */
static bool
wants_spf(const struct request *req, const struct provider *p)
{
	return req->null_sender
	    ? !p->has_own_sender
	    : provider_wants_spf(p, req->mail_from, req->domain);
}

/* The first answer of the tree that says nothing, or NULL. */
static const struct answer *
tree_failure(const struct spf_tree *tree)
{
	for (const struct spf_node *node = tree->root; node != NULL;
	     node = node->next)
		if (node->answer != NULL && !answer_is_known(node->answer))
			return node->answer;
	return NULL;
}

static void
judge_spf(struct check *c)
{
	const struct provider *p = c->provider;
	const struct answer *failure;
	const struct spf_tree *tree;
	struct spf_client client;
	struct finding *f;

	if (!wants_spf(c->req, p)) {
		check_say(c, "-> sends with a MAIL FROM of its own");
		return;
	}
	if (!spf_sender(c, &client))
		return;
	tree = facts_spf_tree(c->facts, &client);
	if (is_included(c, tree)) {
		check_say(c, "-> in the SPF record of %.*s",
		    PSTR(check_name(c, client.domain)));
		return;
	}
	failure = tree_failure(tree);
	if (failure != NULL) {
		check_unknown(c, failure, FINDING_PROVIDER_SPF);
		return;
	}
	check_say(c, "-> not in the SPF record of %.*s",
	    PSTR(check_name(c, client.domain)));
	f = check_flag(c, FINDING_PROVIDER_SPF,
	    "The SPF record of %.*s does not include %s",
	    PSTR(check_name(c, client.domain)), p->name);
	f->advice = arena_printf(c->a,
	    "Add include:%.*s to it, or give the MAIL FROM that %s sends with "
	    "by --mail-from.",
	    PSTR(p->spf[0]), p->name);
	check_need(c, f,
	    (struct need){
		.kind = NEED_SPF_TERM,
		.name = spf_owner(tree->root),
		.type = TYPE_TXT,
		.new = arena_printf(c->a, "include:%.*s", PSTR(p->spf[0])),
	    });
}

/* Whether there is an alias of one of the provider's keys. */
static bool
leads_to_provider(struct check *c, const struct answer *answer)
{
	for (size_t i = 0; i < answer->ncnames; i++)
		if (provider_has_dkim(
			c->provider, check_name(c, answer->cnames[i])))
			return true;
	return false;
}

static void
judge_dkim(struct check *c)
{
	const struct provider *p = c->provider;
	size_t keys = 0, found = 0;

	for (size_t i = 0; i < c->req->nselectors; i++) {
		const struct selector_view *view =
		    facts_selector(c->facts, &c->req->selectors[i]);

		check_unknown(c, view->answer, FINDING_PROVIDER_DKIM);
		keys += view->n > 0;
		found += leads_to_provider(c, view->answer);
	}
	if (p->dkim[0].n > 0 && keys > 0 && found == 0)
		check_flag(c, FINDING_PROVIDER_DKIM,
		    "None of the selectors is an alias of a key at %s",
		    p->name);
}

void
need_provider(struct facts *facts, const struct aim *aim)
{
	struct spf_client client;

	if (wants_spf(aim->req, aim->provider) &&
	    facts_spf_sender(facts, aim->a, ip_or_none(NULL), &client) ==
		SPF_SENDER_KNOWN)
		facts_spf_tree(facts, &client);
	for (size_t i = 0; i < aim->req->nselectors; i++)
		facts_selector(facts, &aim->req->selectors[i]);
}

void
check_provider(struct check *c)
{
	c->result->subject = str_of(c->provider->name);
	judge_spf(c);
	judge_dkim(c);
}
