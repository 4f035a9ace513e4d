#include "mail/spf_mistake.h"
#include "base/buf.h"
#include "mail/pasted.h"

/* Records that people write have fewer terms; no work is done for others. */
enum { TERMS_MAX = 200 };

static bool
is_directive(struct str text)
{
	struct spf_term term = spf_term_parse(text, 0);

	return text.n > 0 && term.err == SPF_ERROR_OK && term.qualifier != 0;
}

/* The record without its "all": a redirect that was stuck to it counts only
 * alone (RFC 7208 section 5.1). */
static struct str
without_all(struct arena *a, struct str text)
{
	const struct spf_record *record = spf_record_parse(a, text);
	struct buf b = { .a = a };

	buf_text(&b, "v=spf1");
	for (size_t i = 0; i < record->n; i++) {
		if (record->terms[i].kind == SPF_ALL)
			continue;
		buf_byte(&b, ' ');
		buf_str(&b, record->terms[i].text);
	}
	return buf_view(&b);
}

/* What was meant by the i-th term; n is how many terms that replaces. */
static bool
correct_term(struct arena *a, const struct spf_record *record, size_t i,
    struct str *meant, size_t *n)
{
	const struct spf_term *term = &record->terms[i];
	size_t second;

	*n = 1;
	*meant = term->text;
	if (term->err == SPF_ERROR_TWICE) {
		/* Which of two redirects was meant, nobody knows. */
		*meant = S("");
		return term->kind == SPF_EXP ||
		    str_eq_nocase(term->spec, record->redirect->spec);
	}
	if (term->err != SPF_ERROR_OK)
		return spf_meant_term(a, record, i, meant, n);
	if (spf_joined_term(term, &second)) {
		struct spf_record joined = { .terms = term, .n = 1 };

		if (!spf_meant_term(a, &joined, 0, meant, n))
			*meant = arena_printf(a, "%.*s %.*s",
			    PSTR(str_to(term->text, second)),
			    PSTR(str_from(term->text, second)));
		return true;
	}
	if (!spf_meant_mechanism(a, term, meant))
		spf_meant_url(a, term, meant);
	return true;
}

/* Adds the terms with what was meant; false where one remains that nobody can
 * make out, which stays as it is. */
static bool
correct_terms(struct arena *a, const struct spf_record *record, struct buf *b)
{
	bool all_known = true;
	struct str meant;

	for (size_t i = 0, n; i < record->n; i += n) {
		if (!correct_term(a, record, i, &meant, &n)) {
			all_known = false;
			meant = record->terms[i].text;
			n = 1;
		}
		if (meant.n == 0)
			continue;
		buf_byte(b, ' ');
		buf_str(b, meant);
	}
	return all_known;
}

/* With one space between terms, as corrected ones are written. */
static struct str
as_it_is(struct arena *a, const struct spf_record *record)
{
	struct buf b = { .a = a };

	buf_text(&b, "v=spf1");
	for (size_t i = 0; i < record->n; i++) {
		buf_byte(&b, ' ');
		buf_str(&b, record->terms[i].text);
	}
	return buf_view(&b);
}

bool
spf_corrected(struct arena *a, const struct spf_record *record, struct str *out)
{
	struct buf b = { .a = a };
	const struct spf_record *new;

	if (record->n > TERMS_MAX)
		return false;
	buf_text(&b, "v=spf1");
	if (!correct_terms(a, record, &b))
		return false;
	new = spf_record_parse(a, buf_view(&b));
	if (new->bad != NULL)
		return false;
	if (new->redirect != NULL &&new->all != NULL &&
	    (record->redirect == NULL || record->all == NULL))
		new = spf_record_parse(a, without_all(a, new->text));
	if (str_eq(new->text, as_it_is(a, record)))
		return false;
	*out = new->text;
	return true;
}

/* How a record starts that was meant to start with "v=spf1 ". */
static const struct str versions[] = {
	STR("v=spf1"),
	STR("v=spf 1"),
	STR("v=spf-1"),
	STR("v=spf=1"),
	STR("v=spf.1"),
	STR("v=spf:1"),
	STR("v=sfp1"),
	STR("v=psf1"),
	STR("v=fsp1"),
	STR("v=sp1"),
	STR("v=spfv1"),
	STR("v=spfl"),
	STR("v=spfi"),
	STR("v=spf2.0"),
	STR("v=spf2"),
	STR("v=spf3"),
	STR("v=spf"),
	STR("v= spf1"),
	STR("v =spf1"),
	STR("v = spf1"),
	STR("v:spf1"),
	STR("v-spf1"),
	STR("v.spf1"),
	STR("v spf1"),
	STR("vspf1"),
	STR("v==spf1"),
	STR("=spf1"),
	STR("spf1"),
	STR("spf=v1"),
	STR("spf="),
	STR("spf:"),
};

static struct str
strip(struct str text, struct str marks)
{
	while (text.n > 0 && str_find(marks, text.s[0]) < marks.n)
		text = str_from(text, 1);
	while (text.n > 0 && str_find(marks, text.s[text.n - 1]) < marks.n)
		text.n--;
	return text;
}

/* What follows the i-th version; false where it is not there. */
static bool
cut_version(struct str text, size_t i, struct str *rest)
{
	if (!str_starts_nocase(text, versions[i]))
		return false;
	text = str_from(text, versions[i].n);
	/* The scopes of Sender ID: "v=spf2.0/pra,mfrom". */
	if (text.n > 0 && text.s[0] == '/')
		text = str_from(text, str_find(text, ' '));
	*rest = strip(text, S(" .,;:|'"));
	return true;
}

/* Whether a term is there that nobody writes by chance, however the terms are
 * set apart from each other. */
static bool
has_directive(struct arena *a, struct str text)
{
	while (text.n > 0) {
		struct str term, split;
		size_t at = 0;

		while (at < text.n && str_find(S(" ,;|"), text.s[at]) == 4)
			at++;
		term = str_to(text, at);
		text = str_from(text, at + 1);
		if (is_directive(term) || spf_split_terms(a, term, &split))
			return true;
	}
	return false;
}

bool
spf_is_sender_id(struct str text)
{
	return str_starts_nocase(text, S("spf2.0/"));
}

bool
spf_meant_record(struct arena *a, struct str text, struct str *meant)
{
	const struct spf_record *record;
	struct buf b = { .a = a };
	struct str rest;
	size_t i = 0, n = sizeof(versions) / sizeof(versions[0]);

	if (spf_is_record(text) || spf_is_sender_id(text))
		return false;
	text = pasted_value(pasted_plain(a, text), S("v=spf1"));
	text = strip(pasted_unquoted(a, text), S(" '`\\"));
	if (spf_is_sender_id(text))
		return false;
	for (; i < n; i++)
		if (cut_version(text, i, &rest) &&
		    (spf_is_record(text) || has_directive(a, rest)))
			break;
	if (i == n)
		return false;
	record =
	    spf_record_parse(a, arena_printf(a, "v=spf1 %.*s", PSTR(rest)));
	if (!spf_corrected(a, record, meant)) {
		buf_text(&b, "v=spf1");
		if (record->n <= TERMS_MAX)
			correct_terms(a, record, &b);
		*meant = record->n <= TERMS_MAX ? buf_view(&b) : record->text;
	}
	return true;
}

bool
spf_is_second_half(struct arena *a, struct str text)
{
	const struct spf_record *record;
	size_t n = 0;

	if (spf_is_record(text))
		return false;
	record =
	    spf_record_parse(a, arena_printf(a, "v=spf1 %.*s", PSTR(text)));
	if (record->bad != NULL)
		return false;
	for (size_t i = 0; i < record->n; i++) {
		const struct spf_term *t = &record->terms[i];

		if (t->kind == SPF_UNKNOWN)
			return false; /* "google-site-verification=..." */
		/* "a" may be a word of English. */
		n += t->text.n > 3 || t->text.n < t->name.n;
	}
	return n > 0;
}

bool
spf_join_halves(
    struct arena *a, struct str first, struct str second, struct str *whole)
{
	static const char *const between[] = { " ", "" };

	if (!spf_is_record(first))
		return false;
	for (int i = 0; i < 2; i++) {
		struct str text = arena_printf(
		    a, "%.*s%s%.*s", PSTR(first), between[i], PSTR(second));
		const struct spf_record *record = spf_record_parse(a, text);

		if (record->bad != NULL)
			continue;
		*whole = text;
		return true;
	}
	return false;
}
