#include "base/escape.h"

/* The octets of the UTF-8 sequence at the start of s (RFC 3629 section 4),
 * or 0 where there is none. */
static size_t
utf8_octets(struct str s, uint32_t *code)
{
	static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	unsigned char c = (unsigned char)s.s[0];
	size_t n = c < 0x80 ? 1
	    : c < 0xc0      ? 0
	    : c < 0xe0      ? 2
	    : c < 0xf0      ? 3
	    : c < 0xf8      ? 4
			    : 0;

	if (n == 0 || n > s.n)
		return 0;
	*code = n == 1 ? c : c & (0x7fU >> n);
	for (size_t i = 1; i < n; i++) {
		c = (unsigned char)s.s[i];
		if ((c & 0xc0) != 0x80)
			return 0;
		*code = *code << 6 | (c & 0x3fU);
	}
	if (*code < least[n] || *code > 0x10ffff ||
	    (*code >= 0xd800 && *code <= 0xdfff))
		return 0;
	return n;
}

/* What is not seen, or not as what it is: Default_Ignorable_Code_Point (Unicode
 * DerivedCoreProperties), which has what turns the direction of writing
 * around; blanks other than the one of ASCII; separators and annotations. */
static const struct {
	uint32_t first, last;
} unseen[] = {
	{ 0x00a0, 0x00a0 },
	{ 0x00ad, 0x00ad },
	{ 0x034f, 0x034f },
	{ 0x061c, 0x061c },
	{ 0x115f, 0x1160 },
	{ 0x1680, 0x1680 },
	{ 0x17b4, 0x17b5 },
	{ 0x180b, 0x180f },
	{ 0x2000, 0x200f },
	{ 0x2028, 0x202f },
	{ 0x205f, 0x206f },
	{ 0x2800, 0x2800 },
	{ 0x3000, 0x3000 },
	{ 0x3164, 0x3164 },
	{ 0xfe00, 0xfe0f },
	{ 0xfeff, 0xfeff },
	{ 0xffa0, 0xffa0 },
	{ 0xfff0, 0xfffb },
	{ 0x1bca0, 0x1bca3 },
	{ 0x1d173, 0x1d17a },
	{ 0xe0000, 0xe0fff },
};

static bool
misleads(uint32_t code)
{
	for (size_t i = 0; i < sizeof(unseen) / sizeof(unseen[0]); i++)
		if (code >= unseen[i].first && code <= unseen[i].last)
			return true;
	return (code & 0xfffe) == 0xfffe; /* noncharacters */
}

static bool
is_safe(uint32_t code)
{
	return (code >= 0x20 && code < 0x7f) ||
	    (code >= 0xa0 && !misleads(code));
}

size_t
buf_escaped(struct buf *b, struct str s)
{
	size_t columns = 0;

	while (s.n > 0) {
		uint32_t code = 0;
		size_t n = utf8_octets(s, &code);

		if (n > 0 && is_safe(code)) {
			buf_str(b, str_to(s, n));
			columns++;
		} else {
			n = n > 0 ? n : 1;
			for (size_t i = 0; i < n; i++)
				buf_printf(b, "\\%03u", (unsigned char)s.s[i]);
			columns += 4 * n;
		}
		s = str_from(s, n);
	}
	return columns;
}

bool
escape_needed(struct str s)
{
	for (size_t i = 0; i < s.n; i++)
		if (s.s[i] < 0x20 || s.s[i] >= 0x7f)
			return true;
	return false;
}

struct str
escape(struct arena *a, struct str s)
{
	struct buf b = { .a = a };

	if (!escape_needed(s))
		return s;
	buf_escaped(&b, s);
	return buf_view(&b);
}

/* Not a byte in the middle of a UTF-8 sequence. */
static bool
is_start(char c)
{
	return ((unsigned char)c & 0xc0) != 0x80;
}

size_t
columns(struct str escaped)
{
	size_t n = 0;

	for (size_t i = 0; i < escaped.n; i++)
		n += is_start(escaped.s[i]);
	return n;
}

struct str
columns_first(struct str escaped, size_t n)
{
	size_t i = 0;

	while (i < escaped.n && (!is_start(escaped.s[i]) || n-- > 0))
		i++;
	return str_to(escaped, i);
}

struct str
columns_last(struct str escaped, size_t n)
{
	size_t all = columns(escaped);

	if (n >= all)
		return escaped;
	return str_from(escaped, columns_first(escaped, all - n).n);
}

struct str
excerpt(struct arena *a, struct str s, size_t n)
{
	static const struct str gap = STR(" ... ");
	size_t half = (n - gap.n) / 2;

	/* What is left out is not even escaped. */
	if (s.n > 8 * n)
		return arena_printf(a, "%.*s%.*s%.*s",
		    PSTR(columns_first(escape(a, str_to(s, 4 * n)), half)),
		    PSTR(gap),
		    PSTR(columns_last(
			escape(a, str_from(s, s.n - 4 * n)), half)));
	s = escape(a, s);
	if (columns(s) <= n)
		return s;
	return arena_printf(a, "%.*s%.*s%.*s", PSTR(columns_first(s, half)),
	    PSTR(gap), PSTR(columns_last(s, half)));
}

void
buf_quoted(struct buf *b, struct str s)
{
	size_t from = 0;

	buf_byte(b, '"');
	for (size_t i = 0; i < s.n; i++) {
		unsigned char c = (unsigned char)s.s[i];

		if (c >= 0x20 && c <= 0x7e && c != '"' && c != '\\')
			continue;
		buf_str(b, str_from(str_to(s, i), from));
		buf_byte(b, '\\');
		if (c == '"' || c == '\\')
			buf_byte(b, (char)c);
		else
			buf_number(b, c, 3);
		from = i + 1;
	}
	buf_str(b, str_from(s, from));
	buf_byte(b, '"');
}

bool
unquote(struct arena *a, struct str text, struct str *out)
{
	struct buf b = { .a = a };

	for (size_t i = 0; i < text.n; i++) {
		struct str digits = str_to(str_from(text, i + 1), 3);
		uint32_t number;

		if (text.s[i] != '\\') {
			buf_byte(&b, text.s[i]);
		} else if (digits.n == 0) {
			return false;
		} else if (digits.s[0] < '0' || digits.s[0] > '9') {
			buf_byte(&b, digits.s[0]);
			i++;
		} else if (digits.n == 3 && str_u32(digits, 255, &number)) {
			buf_byte(&b, (char)number);
			i += 3;
		} else {
			return false;
		}
	}
	*out = buf_view(&b);
	return true;
}
