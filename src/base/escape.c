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

/* Line separators, and what turns the direction of writing around. */
static bool
misleads(uint32_t code)
{
	return code == 0x061c || (code >= 0x200b && code <= 0x200f) ||
	    (code >= 0x2028 && code <= 0x202e) ||
	    (code >= 0x2060 && code <= 0x206f) || code == 0xfeff;
}

static bool
is_safe(uint32_t code)
{
	return code >= 0x20 && !(code >= 0x7f && code < 0xa0) &&
	    !misleads(code);
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
