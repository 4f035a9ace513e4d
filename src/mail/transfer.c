#include "base/base64.h"

#include "mail/transfer.h"

enum transfer_kind
transfer_kind_of(struct str value)
{
	if (str_starts_nocase(value, S("base64")))
		return TRANSFER_BASE64;
	if (str_starts_nocase(value, S("quoted-printable")))
		return TRANSFER_QUOTED;
	return TRANSFER_AS_IS;
}

static void
add_base64(struct transfer *t, struct str text, struct buf *out)
{
	for (size_t i = 0; i < text.n; i++) {
		if (!base64_is_letter(text.s[i]))
			continue;
		t->bits = t->bits << 6 | base64_value(text.s[i]);
		/* Each letter from the second on completes an octet. */
		if (t->nletters > 0)
			buf_byte(out,
			    (char)(t->bits >> (6 - 2 * t->nletters) & 0xff));
		t->nletters = (t->nletters + 1) % 4;
	}
}

static void
put_held(struct transfer *t, struct buf *out)
{
	buf_str(out, (struct str){ t->held, t->nheld });
	t->nheld = 0;
}

static void
add_quoted_octet(struct transfer *t, char c, struct buf *out)
{
	if (t->nheld > 0 && byte_hex(c) < 0)
		put_held(t, out);
	if (t->nheld == 2) {
		int octet = byte_hex(t->held[1]) * 16 + byte_hex(c);

		buf_byte(out, (char)octet);
		t->nheld = 0;
	} else if (t->nheld == 1 || c == '=') {
		t->held[t->nheld++] = c;
	} else {
		buf_byte(out, c);
	}
}

/* A line's blanks at its end were not written by its author. */
static void
add_quoted(struct transfer *t, struct str text, bool ends_line, struct buf *out)
{
	while (ends_line && text.n > 0 &&
	    (text.s[text.n - 1] == ' ' || text.s[text.n - 1] == '\t'))
		text.n--;
	for (size_t i = 0; i < text.n; i++)
		add_quoted_octet(t, text.s[i], out);
}

static void
pay_line_end(struct transfer *t, struct buf *out)
{
	if (t->owes_line_end)
		buf_str(out, S("\r\n"));
	t->owes_line_end = false;
}

void
transfer_add(
    struct transfer *t, struct str text, bool ends_line, struct buf *out)
{
	bool goes_on = false;

	if (t->kind == TRANSFER_BASE64) {
		add_base64(t, text, out);
		return;
	}
	pay_line_end(t, out);
	if (t->kind == TRANSFER_QUOTED) {
		add_quoted(t, text, ends_line, out);
		goes_on = ends_line && t->nheld == 1;
		if (goes_on)
			t->nheld = 0;
		else if (ends_line)
			put_held(t, out);
	} else {
		buf_str(out, text);
	}
	t->owes_line_end = ends_line && !goes_on;
}

void
transfer_end(struct transfer *t, struct buf *out)
{
	put_held(t, out);
	pay_line_end(t, out);
}
