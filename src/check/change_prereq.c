#include "check/change.h"

/* Prerequisites that are looked at; a script has a few. */
enum { PREREQS_MAX = 32 };

void
prereq_need(struct facts *facts, const struct aim *aim)
{
	size_t n = 0;

	for (const struct plan_prereq *p = aim->plan->prereqs;
	     p != NULL && n++ < PREREQS_MAX; p = p->next)
		facts_answer(facts, p->name, p->type | TYPE_PUBLISHED);
}

/* RFC 2136 section 3.2.3: all records given for a set, and no others. */
static bool
is_the_set(const struct plan *plan, const struct plan_prereq *prereq,
    const struct answer *answer)
{
	size_t given = 0, found = 0;

	for (const struct plan_prereq *p = plan->prereqs; p != NULL;
	     p = p->next) {
		if (!p->has_record || p->type != prereq->type ||
		    !name_eq(p->name, prereq->name) ||
		    p->message != prereq->message ||
		    !str_eq(p->from.file, prereq->from.file))
			continue;
		given++;
		for (size_t i = 0; i < answer->n; i++)
			found +=
			    record_order(&answer->records[i], &p->record) == 0;
	}
	return given == found && found == answer->n;
}

/* NULL where it holds. */
static const char *
why_not(const struct plan *plan, const struct plan_prereq *p,
    const struct answer *answer)
{
	bool has_set = answer->n > 0 && answer->ncnames == 0;

	switch (p->kind) {
	case PREREQ_NO_NAME:
		return answer->status == ANSWER_NXDOMAIN && answer->ncnames == 0
		    ? NULL
		    : "the name exists";
	case PREREQ_NAME:
		return answer->status == ANSWER_NXDOMAIN && answer->ncnames == 0
		    ? "the name does not exist"
		    : NULL;
	case PREREQ_NO_SET:
		return has_set ? "there are such records" : NULL;
	case PREREQ_SET:
		break;
	}
	if (!has_set)
		return "there is no such record";
	return p->has_record && !is_the_set(plan, p, answer)
	    ? "other records are published"
	    : NULL;
}

/* The set as an earlier file or message leaves it; false, and a finding, where
 * that is not known. */
static bool
flag_laid(struct check *c, const struct plan_prereq *p,
    const struct answer *published, struct answer *out)
{
	const struct overlay_set *laid = p->laid;
	struct finding *f;

	*out = *published;
	if ((laid == NULL || laid->state == OVERLAY_EDIT) &&
	    check_unknown(c, published, FINDING_CHANGE_CONFLICT))
		return false;
	if (laid == NULL)
		return true;
	if (laid->state == OVERLAY_EDIT) {
		out->records = overlay_edit(
		    c->a, laid, published->records, published->n, &out->n);
		out->status = out->n > 0 ? ANSWER_NOERROR : published->status;
		return true;
	}
	out->ncnames = 0;
	out->records = laid->records;
	out->n = laid->n;
	out->status = ANSWER_NOERROR;
	if (laid->state == OVERLAY_RECORDS || laid->state == OVERLAY_NOTHING)
		return true;
	f = check_flag(c, FINDING_CHANGE_UNKNOWN,
	    "%.*s:%u: whether the prerequisite holds after what was laid "
	    "before is not known.",
	    PSTR(p->from.file), p->from.line);
	f->subject = check_name(c, p->name);
	return false;
}

/* The server may refuse the script for any of those. */
static void
flag_not_asked(struct check *c)
{
	size_t n = 0;

	for (const struct plan_prereq *p = c->plan->prereqs; p != NULL;
	     p = p->next)
		n++;
	if (n > PREREQS_MAX)
		check_flag(c, FINDING_CHANGE_UNKNOWN,
		    "Only the first %d of %zu prerequisites were "
		    "checked.",
		    PREREQS_MAX, n);
}

void
prereq_flag_conflicts(struct check *c)
{
	size_t n = 0;

	for (const struct plan_prereq *p = c->plan->prereqs;
	     p != NULL && n++ < PREREQS_MAX; p = p->next) {
		const struct answer *answer =
		    facts_answer(c->facts, p->name, p->type | TYPE_PUBLISHED);
		struct answer laid;
		const char *why;
		struct finding *f;

		if (!flag_laid(c, p, answer, &laid))
			continue;
		why = why_not(c->plan, p, &laid);
		if (why == NULL)
			continue;
		f = check_flag(c, FINDING_CHANGE_CONFLICT,
		    "%.*s:%u: the prerequisite does not hold: %s at %.*s.",
		    PSTR(p->from.file), p->from.line, why,
		    PSTR(check_name(c, p->name)));
		f->subject = check_name(c, p->name);
	}
	flag_not_asked(c);
}
