#include "mail/taglist.h"

static bool
is_wsp(char c)
{
	return c == ' ' || c == '\t';
}

/* The octets of the blank that s starts with: WSP, or CRLF that WSP follows
 * (FWS, RFC 6376 section 2.8); or 0. */
static size_t
blank_octets(struct str s)
{
	if (s.n > 0 && is_wsp(s.s[0]))
		return 1;
	return s.n > 2 && s.s[0] == '\r' && s.s[1] == '\n' && is_wsp(s.s[2])
	    ? 3
	    : 0;
}

static struct str
trim_fws(struct str s)
{
	size_t n;

	while ((n = blank_octets(s)) > 0)
		s = str_from(s, n);
	while (s.n > 0 && is_wsp(s.s[s.n - 1])) {
		s.n--;
		if (str_ends(s, S("\r\n")))
			s.n -= 2;
	}
	return s;
}

/* tag-name = ALPHA *( ALPHA / DIGIT / "_" ), as erratum-free ABNF means it. */
static bool
is_tag_name(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (!byte_is_alpha(s.s[i]) &&
		    (i == 0 || (!byte_is_digit(s.s[i]) && s.s[i] != '_')))
			return false;
	return true;
}

/* Where an octet stands that no tag-value may hold, or s.n. */
static size_t
find_bad_octet(struct str s, bool utf8)
{
	size_t at = 0;

	while (at < s.n) {
		size_t n = 1;

		bool is_ascii = (unsigned char)s.s[at] < 0x80;

		if (is_ascii ? s.s[at] <= ' ' || s.s[at] > '~' : !utf8)
			n = blank_octets(str_from(s, at));
		if (n == 0)
			break;
		at += n;
	}
	return at;
}

static bool
is_repeated(const struct taglist *list, struct str name)
{
	for (size_t i = 0; i < list->nnames; i++)
		if (str_eq(list->names[i], name))
			return true;
	return false;
}

/* part is the view of the text that the error is about. */
static bool
fail(struct taglist *list, enum taglist_err err, struct str part)
{
	list->err = err;
	list->at = list->text.n == 0 ? 0 : (size_t)(part.s - list->text.s);
	list->n = part.n;
	return false;
}

static bool
read_tag(struct taglist *list, struct str spec, struct tag *tag)
{
	size_t equals = str_find(spec, '='), bad;
	struct str name = trim_fws(str_to(spec, equals)), value;

	if (equals == spec.n)
		return fail(list, TAGLIST_NO_EQUALS, spec);
	if (name.n == 0)
		return fail(list, TAGLIST_NO_NAME, spec);
	if (!is_tag_name(name))
		return fail(list, TAGLIST_BAD_NAME, name);
	if (is_repeated(list, name))
		return fail(list, TAGLIST_REPEATED, name);
	if (list->nnames == TAGLIST_MAX_TAGS)
		return fail(list, TAGLIST_TOO_MANY, spec);
	value = trim_fws(str_from(spec, equals + 1));
	bad = find_bad_octet(value, list->utf8);
	if (bad < value.n)
		return fail(
		    list, TAGLIST_BAD_VALUE, str_to(str_from(value, bad), 1));
	list->names[list->nnames++] = name;
	*tag = (struct tag){ name, value };
	return true;
}

bool
taglist_next(struct taglist *list, struct tag *tag)
{
	struct str rest = str_from(list->text, list->at), spec;
	size_t end = str_find(rest, ';');

	if (list->err != TAGLIST_OK)
		return false;
	spec = trim_fws(str_to(rest, end));
	if (spec.n == 0 && end == rest.n && list->at > 0) {
		list->at = list->text.n; /* one last ";" may end the list */
		return false;
	}
	if (spec.n == 0)
		return fail(list, TAGLIST_EMPTY, str_to(rest, end + 1));
	if (!read_tag(list, spec, tag))
		return false;
	list->at += end + (end < rest.n);
	return true;
}

bool
taglist_skip(struct taglist *list)
{
	struct str rest = str_from(list->text, list->at);
	size_t end = str_find(rest, ';');

	if (end == rest.n)
		return false;
	list->err = TAGLIST_OK;
	list->at += end + 1;
	return true;
}

const char *
taglist_err_text(enum taglist_err err)
{
	static const char *const texts[] = {
		[TAGLIST_OK] = "",
		[TAGLIST_EMPTY] = "a tag is empty",
		[TAGLIST_NO_EQUALS] = "a tag has no \"=\"",
		[TAGLIST_NO_NAME] = "a tag has no name before the \"=\"",
		[TAGLIST_BAD_NAME] = "a tag's name is not letters and digits",
		[TAGLIST_BAD_VALUE] = "a value holds an illegal character",
		[TAGLIST_REPEATED] = "two tags have the same name",
		[TAGLIST_TOO_MANY] = "there are more than 64 tags",
	};

	return texts[err];
}
