#include "mail/pasted.h"
#include "base/buf.h"

/* In UTF-8; the more particular first. */
static const struct {
	struct str mark, plain;
} marks[] = {
	{ STR("\t"), STR(" ") },
	{ STR("\r"), STR(" ") },
	{ STR("\n"), STR(" ") },
	{ STR("\302\240"), STR(" ") },     /* U+00A0, no-break space */
	{ STR("\342\200\257"), STR(" ") }, /* U+202F */
	{ STR("\343\200\200"), STR(" ") }, /* U+3000, ideographic space */
	{ STR("\302\255"), STR("") },      /* U+00AD, soft hyphen */
	{ STR("\342\200\213"), STR("") },  /* U+200B to U+200F: no width */
	{ STR("\342\200\214"), STR("") },
	{ STR("\342\200\215"), STR("") },
	{ STR("\342\200\216"), STR("") },
	{ STR("\342\200\217"), STR("") },
	{ STR("\342\201\240"), STR("") },  /* U+2060, word joiner */
	{ STR("\357\273\277"), STR("") },  /* U+FEFF, byte order mark */
	{ STR("\342\200\220"), STR("-") }, /* U+2010 to U+2015: dashes */
	{ STR("\342\200\221"), STR("-") },
	{ STR("\342\200\222"), STR("-") },
	{ STR("\342\200\223"), STR("-") },
	{ STR("\342\200\224"), STR("-") },
	{ STR("\342\200\225"), STR("-") },
	{ STR("\342\210\222"), STR("-") }, /* U+2212, minus */
	{ STR("\313\234"), STR("~") },     /* U+02DC, small tilde */
	{ STR("\342\210\274"), STR("~") }, /* U+223C, tilde operator */
	{ STR("\343\200\234"), STR("~") }, /* U+301C, wave dash */
	{ STR("\342\200\230"), STR("'") },
	{ STR("\342\200\231"), STR("'") },
	{ STR("\342\200\234"), STR("\"") },
	{ STR("\342\200\235"), STR("\"") },
	{ STR("\342\200\236"), STR("\"") },
	{ STR("\302\253"), STR("\"") }, /* guillemets */
	{ STR("\302\273"), STR("\"") },
};

static bool
is_tail(struct str text, size_t at)
{
	return at < text.n && ((unsigned char)text.s[at] & 0xc0) == 0x80;
}

/* U+FF01 to U+FF5E are ASCII's 0x21 to 0x7e, as wide as a CJK character. */
static bool
full_width(struct str text, char *plain)
{
	unsigned high, low;

	if (!is_tail(text, 1) || !is_tail(text, 2) || text.s[0] != '\357')
		return false;
	high = (unsigned char)text.s[1];
	low = (unsigned char)text.s[2] & 0x3fU;
	if ((high != 0xbc && high != 0xbd) || (high == 0xbc && low == 0) ||
	    (high == 0xbd && low > 0x1e))
		return false;
	*plain = (char)((high == 0xbc ? 0x20U : 0x60U) + low);
	return true;
}

/* U+2000 to U+200A: spaces of many widths. */
static bool
is_wide_space(struct str text)
{
	return text.n >= 3 && str_starts(text, S("\342\200")) &&
	    (unsigned char)text.s[2] >= 0x80 &&
	    (unsigned char)text.s[2] <= 0x8a;
}

/* Adds what the start of text looks like; the octets that it took. */
static size_t
add_plain(struct buf *b, struct str text)
{
	char plain = 0;

	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (str_starts(text, marks[i].mark)) {
			buf_str(b, marks[i].plain);
			return marks[i].mark.n;
		}
	if (is_wide_space(text) || full_width(text, &plain)) {
		buf_byte(b, is_wide_space(text) ? ' ' : plain);
		return 3;
	}
	/* A no-break space of ISO 8859-1. */
	buf_byte(b, text.s[0] == '\240' && !is_tail(text, 1) ? ' ' : text.s[0]);
	return 1;
}

static bool
is_plain(struct str text)
{
	for (size_t i = 0; i < text.n; i++)
		if ((unsigned char)text.s[i] < ' ' ||
		    (unsigned char)text.s[i] >= 0x7f)
			return false;
	return true;
}

struct str
pasted_plain(struct arena *a, struct str text)
{
	struct buf b = { .a = a };

	if (is_plain(text))
		return text;
	while (text.n > 0) {
		/* The rest of a character that has no plain form. */
		if (((unsigned char)text.s[0] & 0xc0) == 0xc0) {
			size_t n = add_plain(&b, text);

			text = str_from(text, n);
			while (n == 1 && is_tail(text, 0)) {
				buf_byte(&b, text.s[0]);
				text = str_from(text, 1);
			}
			continue;
		}
		text = str_from(text, add_plain(&b, text));
	}
	return buf_view(&b);
}

/* How much of the start of text is a mark between two strings: '" "'. */
static size_t
string_gap(struct str text)
{
	size_t n = 1;

	while (n < text.n && text.s[n] == ' ')
		n++;
	return n > 1 && n < text.n && text.s[n] == '"' ? n + 1 : 1;
}

struct str
pasted_unquoted(struct arena *a, struct str text)
{
	struct buf b = { .a = a };

	if (str_find(text, '"') == text.n && str_find(text, '\\') == text.n)
		return text;
	while (text.n > 0) {
		bool is_escape = text.s[0] == '\\' &&
		    (text.n == 1 || str_find(S("\";\\"), text.s[1]) < 3);

		if (text.s[0] == '"') {
			text = str_from(text, string_gap(text));
			continue;
		}
		if (!is_escape)
			buf_byte(&b, text.s[0]);
		text = str_from(text, 1);
	}
	return str_trim(buf_view(&b));
}

/* "@", "3600", "IN", "TXT", "(", "_dmarc.example.com.", "Value:" */
static bool
is_zone_word(struct str word)
{
	static const struct str words[] = { STR("@"), STR("("), STR("IN"),
		STR("TXT"), STR("SPF"), STR("TXT:"), STR("TXT="), STR("SPF:"),
		STR("VALUE"), STR("VALUE:") };
	uint32_t ttl;

	if (str_u32(word, UINT32_MAX, &ttl))
		return true;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (str_eq_nocase(word, words[i]))
			return true;
	for (size_t i = 0; i < word.n; i++)
		if (!byte_is_alnum(word.s[i]) &&
		    str_find(S("._-*"), word.s[i]) == 4)
			return false;
	return str_find(word, '.') < word.n;
}

static bool
is_zone_head(struct str head)
{
	enum { WORDS_MAX = 6 }; /* owner, TTL, class, type, "(" */
	struct str word;
	size_t n = 0;

	while (str_cut(&head, ' ', &word)) {
		while (word.n > 0 && word.s[0] == '"')
			word = str_from(word, 1);
		if (word.n > 0 && (n++ == WORDS_MAX || !is_zone_word(word)))
			return false;
	}
	return true;
}

struct str
pasted_value(struct str text, struct str marker)
{
	struct str head, value;
	size_t at = 0;

	while (at < text.n && !str_starts_nocase(str_from(text, at), marker))
		at++;
	head = str_to(text, at);
	if (at == 0 || at == text.n || !is_zone_head(head))
		return text;
	value = str_trim(str_from(text, at));
	if (str_find(head, '(') < head.n && str_ends(value, S(")")))
		value = str_trim(str_to(value, value.n - 1));
	return value;
}
