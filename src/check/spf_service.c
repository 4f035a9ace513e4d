/* The sending service that an address belongs to, if it belongs to one: its
 * include lets all of its addresses pass, and not one of many. */
#include "check/spf.h"
#include "facts/reverse.h"
#include "mail/provider.h"
#include "mail/reverse_name.h"

/* It is only asked for where the result is not pass, and then should not have
 * to be waited for. */
void
spf_need_service(
    struct facts *facts, struct ip ip, const struct spf_outcome *outcome)
{
	if (outcome != NULL && outcome->result != SPF_PASS)
		facts_likely_name(facts, ip);
	else if (outcome == NULL)
		facts_ask_ahead(
		    facts, reverse_name(facts_arena(facts), ip), TYPE_PTR);
}

static const struct provider *
by_name(struct check *c, struct name name)
{
	struct str text = check_name(c, name);
	const struct provider *p = provider_by_spf(text);

	return p != NULL ? p : provider_by_dkim(text);
}

/* The only one that was named, unless the PTR says whose the address is. */
const struct provider *
spf_service(struct check *c)
{
	struct name name = facts_likely_name(c->facts, *c->ip);

	if (name.n > 0)
		return by_name(c, name);
	return c->req->nproviders == 1 ? c->req->providers[0] : NULL;
}

bool
spf_service_serves(
    struct check *c, const struct provider *service, struct name mail_from)
{
	return service->spf[0].n > 0 &&
	    provider_wants_spf(service, mail_from, c->req->domain);
}
