#include "facts/domain.h"
#include "base/escape.h"
#include "check/check.h"
#include "check/scope.h"

static void
flag_unanswered(struct check *c)
{
	const struct scope *scope = c->scope;

	struct str reason = escape(c->a, scope->reason);

	check_say(c, "-> no answer");
	if (scope->resolvers.n > 0)
		check_flag(c, FINDING_DOMAIN_UNANSWERED, "%.*s: %.*s%s%.*s",
		    PSTR(scope->resolvers), PSTR(scope->what),
		    reason.n > 0 ? ": " : "", PSTR(reason));
	else
		check_flag(c, FINDING_DOMAIN_UNANSWERED,
		    "No resolver tells anything: %.*s%s%.*s", PSTR(scope->what),
		    reason.n > 0 ? ": " : "", PSTR(reason));
}

void
need_domain(struct facts *facts, const struct aim *aim)
{
	(void)aim;
	facts_domain(facts);
}

void
check_domain(struct check *c)
{
	const struct domain_view *view = facts_domain(c->facts);

	c->result->subject = check_name(c, c->domain);
	if (c->scope->is_unanswered) {
		flag_unanswered(c);
	} else if (view->is_missing) {
		check_say(c, "-> nothing");
		finding_set_cached(
		    check_flag(c, FINDING_DOMAIN_MISSING, "%.*s does not exist",
			PSTR(check_name(c, c->domain))),
		    view->answer);
	} else {
		check_unknown(c, view->answer, FINDING_DOMAIN_MISSING);
	}
}
