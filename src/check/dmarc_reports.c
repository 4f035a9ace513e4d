#include "base/escape.h"
#include "check/dmarc.h"

/* Each can take a walk: what a record asks for must have an end. */
enum { REPORT_HOSTS_MAX = 4 };

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

/* Adds the addresses whose hosts are not in the list yet. */
static size_t
collect(const struct dmarc_uri **list, size_t n, const struct dmarc_uris *uris)
{
	for (size_t i = 0; i < uris->n && n < REPORT_HOSTS_MAX; i++) {
		size_t same = 0;

		while (same < n && !name_eq(list[same]->host, uris->at[i].host))
			same++;
		if (same == n)
			list[n++] = &uris->at[i];
	}
	return n;
}

void
dmarc_find_unauthorized(struct check *c, const struct dmarc_walk *walk,
    const struct dmarc_step *found)
{
	const struct dmarc_uri *list[REPORT_HOSTS_MAX];
	size_t n = collect(list, 0, &found->record->rua);

	n = collect(list, n, &found->record->ruf);
	for (size_t i = 0; i < n; i++)
		judge(c, walk, found->domain, list[i]);
}
