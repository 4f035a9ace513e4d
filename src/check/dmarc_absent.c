#include "check/dmarc.h"
#include "mail/dmarc_mistake.h"

/* What large receivers answer bulk senders without a record. */
static const struct str reply_missing =
    STR("Gmail: 550-5.7.40; Outlook.com: 550 5.7.515; Yahoo: 550 5.7.9");

static struct name
record_owner(struct check *c, struct name domain)
{
	struct name owner = { 0 };

	name_below(c->a, S("_dmarc"), domain, &owner);
	return owner;
}

struct finding *
dmarc_about(struct finding *f, const struct dmarc_step *step)
{
	finding_set_cached(f, step->answer);
	if (step->record != NULL)
		f->text = step->record->text;
	return f;
}

/* Two records at one name count as none. */
static bool
flag_multiple(struct check *c, const struct dmarc_walk *walk)
{
	bool found = false;

	for (size_t i = 0; i < walk->n; i++) {
		const struct dmarc_step *step = &walk->steps[i];
		struct name owner = record_owner(c, step->domain);
		struct finding *f;

		if (step->nrecords < 2)
			continue;
		found = true;
		f = dmarc_about(
		    check_flag(c, FINDING_DMARC_MULTIPLE,
			"%.*s has %zu DMARC records: receivers drop them "
			"all",
			PSTR(check_name(c, owner)), step->nrecords),
		    step);
		check_mixed(f, step->answer);
	}
	return found;
}

/* A TXT record at the right name that was meant to be one. */
static bool
flag_near_miss(struct check *c, const struct dmarc_step *own)
{
	bool found = false;

	for (size_t i = 0; i < own->answer->n; i++) {
		struct str text = record_joined(c->a, &own->answer->records[i]);
		struct name owner = answer_name(own->answer);
		const char *why = dmarc_near_miss(c->a, text);
		struct finding *f;
		struct str meant;

		if (why == NULL)
			continue;
		found = true;
		f = dmarc_about(check_flag(c, FINDING_DMARC_SYNTAX,
				    "%.*s: %s, so receivers ignore it",
				    PSTR(check_name(c, owner)), why),
		    own);
		f->text = text;
		if (dmarc_meant(c->a, text, &meant))
			check_need(
			    c, f, need_value(owner, TYPE_TXT, text, meant));
	}
	return found;
}

/* DMARC records where no receiver looks. */
static void
flag_strays(struct check *c, const struct answer *answer, bool has_record)
{
	struct name right = record_owner(c, c->domain);

	check_unknown(c, answer, FINDING_DMARC_MISPLACED);
	for (size_t i = 0; i < answer->n; i++) {
		struct str text = record_joined(c->a, &answer->records[i]);
		struct name owner = answer_name(answer);
		struct finding *f;

		if (!dmarc_is_record(text))
			continue;
		f = check_flag(c, FINDING_DMARC_MISPLACED,
		    "A DMARC record is at %.*s, where no receiver looks",
		    PSTR(check_name(c, owner)));
		finding_set_cached(f, answer);
		f->text = text;
		check_need(c, f, need_no_value(owner, TYPE_TXT, text));
		if (has_record)
			continue;
		f->advice = arena_printf(c->a, "Move the record to %.*s.",
		    PSTR(check_name(c, right)));
		check_need(c, f, need_value(right, TYPE_TXT, S(""), text));
	}
}

/* Where a DNS panel appended the domain once more.  False where that is no
 * legal name. */
static bool
doubled_name(struct arena *a, struct name domain, struct name *out)
{
	struct name right;

	return name_below(a, S("_dmarc"), domain, &right) &&
	    name_below(a, name_text(a, right), domain, out);
}

void
dmarc_need_misplaced(struct facts *facts, const struct aim *aim)
{
	struct name doubled;

	if (doubled_name(aim->a, aim->domain, &doubled))
		facts_answer(facts, doubled, TYPE_TXT);
}

void
dmarc_flag_misplaced(struct check *c, const struct policy_view *view)
{
	struct name doubled;

	flag_strays(c, view->apex, view->found != NULL);
	if (view->found == NULL && doubled_name(c->a, c->domain, &doubled))
		flag_strays(
		    c, facts_answer(c->facts, doubled, TYPE_TXT), false);
}

bool
dmarc_flag_broken(struct check *c, const struct dmarc_walk *walk)
{
	bool found = flag_multiple(c, walk);

	if (walk->n > 0 && dmarc_is_own(walk, &walk->steps[0]) &&
	    walk->steps[0].nrecords == 0 && flag_near_miss(c, &walk->steps[0]))
		found = true;
	return found;
}

static bool
has_stray(struct check *c)
{
	const struct finding *f = c->result->findings;

	while (f != NULL && f->id != FINDING_DMARC_MISPLACED)
		f = f->next;
	return f != NULL;
}

void
dmarc_flag_missing(struct check *c, const struct dmarc_walk *walk)
{
	bool by_wildcard = walk->n > 0 && walk->steps[0].answer != NULL &&
	    walk->steps[0].answer->wildcard && walk->steps[0].answer->n > 0;
	struct name owner = record_owner(c, c->domain);
	struct str domain = check_name(c, c->domain);
	struct finding *f = check_flag(c, FINDING_DMARC_MISSING,
	    "There is no DMARC record for %.*s%s", PSTR(domain),
	    by_wildcard ? ": a wildcard answers at its place, with another text"
			: "");

	if (c->req->profile == PROFILE_BULK)
		f->reply = reply_missing;
	if (!has_stray(c)) /* else moving that mends it */
		check_need(c, f,
		    need_value(owner, TYPE_TXT, S(""),
			arena_printf(c->a,
			    "v=DMARC1; p=none; rua=mailto:postmaster@%.*s",
			    PSTR(domain))));
}
