#include "check/dmarc.h"
#include "mail/psl.h"

/* Where a receiver of RFC 7489 looks for the policy: at the author domain, else
 * at its own idea of the organizational domain (section 6.6.3).  NULL where it
 * finds none; *failure is set where that is not known. */
static const struct dmarc_step *
discover_7489(const struct dmarc_walk *walk, struct name org,
    const struct answer **failure)
{
	for (size_t i = 0; i < walk->nasked; i++) {
		const struct dmarc_step *step = &walk->steps[i];

		if (!dmarc_is_own(walk, step) && !name_eq(step->domain, org))
			continue;
		if (step->record != NULL)
			return step;
		if (!answer_is_known(step->answer))
			*failure = step->answer;
	}
	return NULL;
}

static const char *
difference(const struct policy_view *view, struct name listed)
{
	const struct answer *failure = NULL;
	const struct dmarc_step *theirs =
	    discover_7489(view->walk, listed, &failure);

	if (failure != NULL)
		return "what policy they find is not known";
	if (theirs == NULL)
		return "they find no policy";
	return theirs != view->found ? "they find another policy"
				     : "other names align for them";
}

void
dmarc_flag_psl_difference(struct check *c, const struct policy_view *view)
{
	const struct dmarc_walk *walk = view->walk;
	struct name walked = dmarc_org_domain(walk), listed;

	if (c->policy->psl == NULL || walk->failure != NULL)
		return;
	listed = psl_org_domain(c->policy->psl, c->a, walk->start);
	if (listed.n == 0 || name_eq(listed, walked))
		return;
	check_flag(c, FINDING_DMARC_PSL_DIFFERS,
	    "Receivers with a public suffix list take %.*s for the "
	    "organizational domain, not %.*s: %s",
	    PSTR(check_name(c, listed)), PSTR(check_name(c, walked)),
	    difference(view, listed));
}
