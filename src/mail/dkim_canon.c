#include "mail/dkim_canon.h"

static bool
is_wsp(char c)
{
	return c == ' ' || c == '\t';
}

/* Section 3.4.2: unfolded, runs of blanks as one, none at the ends. */
static void
relax_value(struct buf *out, struct str value)
{
	bool has_blank = false, has_text = false;

	for (size_t i = 0; i < value.n; i++) {
		char c = value.s[i];

		if (c == '\r' && i + 1 < value.n && value.s[i + 1] == '\n') {
			i++;
			continue;
		}
		if (is_wsp(c)) {
			has_blank = has_text;
			continue;
		}
		if (has_blank)
			buf_byte(out, ' ');
		has_blank = false;
		has_text = true;
		buf_byte(out, c);
	}
}

void
dkim_canon_field(
    struct buf *out, enum dkim_canon canon, const struct message_field *field)
{
	if (canon == DKIM_SIMPLE) {
		buf_str(out, field->whole);
		return;
	}
	for (size_t i = 0; i < field->name.n; i++)
		buf_byte(out, byte_lower(field->name.s[i]));
	buf_byte(out, ':');
	relax_value(out, field->value);
}

void
dkim_body_begin(struct dkim_body *body, enum dkim_canon canon)
{
	*body = (struct dkim_body){ .canon = canon, .is_empty_so_far = true };
}

/* Something that counts follows: so do the empty lines before it. */
static void
flush_lines(struct dkim_body *body, struct buf *out)
{
	for (; body->nlines > 0; body->nlines--)
		buf_str(out, S("\r\n"));
	body->is_empty_so_far = false;
}

static void
add_octet(struct dkim_body *body, char c, struct buf *out)
{
	if (body->canon == DKIM_RELAXED && is_wsp(c)) {
		body->has_blank = true;
		return;
	}
	flush_lines(body, out);
	if (body->has_blank)
		buf_byte(out, ' ');
	body->has_blank = false;
	buf_byte(out, c);
}

/* Sections 3.4.3 and 3.4.4: empty lines at the end don't count; relaxed, a line
 * of blanks is empty. */
static void
end_line(struct dkim_body *body)
{
	body->nlines++;
	body->has_blank = false;
}

void
dkim_body_add(struct dkim_body *body, struct str piece, struct buf *out)
{
	for (size_t i = 0; i < piece.n; i++) {
		char c = piece.s[i];

		if (c == '\n' && body->after_cr) {
			end_line(body);
			body->after_cr = false;
			continue;
		}
		if (body->after_cr)
			add_octet(body, '\r', out);
		body->after_cr = c == '\r';
		if (!body->after_cr)
			add_octet(body, c, out);
	}
}

/* A body that has text ends in one CRLF; an empty one is one CRLF if simple,
 * and nothing if relaxed. */
void
dkim_body_end(struct dkim_body *body, struct buf *out)
{
	if (body->after_cr)
		add_octet(body, '\r', out);
	body->after_cr = false;
	if (!body->is_empty_so_far || body->canon == DKIM_SIMPLE)
		buf_str(out, S("\r\n"));
}
