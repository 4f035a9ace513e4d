#include "check/dmarc.h"
#include "base/escape.h"
#include "mail/dmarc_mistake.h"

static void
point_at(struct finding *f, struct str part)
{
	f->at = (size_t)(part.s - f->text.s);
	f->n = part.n;
}

static void
flag_faults(struct check *c, const struct dmarc_step *step)
{
	const struct dmarc_record *r = step->record;

	for (size_t i = 0; i < r->nfaults; i++) {
		const struct dmarc_fault *fault = &r->faults[i];
		struct str part =
		    str_to(str_from(r->text, fault->at), fault->n);
		struct str meant;
		struct finding *f = check_flag(c, FINDING_DMARC_SYNTAX,
		    "%s%s%.*s%s", fault->what, part.n > 0 ? ": \"" : "",
		    PSTR(escape(c->a, part)), part.n > 0 ? "\"" : "");

		dmarc_about(f, step);
		point_at(f, part);
		if (fault->is_harmless)
			check_set_grade(c, f, WARN);
		if (dmarc_meant(c->a, r->text, &meant))
			check_need(c, f,
			    need_value(answer_name(step->answer), TYPE_TXT,
				r->text, meant));
		if (r->use == DMARC_IGNORED)
			f->advice = S("Receivers ignore the whole record "
				      "until it has a valid policy.");
		else if (r->use == DMARC_AS_NONE)
			f->advice = S("Receivers take the record for p=none "
				      "until it has a valid policy.");
	}
}

static void
flag_obsolete_tags(struct check *c, const struct dmarc_step *step)
{
	const struct dmarc_record *r = step->record;

	if (r->pct.s != NULL)
		point_at(
		    dmarc_about(
			check_flag(c, FINDING_DMARC_OBSOLETE_TAG,
			    "The tag pct=%.*s: today's receivers ignore it, "
			    "older ones apply the policy to that share "
			    "of the mail",
			    PSTR(escape(c->a, r->pct))),
			step),
		    r->pct);
	if (r->rf.s != NULL)
		point_at(
		    dmarc_about(check_flag(c, FINDING_DMARC_OBSOLETE_TAG,
				    "The tag rf= no longer means anything"),
			step),
		    r->rf);
	if (r->ri.s != NULL)
		point_at(
		    dmarc_about(
			check_flag(c, FINDING_DMARC_OBSOLETE_TAG,
			    "The tag ri= no longer means anything: reports come "
			    "once a day"),
			step),
		    r->ri);
	if (r->has_size_limit)
		dmarc_about(
		    check_flag(c, FINDING_DMARC_OBSOLETE_TAG,
			"A size limit after a report address no longer means "
			"anything"),
		    step);
}

/* sp= and np= count where the organizational domain's record is (RFC 9989
 * section 4.7). */
static void
flag_weak_subdomains(struct check *c, const struct dmarc_walk *walk,
    const struct dmarc_step *found)
{
	const struct dmarc_record *r = found->record;
	enum dmarc_policy sub = dmarc_policy_for(r, DMARC_SUBDOMAIN);
	enum dmarc_policy none = dmarc_policy_for(r, DMARC_NONEXISTENT);

	if (r->use != DMARC_APPLIES ||
	    !name_eq(found->domain, dmarc_org_domain(walk)) ||
	    (sub >= r->p && none >= r->p))
		return;
	dmarc_about(check_flag(c, FINDING_DMARC_SUBDOMAIN_POLICY,
			"The policy is %s, but %s for subdomains, and %s for "
			"those that don't exist",
			dmarc_policy_text(r->p), dmarc_policy_text(sub),
			dmarc_policy_text(none)),
	    found);
}

static void
judge_policy(struct check *c, const struct policy_view *view)
{
	const struct dmarc_walk *walk = view->walk;
	const struct dmarc_step *found = view->found;
	const struct dmarc_record *r = found->record;
	enum dmarc_policy policy = view->policy;
	const char *applied =
	    dmarc_policy_text(dmarc_policy_applied(r, policy));

	if (!dmarc_is_own(walk, found))
		dmarc_about(check_flag(c, FINDING_DMARC_INHERITED,
				"The policy for %.*s is that of %.*s: %s",
				PSTR(check_name(c, c->domain)),
				PSTR(check_name(c, found->domain)),
				dmarc_policy_text(policy)),
		    found);
	if (policy == DMARC_NONE)
		dmarc_about(
		    check_flag(c, FINDING_DMARC_POLICY_NONE,
			"The policy is none: nothing happens to mail that "
			"fails"),
		    found);
	flag_weak_subdomains(c, walk, found);
	if (r->testing)
		dmarc_about(
		    check_flag(c, FINDING_DMARC_TESTING,
			"The tag t=y: receivers apply the policy %s", applied),
		    found);
	if (r->rua.n == 0)
		dmarc_about(check_flag(c, FINDING_DMARC_NO_REPORT,
				"Nobody gets reports: there is no rua= with a "
				"mail address"),
		    found);
}

static void
tell_uris(struct check *c, const char *key, const struct dmarc_uris *uris)
{
	struct value *list = value_add_list(c->a, c->result->facts, key);

	for (size_t i = 0; i < uris->n; i++)
		value_add_str(c->a, list, NULL, uris->at[i].text);
}

static void
tell_record(
    struct check *c, const struct dmarc_step *found, enum dmarc_policy policy)
{
	const struct dmarc_record *r = found->record;
	struct value *facts = c->result->facts;

	value_add_str(c->a, facts, "record", r->text);
	value_add_str(c->a, facts, "found_at", check_name(c, found->domain));
	value_add_str(c->a, facts, "policy", str_of(dmarc_policy_text(policy)));
	value_add_str(c->a, facts, "policy_applied",
	    str_of(dmarc_policy_text(dmarc_policy_applied(r, policy))));
	value_add_str(c->a, facts, "adkim", r->strict_dkim ? S("s") : S("r"));
	value_add_str(c->a, facts, "aspf", r->strict_spf ? S("s") : S("r"));
	tell_uris(c, "rua", &r->rua);
	tell_uris(c, "ruf", &r->ruf);
}

static void
tell_walk(struct check *c, const struct dmarc_walk *walk)
{
	struct value *facts = c->result->facts;
	struct value *list = value_add_list(c->a, facts, "walk");

	for (size_t i = 0; i < walk->n; i++) {
		struct value *step = value_add_object(c->a, list, NULL);

		value_add_str(
		    c->a, step, "domain", check_name(c, walk->steps[i].domain));
		value_add_int(
		    c->a, step, "records", (int64_t)walk->steps[i].nrecords);
	}
	if (walk->failure == NULL)
		value_add_str(c->a, facts, "organizational_domain",
		    check_name(c, dmarc_org_domain(walk)));
}

/* What a receiver does with the record that it found. */
static void
judge_record(struct check *c, const struct policy_view *view)
{
	flag_faults(c, view->found);
	flag_obsolete_tags(c, view->found);
	tell_record(c, view->found, view->policy);
	if (!policy_is_usable(view)) {
		check_say(c, "-> no usable policy");
		return;
	}
	judge_policy(c, view);
	dmarc_flag_psl_difference(c, view);
	dmarc_flag_unauthorized(c, view);
	dmarc_flag_unaligned(c, view);
}

void
need_dmarc(struct facts *facts, const struct aim *aim)
{
	const struct policy_view *view = facts_policy(facts);

	if (view == NULL)
		return;
	if (view->found == NULL)
		dmarc_need_misplaced(facts, aim);
	if (policy_is_usable(view)) {
		facts_alignment(facts);
		facts_report_hosts(facts);
	}
}

void
check_dmarc(struct check *c)
{
	const struct policy_view *view = facts_policy(c->facts);
	const struct dmarc_walk *walk = view->walk;
	bool explained;

	c->result->subject = check_name(c, c->domain);
	tell_walk(c, walk);
	explained = dmarc_flag_broken(c, walk);
	dmarc_flag_misplaced(c, view);
	if (walk->cut)
		check_flag(c, FINDING_DMARC_WALK_CUT,
		    "No zone given has the names above %.*s: they count as "
		    "having no record",
		    PSTR(check_name(c, walk->steps[walk->covered - 1].domain)));
	if (view->is_untold) {
		check_say(c, "-> not known");
		check_unknown(c, walk->failure, FINDING_DMARC_MULTIPLE);
	} else if (view->found != NULL) {
		judge_record(c, view);
	} else {
		check_say(c, "-> no record");
		if (!explained)
			dmarc_flag_missing(c, view->walk);
	}
}
