#include "facts/domain.h"

const void *
domain_derive(struct facts *facts, struct arena *a, const struct fact_key *key)
{
	struct domain_view *view = arena_new(a, struct domain_view);

	(void)key;
	view->answer = facts_ask(facts, facts->req->domain, TYPE_TXT);
	if (view->answer == NULL)
		return NULL;
	/* What an alias leads to may be missing; the domain is there. */
	view->is_missing = view->answer->status == ANSWER_NXDOMAIN &&
	    view->answer->ncnames == 0;
	return view;
}

const struct domain_view *
facts_domain(struct facts *facts)
{
	return facts_read(facts, FACT_DOMAIN, (struct fact_key){ 0 });
}
