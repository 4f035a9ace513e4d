#include "base/utf16.h"
#include "base/buf.h"

enum { REPLACEMENT = 0xfffd };

static void
put_utf8(struct buf *b, uint32_t c)
{
	if (c < 0x80) {
		buf_byte(b, (char)c);
	} else if (c < 0x800) {
		buf_byte(b, (char)(0xc0 | c >> 6));
		buf_byte(b, (char)(0x80 | (c & 0x3f)));
	} else if (c < 0x10000) {
		buf_byte(b, (char)(0xe0 | c >> 12));
		buf_byte(b, (char)(0x80 | (c >> 6 & 0x3f)));
		buf_byte(b, (char)(0x80 | (c & 0x3f)));
	} else {
		buf_byte(b, (char)(0xf0 | c >> 18));
		buf_byte(b, (char)(0x80 | (c >> 12 & 0x3f)));
		buf_byte(b, (char)(0x80 | (c >> 6 & 0x3f)));
		buf_byte(b, (char)(0x80 | (c & 0x3f)));
	}
}

static uint32_t
unit_at(struct str text, size_t i, bool is_big)
{
	unsigned char x = (unsigned char)text.s[i];
	unsigned char y = (unsigned char)text.s[i + 1];

	return is_big ? (uint32_t)x << 8 | y : (uint32_t)y << 8 | x;
}

static struct str
from_utf16(struct arena *a, struct str text, bool is_big)
{
	struct buf b = { .a = a };

	for (size_t i = 0; i + 1 < text.n; i += 2) {
		uint32_t c = unit_at(text, i, is_big), low = 0;

		if (c >= 0xd800 && c < 0xdc00 && i + 3 < text.n)
			low = unit_at(text, i + 2, is_big);
		if (low >= 0xdc00 && low < 0xe000) {
			c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
			i += 2;
		} else if (c >= 0xd800 && c < 0xe000) {
			c = REPLACEMENT;
		}
		put_utf8(&b, c);
	}
	if (text.n % 2 != 0)
		put_utf8(&b, REPLACEMENT);
	return buf_view(&b);
}

struct str
text_decoded(struct arena *a, struct str text)
{
	if (str_starts(text, S("\xff\xfe")))
		return from_utf16(a, str_from(text, 2), false);
	if (str_starts(text, S("\xfe\xff")))
		return from_utf16(a, str_from(text, 2), true);
	if (str_starts(text, S("\xef\xbb\xbf")))
		return str_from(text, 3);
	return text;
}
