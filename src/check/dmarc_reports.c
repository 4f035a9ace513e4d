#include "base/escape.h"
#include "check/dmarc.h"

/* Whether a TXT record at <domain>._report._dmarc.<host> says v=DMARC1. */
static bool
has_agreed(struct check *c, const struct answer *answer)
{
	for (size_t i = 0; i < answer->n; i++)
		if (dmarc_is_record(record_joined(c->a, &answer->records[i])))
			return true;
	return false;
}

/* Needed only where the organizational domains differ. */
static bool
is_outside(struct check *c, const struct dmarc_walk *walk, struct name host,
    const struct answer **failure)
{
	struct dmarc_walk of_host = dmarc_walk(c->a, c->lookup, host);

	*failure = of_host.failure != NULL ? of_host.failure : walk->failure;
	return of_host.pending ||
	    !name_eq(dmarc_org_domain(&of_host), dmarc_org_domain(walk));
}

static void
judge(struct check *c, const struct dmarc_walk *walk, struct name domain,
    const struct dmarc_uri *uri)
{
	struct str labels = arena_printf(
	    c->a, "%.*s._report._dmarc", PSTR(name_text(c->a, domain)));
	const struct answer *answer = NULL, *failure;
	struct finding *f;
	struct name owner = { 0 };

	if (name_eq(uri->host, domain) ||
	    name_eq(uri->host, dmarc_org_domain(walk)))
		return;
	if (name_below(c->a, labels, uri->host, &owner)) {
		answer = check_ask(c, owner, TYPE_TXT);
		if (answer == NULL || has_agreed(c, answer))
			return;
	}
	if (!is_outside(c, walk, uri->host, &failure))
		return;
	if ((answer != NULL && check_unknown(c, answer)) ||
	    (failure != NULL && check_unknown(c, failure)))
		return;
	f = check_find(c, FIND_DMARC_REPORT_UNAUTHORIZED,
	    "%.*s has not agreed to get the reports of %.*s",
	    PSTR(escape(c->a, uri->text)), PSTR(name_text(c->a, domain)));
	if (owner.n > 0)
		check_fix(c, f, "create", owner, TYPE_TXT,
		    (struct str){ "", 0 }, S("v=DMARC1"));
}

/* Whether an address before it has the same host. */
static bool
is_repeated(const struct dmarc_uris *uris, size_t at)
{
	for (size_t i = 0; i < at; i++)
		if (name_eq(uris->at[i].host, uris->at[at].host))
			return true;
	return false;
}

void
dmarc_find_unauthorized(struct check *c, const struct dmarc_walk *walk,
    const struct dmarc_step *found)
{
	const struct dmarc_uris *rua = &found->record->rua;
	const struct dmarc_uris *ruf = &found->record->ruf;

	for (size_t i = 0; i < rua->n; i++)
		if (!is_repeated(rua, i))
			judge(c, walk, found->domain, &rua->at[i]);
	for (size_t i = 0; i < ruf->n; i++) {
		bool known = is_repeated(ruf, i);

		for (size_t k = 0; k < rua->n && !known; k++)
			known = name_eq(rua->at[k].host, ruf->at[i].host);
		if (!known)
			judge(c, walk, found->domain, &ruf->at[i]);
	}
}
