#include "mail/dmarc_lax.h"
#include "base/slip.h"
#include "mail/dmarc_words.h"

enum { OCTETS_MAX = 4096 };

static size_t
span(struct str s, bool (*is)(char))
{
	size_t n = 0;

	while (n < s.n && is(s.s[n]))
		n++;
	return n;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool
is_sign(char c)
{
	return !byte_is_alnum(c);
}

/* What a tag's name and its value have between them: "=", but also ":", two
 * of them, and blanks. */
static size_t
equals_at(struct str s)
{
	size_t n = span(s, is_blank), start = n;

	while (n < s.n && (s.s[n] == '=' || s.s[n] == ':'))
		n++;
	return n == start ? 0 : n + span(str_from(s, n), is_blank);
}

struct dmarc_lax_tag *
dmarc_lax_find(struct dmarc_lax *r, enum dmarc_tag tag)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->tags[i].tag == tag)
			return &r->tags[i];
	return NULL;
}

static bool
is_list(enum dmarc_tag tag)
{
	return tag == DMARC_TAG_RUA || tag == DMARC_TAG_RUF;
}

static void
add_value(struct dmarc_lax *r, struct dmarc_lax_tag *part, struct str value)
{
	if (value.n == 0)
		return;
	if (part->value.n == 0)
		part->value = value;
	else if (is_list(part->tag))
		part->value = arena_printf(
		    r->a, "%.*s,%.*s", PSTR(part->value), PSTR(value));
	else if (!str_eq_nocase(part->value, value))
		r->is_uncertain = true;
}

/* A tag that is there already gets the value too, or is not certain. */
static struct dmarc_lax_tag *
add_part(
    struct dmarc_lax *r, enum dmarc_tag tag, struct str name, struct str value)
{
	struct dmarc_lax_tag *part =
	    tag == DMARC_TAG_UNKNOWN ? NULL : dmarc_lax_find(r, tag);

	if (part == NULL && r->n == DMARC_LAX_TAGS_MAX) {
		r->is_uncertain = true;
		return &r->tags[0];
	}
	if (part == NULL) {
		part = &r->tags[r->n++];
		*part = (struct dmarc_lax_tag){ tag, name, { 0 } };
	}
	add_value(r, part, value);
	return part;
}

/* Whether s starts with a tag's name and what follows names. */
static bool
starts_tag(struct str s)
{
	size_t n = span(s, byte_is_alpha);

	return dmarc_tag_of(str_to(s, n)) != DMARC_TAG_UNKNOWN &&
	    equals_at(str_from(s, n)) > 0;
}

static struct str
take(struct dmarc_lax *r, size_t n)
{
	struct str taken = str_to(r->rest, n);

	r->rest = str_from(r->rest, n);
	return taken;
}

/* The next word.  Of "nonerua=..." it is what stands before the tag. */
static struct str
take_word(struct dmarc_lax *r, const struct str *known, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_starts_nocase(r->rest, known[i]) &&
		    starts_tag(str_from(r->rest, known[i].n)))
			return take(r, known[i].n);
	return take(r, span(r->rest, byte_is_alnum));
}

static bool
is_version_octet(char c)
{
	return byte_is_alnum(c) || c == '.' || c == '-' || c == '_';
}

/* Whether a version stands here; it is taken. */
static bool
take_version(struct dmarc_lax *r)
{
	static const struct str known = STR("DMARC1");
	struct str before = r->rest, word;

	if (str_starts_nocase(r->rest, known) &&
	    starts_tag(str_from(r->rest, known.n)))
		word = take(r, known.n);
	else
		word = take(r, span(r->rest, is_version_octet));
	if (!dmarc_is_version(r->a, word)) {
		r->rest = before;
		return false;
	}
	/* "DMARC 1" */
	before = str_from(r->rest, span(r->rest, is_blank));
	if (span(before, byte_is_digit) == 1)
		r->rest = str_from(before, 1);
	r->late_version |= r->n > 0;
	r->has_version = true;
	return true;
}

static bool
is_uri_octet(char c)
{
	return !is_blank(c) && c != ';' && c != ',' && c != '<' && c != '>' &&
	    c != '\'' && c != '(' && c != ')';
}

/* "mailto:", and what was typed for it. */
static bool
skip_scheme(struct dmarc_lax *r)
{
	struct str word = str_to(r->rest, span(r->rest, byte_is_alpha));
	struct str rest = str_from(r->rest, word.n);

	if (!is_slip_of(word, S("mailto")) &&
	    !str_eq_nocase(word, S("email")) && !str_eq_nocase(word, S("mail")))
		return false;
	if (!str_eq_nocase(word, S("mailto")) &&
	    (rest.n == 0 || rest.s[0] != ':'))
		return false;
	if (rest.n > 0 && rest.s[0] == '@')
		return false; /* somebody's name */
	take(r, word.n + span(rest, is_sign));
	return true;
}

/* One address of a list; false, and nothing taken, where none stands. */
static bool
take_uri(struct dmarc_lax *r, struct dmarc_lax_tag *list)
{
	struct str before = r->rest, uri, value;

	r->rest = str_from(r->rest, span(r->rest, is_sign));
	if (starts_tag(r->rest)) {
		r->rest = before;
		return false;
	}
	while (skip_scheme(r))
		;
	uri = take(r, span(r->rest, is_uri_octet));
	while (uri.n > 0 && is_sign(uri.s[uri.n - 1]))
		uri.n--;
	if (str_search(uri, S("://")) < uri.n)
		value = uri;
	else
		value = arena_printf(r->a, "mailto:%.*s", PSTR(uri));
	if (str_find(value, '@') == value.n && value.s != uri.s) {
		r->rest = before;
		return false;
	}
	add_value(r, list, value);
	return true;
}

static bool
is_quote(char c)
{
	return c == '\'' || c == '`' || c == '<' || c == '[' || c == '(';
}

static void
read_policy(struct dmarc_lax *r, enum dmarc_tag tag)
{
	const struct str *policy;

	take(r, span(r->rest, is_quote));
	policy =
	    dmarc_policy_meant(take_word(r, dmarc_policies, DMARC_POLICIES));
	if (policy == NULL) {
		r->is_uncertain = true;
		return;
	}
	add_part(r, tag, S(""), *policy);
	r->has_policy |= tag == DMARC_TAG_P;
}

/* A value of one letter, which some write out. */
static void
read_letter(struct dmarc_lax *r, enum dmarc_tag tag, struct str letters)
{
	static const struct str words[] = { STR("relaxed"), STR("strict"),
		STR("yes"), STR("no") };
	struct str word = take_word(r, words, sizeof(words) / sizeof(words[0]));
	bool is_word = word.n == 1;

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		is_word |= str_eq_nocase(word, words[i]);
	for (size_t i = 0; is_word && i < letters.n; i++)
		if (byte_lower(word.s[0]) == letters.s[i]) {
			add_part(
			    r, tag, S(""), str_to(str_from(letters, i), 1));
			return;
		}
	r->is_uncertain = true;
}

static bool
is_plain_octet(char c)
{
	return !is_blank(c) && c != ';' && c != ',' && c != '|';
}

static void
read_value(struct dmarc_lax *r, enum dmarc_tag tag, struct str name)
{
	struct str value;

	switch (tag) {
	case DMARC_TAG_V:
		if (!take_version(r))
			r->other_version = true;
		return;
	case DMARC_TAG_P:
	case DMARC_TAG_SP:
	case DMARC_TAG_NP:
		read_policy(r, tag);
		return;
	case DMARC_TAG_ADKIM:
	case DMARC_TAG_ASPF:
		read_letter(r, tag, S("rs"));
		return;
	case DMARC_TAG_T:
		read_letter(r, tag, S("yn"));
		return;
	case DMARC_TAG_PSD:
		read_letter(r, tag, S("ynu"));
		return;
	case DMARC_TAG_RUA:
	case DMARC_TAG_RUF: {
		struct dmarc_lax_tag *list =
		    add_part(r, tag, S(""), (struct str){ 0 });

		while (take_uri(r, list))
			;
		return;
	}
	case DMARC_TAG_UNKNOWN:
		value = str_trim(take(r, str_find(r->rest, ';')));
		break;
	case DMARC_TAG_FO:
	case DMARC_TAG_PCT:
	case DMARC_TAG_RF:
	case DMARC_TAG_RI:
		value = take(r, span(r->rest, is_plain_octet));
		while (value.n > 0 && is_sign(value.s[value.n - 1]))
			value.n--;
		break;
	}
	add_part(r, tag, name, value);
}

/* A word that is no tag: a policy without its p=, what stood in front of the
 * record in a zone file, or nothing that can be told. */
static void
read_word(struct dmarc_lax *r)
{
	const struct str *policy;
	bool is_first = r->n == 0 && !r->has_version;
	struct str word;

	if (take_version(r))
		return;
	word = take(r, span(r->rest, is_version_octet));
	policy = dmarc_policy_meant(word);
	if (policy != NULL && !is_first &&
	    dmarc_lax_find(r, DMARC_TAG_P) == NULL) {
		add_part(r, DMARC_TAG_P, S(""), *policy);
		r->has_policy = true;
	} else if (!is_first) {
		r->is_uncertain = true;
	}
}

/* "p reject", and "policy=reject" where no p= is. */
static bool
names_policy(
    struct dmarc_lax *r, enum dmarc_tag tag, struct str name, size_t equals)
{
	struct str value = str_from(r->rest, name.n + equals);
	bool is_policy =
	    tag == DMARC_TAG_P || tag == DMARC_TAG_SP || tag == DMARC_TAG_NP;

	if (tag == DMARC_TAG_UNKNOWN)
		return str_starts_nocase(name, S("pol")) && equals > 0 &&
		    dmarc_lax_find(r, DMARC_TAG_P) == NULL;
	value = str_from(value, span(value, is_blank));
	return is_policy &&
	    dmarc_policy_meant(str_to(value, span(value, byte_is_alnum))) !=
	    NULL;
}

static void
read_next(struct dmarc_lax *r)
{
	struct str name = str_to(r->rest, span(r->rest, byte_is_alpha));
	struct str behind = str_from(r->rest, name.n);
	size_t equals = equals_at(behind);
	enum dmarc_tag tag = dmarc_tag_of(name);
	struct dmarc_lax_tag *last = r->n > 0 ? &r->tags[r->n - 1] : NULL;

	if (name.n > 0 && names_policy(r, tag, name, equals)) {
		r->has_equals = true;
		take(r, name.n + equals);
		take(r, span(r->rest, is_blank));
		read_policy(r, tag == DMARC_TAG_UNKNOWN ? DMARC_TAG_P : tag);
		return;
	}
	if (name.n > 0 && equals > 0 && tag != DMARC_TAG_UNKNOWN) {
		r->has_equals = true;
		take(r, name.n + equals);
		read_value(r, tag, name);
		return;
	}
	if (last != NULL && is_list(last->tag) && take_uri(r, last))
		return;
	if (name.n == 0 || equals == 0) {
		read_word(r);
		return;
	}
	/* "y=DMARC1" */
	take(r, name.n + equals);
	if (!take_version(r))
		read_value(r, DMARC_TAG_UNKNOWN, name);
}

struct dmarc_lax
dmarc_read_lax(struct arena *a, struct str text)
{
	struct dmarc_lax r = { .a = a, .is_uncertain = text.n > OCTETS_MAX };

	r.rest = dmarc_clean(a, str_to(text, OCTETS_MAX));
	for (;;) {
		r.rest = str_from(r.rest, span(r.rest, is_sign));
		if (r.rest.n == 0)
			return r;
		read_next(&r);
	}
}
