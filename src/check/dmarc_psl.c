#include "check/dmarc.h"
#include "mail/psl.h"

/* Where a receiver of RFC 7489 finds the policy: at the author domain, else
 * at its own idea of the organizational domain (section 6.6.3). */
static const struct dmarc_step *
discover_7489(const struct dmarc_walk *walk, struct name org)
{
	const struct dmarc_step *found = NULL;

	for (size_t i = 0; i < walk->n && found == NULL; i++) {
		const struct dmarc_step *step = &walk->steps[i];

		if (step->record != NULL &&
		    (dmarc_is_own(walk, step) || name_eq(step->domain, org)))
			found = step;
	}
	return found;
}

void
dmarc_flag_psl_difference(struct check *c, const struct policy_view *view)
{
	const struct dmarc_walk *walk = view->walk;
	struct name walked = dmarc_org_domain(walk), listed;
	const struct dmarc_step *theirs;

	if (c->policy->psl == NULL || walk->failure != NULL)
		return;
	listed = psl_org_domain(c->policy->psl, c->a, walk->start);
	if (listed.n == 0 || name_eq(listed, walked))
		return;
	theirs = discover_7489(walk, listed);
	check_flag(c, FINDING_DMARC_PSL_DIFFERS,
	    "Receivers with a public suffix list take %.*s for the "
	    "organizational domain, not %.*s: %s",
	    PSTR(check_name(c, listed)), PSTR(check_name(c, walked)),
	    theirs == NULL              ? "they find no policy"
		: theirs != view->found ? "they find another policy"
					: "other names align for them");
}
