#include "mail/spf_mistake.h"
#include "base/buf.h"

static struct str
text_of(struct arena *a, const char *left, struct str middle, struct str right)
{
	struct buf b = { .a = a };

	buf_text(&b, left);
	buf_str(&b, middle);
	buf_str(&b, right);
	return buf_view(&b);
}

static bool
is_legal(struct str text)
{
	return text.n > 0 && spf_term_parse(text, 0).err == SPF_ERROR_OK;
}

static bool
is_directive(struct str text)
{
	struct spf_term term = spf_term_parse(text, 0);

	return text.n > 0 && term.err == SPF_ERROR_OK && term.qualifier != 0;
}

static struct str
qualifier_of(const struct spf_term *term)
{
	return str_to(term->text, (size_t)(term->name.s - term->text.s));
}

/* What follows the name, with its ":", "=" or "/". */
static struct str
after_name(const struct spf_term *term)
{
	return str_from(
	    term->text, (size_t)(term->name.s - term->text.s) + term->name.n);
}

static const struct {
	struct str wrong;
	const char *right;
} names[] = {
	{ STR("ipv4"), "ip4" },
	{ STR("ipv6"), "ip6" },
	{ STR("ip4v"), "ip4" },
	{ STR("ip6v"), "ip6" },
	{ STR("ip"), "ip4" },
	{ STR("ip"), "ip6" },
	{ STR("i4"), "ip4" },
	{ STR("i6"), "ip6" },
	{ STR("p4"), "ip4" },
	{ STR("al"), "all" },
	{ STR("alll"), "all" },
	{ STR("al1"), "all" },
	{ STR("any"), "all" },
	{ STR("includes"), "include" },
	{ STR("inlude"), "include" },
	{ STR("incude"), "include" },
	{ STR("inclue"), "include" },
	{ STR("inclde"), "include" },
	{ STR("inlcude"), "include" },
	{ STR("inculde"), "include" },
	{ STR("included"), "include" },
	{ STR("exist"), "exists" },
	{ STR("mxs"), "mx" },
	{ STR("aaaa"), "a" },
	{ STR("host"), "a" },
	{ STR("txt"), "include" },
	{ STR("spf"), "include" },
};

static bool
misspelt(struct arena *a, const struct spf_term *term, struct str *meant)
{
	struct str sign = qualifier_of(term), rest = after_name(term);

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (!str_eq_nocase(names[i].wrong, term->name))
			continue;
		*meant = text_of(
		    a, "", sign, text_of(a, names[i].right, rest, S("")));
		if (is_legal(*meant))
			return true;
	}
	return false;
}

/* "redirect:x" */
static bool
colon_for_equals(
    struct arena *a, const struct spf_term *term, struct str *meant)
{
	struct str rest = after_name(term);

	*meant = text_of(
	    a, "", term->name, text_of(a, "=", str_from(rest, 1), S("")));
	return (str_eq_nocase(term->name, S("redirect")) ||
		   str_eq_nocase(term->name, S("exp"))) &&
	    is_legal(*meant);
}

/* An address where a domain or the other family's belongs, or alone:
 * "a:192.0.2.1", "ip4:2001:db8::1", "192.0.2.1". */
static bool
address_elsewhere(
    struct arena *a, const struct spf_term *term, struct str *meant)
{
	struct str sign = term->name.n > 0 ? qualifier_of(term) : S("");
	struct str rest = term->name.n > 0 ? after_name(term) : term->text;
	struct str value = rest.n > 0 && rest.s[0] == ':' && term->name.n > 0
	    ? str_from(rest, 1)
	    : rest;

	*meant = text_of(a, "", sign, text_of(a, "ip4:", value, S("")));
	if (is_legal(*meant))
		return true;
	*meant = text_of(a, "", sign, text_of(a, "ip6:", value, S("")));
	return is_legal(*meant);
}

/* "-all." and "mx," and "a;" */
static bool
punctuation(struct arena *a, const struct spf_term *term, struct str *meant)
{
	struct str marks = S(".,;:\"'");

	(void)a;
	*meant = term->text;
	while (
	    meant->n > 0 && str_find(marks, meant->s[meant->n - 1]) < marks.n)
		meant->n--;
	while (meant->n > 0 && str_find(marks, meant->s[0]) < marks.n)
		*meant = str_from(*meant, 1);
	return meant->n < term->text.n && is_legal(*meant);
}

/* "ip4:192.0.2.1~all": an all at the end that lacks its space. */
static bool
stuck_all(struct arena *a, const struct spf_term *term, struct str *meant)
{
	struct str all, head;

	if (term->text.n <= 4)
		return false;
	head = str_to(term->text, term->text.n - 4);
	all = str_from(term->text, head.n);
	*meant = text_of(a, "", head, text_of(a, " ", all, S("")));
	return str_find(S("+-?~"), all.s[0]) < 4 && is_directive(all) &&
	    is_legal(head);
}

/* "a,mx,-all" and "ip4:192.0.2.1;192.0.2.2" */
static bool
list(struct arena *a, const struct spf_term *term, struct str *meant)
{
	char sep = str_find(term->text, ';') < term->text.n ? ';' : ',';
	struct str rest = term->text, part;
	struct buf b = { .a = a };
	size_t n = 0;

	while (str_cut(&rest, sep, &part)) {
		struct spf_term one = spf_term_parse(part, 0);
		struct str fixed = part;

		if (part.n == 0)
			continue;
		if (!is_legal(part) && !address_elsewhere(a, &one, &fixed))
			return false;
		if (n++ > 0)
			buf_byte(&b, ' ');
		buf_str(&b, fixed);
	}
	*meant = buf_view(&b);
	return n > 1;
}

/* "a:host.example:25" */
static bool
port(struct arena *a, const struct spf_term *term, struct str *meant)
{
	size_t n = term->text.n;

	(void)a;
	while (n > 0 && byte_is_digit(term->text.s[n - 1]))
		n--;
	*meant = str_to(term->text, n > 0 ? n - 1 : 0);
	return n > 0 && n < term->text.n && term->text.s[n - 1] == ':' &&
	    is_legal(*meant);
}

/* "a/24/64", "ip4:192.0.2.0//24", "ip4:192.0.2.0/024", "ip4:192.0.2/24" */
static bool
prefix_length(struct arena *a, const struct spf_term *term, struct str *meant)
{
	size_t slash = term->text.n, zeros;
	struct str head, length;

	while (slash > 0 && term->text.s[slash - 1] != '/')
		slash--;
	if (slash == 0)
		return false;
	length = str_from(term->text, slash);
	head = str_to(term->text, slash - 1);
	*meant = text_of(a, "", head, text_of(a, "//", length, S("")));
	if (term->kind != SPF_IP4 && is_legal(*meant))
		return true;
	for (zeros = 0; zeros + 1 < length.n && length.s[zeros] == '0';)
		zeros++;
	length = text_of(a, "/", str_from(length, zeros), S(""));
	while (str_ends(head, S("/")) || str_ends(head, S(".")))
		head.n--;
	for (int missing = 0; missing < 3; missing++) {
		*meant = text_of(a, "", head, length);
		if (is_legal(*meant))
			return true;
		head = text_of(a, "", head, S(".0"));
	}
	return false;
}

/* A dash of a word processor (U+2010 to U+2015): "\342\200\223all". */
static bool
dash(struct arena *a, const struct spf_term *term, struct str *meant)
{
	if (term->text.n < 4 || !str_starts(term->text, S("\342\200")))
		return false;
	*meant = text_of(a, "-", str_from(term->text, 3), S(""));
	return is_directive(*meant);
}

/* Each says what was meant by a wrong term; false where it does not apply. */
static bool (*const rules[])(
    struct arena *a, const struct spf_term *term, struct str *meant) = {
	misspelt,
	colon_for_equals,
	punctuation,
	address_elsewhere,
	port,
	prefix_length,
	stuck_all,
	list,
	dash,
};

bool
spf_meant_term(struct arena *a, const struct spf_record *record, size_t at,
    struct str *meant, size_t *nterms)
{
	const struct spf_term *term = &record->terms[at];
	struct str guess;

	/* "ip4: 192.0.2.1" and "- all": one space too many. */
	if (at + 1 < record->n) {
		guess = text_of(a, "", term->text, term[1].text);
		if (is_legal(guess) &&
		    (term[1].err != SPF_ERROR_OK || term->text.n == 1)) {
			*meant = guess;
			*nterms = 2;
			return true;
		}
	}
	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (rules[i](a, term, &guess)) {
			*meant = guess;
			*nterms = 1;
			return true;
		}
	return false;
}

bool
spf_meant_mechanism(
    struct arena *a, const struct spf_term *term, struct str *meant)
{
	struct str guess =
	    text_of(a, "", term->name, text_of(a, ":", term->spec, S("")));
	struct spf_term as_mechanism = spf_term_parse(guess, 0);

	if (term->kind != SPF_UNKNOWN || term->qualifier != 0)
		return false;
	if (as_mechanism.err != SPF_ERROR_OK &&
	    !misspelt(a, &as_mechanism, &guess) &&
	    (as_mechanism.err == SPF_ERROR_MECHANISM ||
		!address_elsewhere(a, &as_mechanism, &guess)))
		return false;
	*meant = guess;
	return true;
}

bool
spf_joined_term(const struct spf_term *term, size_t *second)
{
	static const struct str starts[] = {
		STR("include:"),
		STR("ip4:"),
		STR("ip6:"),
		STR("exists:"),
		STR("redirect="),
	};
	size_t spec = (size_t)(term->spec.s - term->text.s);

	if (term->spec.n == 0 || term->kind == SPF_UNKNOWN)
		return false;
	for (size_t at = 1; at < term->spec.n; at++)
		for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++)
			if (str_starts_nocase(
				str_from(term->spec, at), starts[i])) {
				*second = spec + at;
				return true;
			}
	if (!str_ends(term->spec, S("-all")))
		return false;
	*second = spec + term->spec.n - 4;
	return true;
}

/* How a record starts that was meant to start with "v=spf1 ". */
static const struct str versions[] = {
	STR("v=spf1"),
	STR("v=spf 1"),
	STR("v=spf-1"),
	STR("v=spf=1"),
	STR("v=sfp1"),
	STR("v=psf1"),
	STR("v=fsp1"),
	STR("v=sp1"),
	STR("v=spfv1"),
	STR("v=spfl"),
	STR("v=spfi"),
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

static bool
has_directive(struct str text)
{
	struct str term;

	while (str_cut(&text, ' ', &term))
		if (is_directive(term))
			return true;
	return false;
}

bool
spf_meant_record(struct arena *a, struct str text, struct str *meant)
{
	struct str rest;

	if (spf_is_record(text) || str_starts_nocase(text, S("spf2.0/")))
		return false;
	text = strip(text, S(" \t\r\n\"'\\\342\200\234\235\357\273\277"));
	if (spf_is_record(text)) {
		*meant = text;
		return true;
	}
	for (size_t i = 0; i < sizeof(versions) / sizeof(versions[0]); i++) {
		if (!str_starts_nocase(text, versions[i]))
			continue;
		rest = strip(str_from(text, versions[i].n), S(" .,;:\t\""));
		if (!has_directive(rest))
			continue;
		*meant = text_of(a, "v=spf1 ", rest, S(""));
		return true;
	}
	return false;
}
