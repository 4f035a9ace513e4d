#include "fix/spf_edit.h"
#include "base/buf.h"
#include "mail/spf_record.h"

/* A record that is written anew, term by term. */
struct draft {
	struct arena *a;
	struct str *terms;
	size_t n;
};

static struct draft
draft_new(struct arena *a, size_t most)
{
	return (struct draft){ a, arena_array(a, most, struct str), 0 };
}

static void
add(struct draft *d, struct str term)
{
	d->terms[d->n++] = term;
}

static struct str
draft_text(const struct draft *d)
{
	struct buf b = { .a = d->a };

	buf_text(&b, "v=spf1");
	for (size_t i = 0; i < d->n; i++) {
		buf_byte(&b, ' ');
		buf_str(&b, d->terms[i]);
	}
	return buf_view(&b);
}

static struct str
ip_term(struct arena *a, struct ip ip)
{
	ip = ip_unmapped(ip);
	return arena_printf(a, "%s:%.*s", ip.family == IP_V4 ? "ip4" : "ip6",
	    PSTR(ip_text(a, ip)));
}

struct str
spf_edit_new(struct arena *a, struct ip ip)
{
	return arena_printf(a, "v=spf1 %.*s -all", PSTR(ip_term(a, ip)));
}

/* The same network, domain or macro, whatever the qualifier. */
static bool
same_object(const struct spf_term *x, const struct spf_term *y)
{
	if (x->kind != y->kind || x->net.family != y->net.family ||
	    x->bits4 != y->bits4 || x->bits6 != y->bits6)
		return false;
	if (x->kind == SPF_UNKNOWN)
		return str_eq_nocase(x->text, y->text);
	return x->net.family != IP_NONE ? ip_eq(x->net, y->net)
					: str_eq_nocase(x->spec, y->spec);
}

/* Where a directive belongs that is to be reached whatever comes before it,
 * but for what limits end. */
static size_t
place_of(const struct spf_record *record, struct str decided, bool early)
{
	size_t at = record->n;

	if (record->all != NULL)
		at = (size_t)(record->all - record->terms);
	/* Modifiers are written last. */
	while (at > 0 && record->terms[at - 1].qualifier == 0)
		at--;
	for (size_t i = 0; i < at; i++) {
		const struct spf_term *t = &record->terms[i];

		if ((decided.n > 0 && str_eq(t->text, decided)) ||
		    (early && spf_is_mechanism(t) && spf_costs_lookup(t)))
			return i;
	}
	return at;
}

struct str
spf_edit_add(struct arena *a, struct str text, struct str term,
    struct str decided, bool early)
{
	const struct spf_record *record = spf_record_parse(a, text);
	struct draft d = draft_new(a, record->n + 1);
	size_t place = place_of(record, decided, early);

	for (size_t i = 0; i < record->n; i++) {
		if (i == place)
			add(&d, term);
		add(&d, record->terms[i].text);
	}
	if (place == record->n)
		add(&d, term);
	return draft_text(&d);
}

static bool
is_of(const struct spf_term *t, struct ip ip)
{
	return t->err == SPF_ERROR_OK && ip.family != IP_NONE &&
	    t->net.family == ip.family &&
	    ip_in(ip, t->net, ip.family == IP_V4 ? t->bits4 : t->bits6);
}

static bool
is_of_alone(const struct spf_term *t, struct ip ip)
{
	return is_of(t, ip) &&
	    (ip.family == IP_V4 ? t->bits4 == 32 : t->bits6 == 128);
}

/* The first term of the record's own that tells of the address, or NULL. */
static const struct spf_term *
tells_of(const struct spf_record *record, struct ip ip)
{
	for (size_t i = 0; i < record->n; i++) {
		const struct spf_term *t = &record->terms[i];

		if (t == record->all)
			break;
		if (is_of(t, ip))
			return t;
	}
	return NULL;
}

/* The record without what it says of this very address otherwise. */
static struct str
without_ip(struct arena *a, const struct spf_record *record, struct ip ip)
{
	struct draft d = draft_new(a, record->n);

	for (size_t i = 0; i < record->n; i++)
		if (!is_of_alone(&record->terms[i], ip))
			add(&d, record->terms[i].text);
	return draft_text(&d);
}

/* The same record with another term there: "?ip4:192.0.2.1" lets pass. */
static struct str
let_pass(struct arena *a, const struct spf_record *record,
    const struct spf_term *term)
{
	struct draft d = draft_new(a, record->n);

	for (size_t i = 0; i < record->n; i++) {
		struct str text = record->terms[i].text;

		add(&d, &record->terms[i] == term ? str_from(text, 1) : text);
	}
	return draft_text(&d);
}

struct str
spf_edit_pass(struct arena *a, struct str text, struct ip ip,
    struct str decided, bool early)
{
	const struct spf_record *record = spf_record_parse(a, text);
	const struct spf_term *first;

	ip = ip_unmapped(ip);
	first = tells_of(record, ip);
	if (first != NULL && !early) {
		if (first->qualifier == '+' && decided.n == 0)
			return text;
		if (first->qualifier != '+' && is_of_alone(first, ip))
			return let_pass(a, record, first);
		if (first->qualifier != '+' && decided.n == 0)
			decided = first->text;
	}
	/* Where else it stands, it has no effect: behind "all", or behind what
	 * ends the evaluation. */
	return spf_edit_add(
	    a, without_ip(a, record, ip), ip_term(a, ip), decided, early);
}

static bool
draft_has(const struct draft *d, const struct spf_term *term)
{
	for (size_t i = 0; i < d->n; i++) {
		struct spf_term other = spf_term_parse(d->terms[i], 0);

		if (same_object(&other, term))
			return true;
	}
	return false;
}

static struct str
as_include(struct arena *a, const struct spf_term *redirect)
{
	return arena_printf(a, "include:%.*s", PSTR(redirect->spec));
}

/* Whether a term other than "all" does not let pass. */
static bool
has_exceptions(const struct spf_record *record)
{
	for (size_t i = 0; i < record->n; i++)
		if (record->terms[i].kind != SPF_ALL &&
		    record->terms[i].qualifier != '+' &&
		    record->terms[i].qualifier != 0)
			return true;
	return false;
}

/* What the records that are merged end in. */
struct ending {
	struct str all; /* the softest; "+all" gives way; empty: none */
	size_t nredirects;
	bool has_all;
};

static void
note_ending(struct ending *e, const struct spf_record *record)
{
	static const char order[] = "-~?"; /* the softer, the later */
	const struct spf_term *all = record->all;
	const char *old = NULL, *new;

	e->nredirects += record->redirect != NULL;
	if (all == NULL || all->qualifier == '+')
		return;
	e->has_all = true;
	new = strchr(order, all->qualifier);
	if (e->all.n > 0)
		old = strchr(order, e->all.s[0]);
	/* A "?all" beside a stricter one was meant by nobody. */
	if (old == NULL || *old == '?' || (new > old &&*new != '?'))
		e->all = all->text;
}

/* Adds what the record says, without its end: also what never counted, behind
 * "all" or beside it, for it was meant to. */
static void
merge_in(struct draft *d, const struct spf_record *record, bool keep_redirect)
{
	bool had_exp = false;

	for (size_t i = 0; i < d->n; i++)
		had_exp |= str_starts_nocase(d->terms[i], S("exp="));
	for (size_t i = 0; i < record->n; i++) {
		struct spf_term term = record->terms[i];

		if (term.kind == SPF_ALL || (term.kind == SPF_EXP && had_exp))
			continue;
		if (term.kind == SPF_REDIRECT && !keep_redirect)
			term = spf_term_parse(as_include(d->a, &term), 0);
		if (!draft_has(d, &term))
			add(d, term.text);
	}
}

static const struct spf_record **
parse_all(struct arena *a, const struct str *texts, size_t n)
{
	const struct spf_record **records =
	    arena_array(a, n, const struct spf_record *);

	for (size_t i = 0; i < n; i++) {
		records[i] = spf_record_parse(a, texts[i]);
		if (records[i]->bad != NULL)
			return NULL;
	}
	return records;
}

/* Modifiers behind all directives, as people write them. */
static struct str
with_ending(struct draft *d, const struct ending *e)
{
	struct draft out = draft_new(d->a, d->n + 1);
	struct str all = e->all;

	if (all.n == 0 && (e->nredirects > 1 || e->has_all))
		all = S("~all");
	for (size_t i = 0; i < d->n; i++)
		if (spf_term_parse(d->terms[i], 0).qualifier != 0)
			add(&out, d->terms[i]);
	if (all.n > 0)
		add(&out, all);
	for (size_t i = 0; i < d->n; i++)
		if (spf_term_parse(d->terms[i], 0).qualifier == 0)
			add(&out, d->terms[i]);
	return draft_text(&out);
}

bool
spf_edit_merge(
    struct arena *a, const struct str *texts, size_t n, struct str *out)
{
	enum { TERMS_MAX = 400 };
	const struct spf_record **records = parse_all(a, texts, n);
	struct ending e = { .all = { "", 0 } };
	struct draft d;
	size_t nterms = 1, nexceptions = 0;
	bool keep;

	if (records == NULL)
		return false;
	for (size_t i = 0; i < n; i++) {
		nterms += records[i]->n;
		nexceptions += has_exceptions(records[i]);
		note_ending(&e, records[i]);
	}
	/* What one excepts, the other may let pass. */
	if (nexceptions > 1 || nterms > TERMS_MAX)
		return false;
	keep = e.nredirects == 1 && !e.has_all;
	d = draft_new(a, nterms);
	for (int excepting = 0; excepting < 2; excepting++)
		for (size_t i = 0; i < n; i++)
			if (has_exceptions(records[i]) == (excepting == 1))
				merge_in(&d, records[i], keep);
	*out = with_ending(&d, &e);
	return true;
}

struct str
spf_edit_order(struct arena *a, struct str text)
{
	const struct spf_record *record = spf_record_parse(a, text);
	struct draft d = draft_new(a, record->n + 1);
	bool has_object = false;

	if (record->all == NULL)
		return text;
	for (size_t i = 0; i < record->n; i++)
		if (spf_is_mechanism(&record->terms[i]) &&
		    record->terms[i].kind != SPF_ALL)
			add(&d, record->terms[i].text);
	if (record->redirect != NULL) {
		struct spf_term include =
		    spf_term_parse(as_include(a, record->redirect), 0);

		has_object = draft_has(&d, &include);
		if (!has_object)
			add(&d, include.text);
	}
	add(&d, record->all->text);
	for (size_t i = 0; i < record->n; i++)
		if (!spf_is_mechanism(&record->terms[i]) &&
		    record->terms[i].kind != SPF_REDIRECT)
			add(&d, record->terms[i].text);
	return draft_text(&d);
}

struct str
spf_edit_close(struct arena *a, struct str text)
{
	const struct spf_record *record = spf_record_parse(a, text);
	struct draft d = draft_new(a, record->n);

	if (record->redirect != NULL ||
	    (record->all != NULL && record->all->qualifier != '?'))
		return text;
	if (record->all == NULL)
		return spf_edit_add(a, text, S("~all"), S(""), false);
	for (size_t i = 0; i < record->n; i++)
		add(&d,
		    &record->terms[i] == record->all ? S("~all")
						     : record->terms[i].text);
	return draft_text(&d);
}

struct str
spf_edit_unique(struct arena *a, struct str text)
{
	const struct spf_record *record = spf_record_parse(a, text);
	struct draft d = draft_new(a, record->n);

	for (size_t i = 0; i < record->n; i++)
		if (!spf_is_mechanism(&record->terms[i]) ||
		    !draft_has(&d, &record->terms[i]))
			add(&d, record->terms[i].text);
	return draft_text(&d);
}
