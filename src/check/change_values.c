#include "check/change.h"

/* A TXT value's kind, of which a set has one. */
static int
kind_of(struct check *c, const struct proposal *p, struct str text)
{
	bool is_key = str_search(name_text(c->a, p->set->name),
			  S("_domainkey")) < name_text(c->a, p->set->name).n;

	text = str_trim(text);
	if (str_starts_nocase(text, S("v=spf1")))
		return 1;
	if (str_starts_nocase(text, S("v=DMARC1")))
		return 2;
	return is_key || str_starts_nocase(text, S("v=DKIM1")) ? 3 : 0;
}

/* Whether another record does what the old one did. */
static bool
is_replaced(struct check *c, const struct proposal *p, const struct record *old)
{
	int kind;

	/* Types of which a name has one record by nature. */
	if (p->set->type == TYPE_CNAME || p->set->type == TYPE_PTR ||
	    p->set->type == TYPE_SOA)
		return p->nnew > 0;
	if (p->set->type != TYPE_TXT)
		return false;
	kind = kind_of(c, p, record_joined(c->a, old));
	for (size_t i = 0; kind != 0 && i < p->nnew; i++)
		if (kind_of(c, p, record_joined(c->a, &p->new[i])) == kind)
			return true;
	return false;
}

static bool
is_kept(const struct proposal *p, const struct record *old)
{
	for (size_t i = 0; i < p->nnew; i++)
		if (record_order(&p->new[i], old) == 0)
			return true;
	return false;
}

static void
flag_drops(struct check *c, const struct proposal *p)
{
	/* Of several sets the published one may be another. */
	if (p->entry->verb != PLAN_PUT || p->is_open || p->nnew == 0 ||
	    p->set->id.n > 0)
		return;
	for (size_t i = 0; i < p->nold; i++) {
		struct finding *f;

		if (is_kept(p, &p->old[i]) || is_replaced(c, p, &p->old[i]))
			continue;
		f = check_flag(c, FINDING_CHANGE_DROPS,
		    "%.*s loses a published value: %.*s.",
		    PSTR(proposal_text(c, p)),
		    PSTR(record_text(c->a, &p->old[i])));
		f->subject = check_name(c, p->set->name);
	}
}

/* "include:a ~all": what can only be the rest of an SPF record. */
static bool
is_rest_of_spf(struct str text)
{
	static const struct str starts[] = { STR("include:"), STR("ip4:"),
		STR("ip6:"), STR("redirect="), STR("exists:"), STR("~all"),
		STR("-all"), STR("?all"), STR("+all"), STR("mx "), STR("a "),
		STR("a:"), STR("mx:") };

	text = str_trim(text);
	for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
		if (str_starts_nocase(text, starts[i]))
			return true;
	return false;
}

static void
flag_split_spf(struct check *c, const struct proposal *p)
{
	const struct record *rest = NULL;
	bool has_spf = false;
	struct finding *f;

	if (p->set->type != TYPE_TXT || p->is_open)
		return;
	for (size_t i = 0; i < p->nnew; i++) {
		struct str text = record_joined(c->a, &p->new[i]);

		has_spf |= str_starts_nocase(text, S("v=spf1"));
		if (is_rest_of_spf(text))
			rest = &p->new[i];
	}
	if (!has_spf || rest == NULL)
		return;
	f = check_flag(c, FINDING_CHANGE_SPLIT_SPF,
	    "%.*s: one SPF record is written as several values; %.*s stands "
	    "alone.",
	    PSTR(proposal_text(c, p)), PSTR(record_text(c->a, rest)));
	f->subject = check_name(c, p->set->name);
}

void
change_flag_values(struct check *c, const struct proposal *p)
{
	struct str text = proposal_text(c, p);
	struct finding *f;

	flag_drops(c, p);
	flag_split_spf(c, p);
	if ((p->entry->flaws & FLAW_LONG_STRING) != 0) {
		f = check_flag(c, FINDING_CHANGE_STRING_LENGTH,
		    "%.*s: a string has more than 255 octets, and the service "
		    "does not split it.",
		    PSTR(text));
		f->subject = check_name(c, p->set->name);
	}
	if ((p->entry->flaws & FLAW_UNQUOTED) != 0) {
		f = check_flag(c, FINDING_CHANGE_UNQUOTED,
		    "%.*s: a value stands without its quotes.", PSTR(text));
		f->subject = check_name(c, p->set->name);
	}
}
