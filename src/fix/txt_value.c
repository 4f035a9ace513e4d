#include "fix/txt_value.h"
#include "base/buf.h"

static void
put_string(struct buf *b, struct str text)
{
	buf_byte(b, '"');
	for (size_t i = 0; i < text.n; i++) {
		unsigned char c = (unsigned char)text.s[i];

		if (c == '"' || c == '\\')
			buf_printf(b, "\\%c", c);
		else if (c < 0x20 || c >= 0x7f)
			buf_printf(b, "\\%03u", c);
		else
			buf_byte(b, (char)c);
	}
	buf_byte(b, '"');
}

struct str
txt_value(struct arena *a, struct str text)
{
	struct buf b = { .a = a };

	do {
		buf_text(&b, b.n > 0 ? " " : "");
		put_string(&b, str_to(text, TXT_STRING_MAX));
		text = str_from(text, TXT_STRING_MAX);
	} while (text.n > 0);
	return buf_view(&b);
}

/* The octet at the start of text, which may be escaped; how long it is there,
 * or 0 where it is none. */
static size_t
read_octet(struct str text, char *out)
{
	unsigned code = 0;

	if (text.s[0] != '\\') {
		*out = text.s[0];
		return 1;
	}
	if (text.n < 2)
		return 0;
	*out = text.s[1];
	if (!byte_is_digit(text.s[1]))
		return 2;
	if (text.n < 4)
		return 0;
	for (size_t i = 1; i < 4; i++) {
		if (!byte_is_digit(text.s[i]))
			return 0;
		code = code * 10 + (unsigned)(text.s[i] - '0');
	}
	if (code > 255)
		return 0;
	*out = (char)(unsigned char)code;
	return 4;
}

/* Takes a quoted string off the start of rest. */
static bool
read_string(struct str *rest, struct buf *b)
{
	size_t octets = 0;

	if (rest->n == 0 || rest->s[0] != '"')
		return false;
	*rest = str_from(*rest, 1);
	while (rest->n > 0 && rest->s[0] != '"') {
		char c;
		size_t n = read_octet(*rest, &c);

		if (n == 0 || ++octets > TXT_STRING_MAX)
			return false;
		buf_byte(b, c);
		*rest = str_from(*rest, n);
	}
	if (rest->n == 0)
		return false;
	*rest = str_trim(str_from(*rest, 1));
	return true;
}

bool
txt_value_read(struct arena *a, struct str value, struct str *out)
{
	struct buf b = { .a = a };

	do {
		if (!read_string(&value, &b))
			return false;
	} while (value.n > 0);
	*out = buf_view(&b);
	return true;
}
