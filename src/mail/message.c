#include "mail/message.h"

void
message_begin(struct message_reader *r, struct arena *a)
{
	*r = (struct message_reader){ .a = a, .head = { .a = a } };
}

/* An empty line ends the header. */
static void
end_line(struct message_reader *r)
{
	buf_str(&r->head, S("\r\n"));
	if (r->head.n - r->line == 2)
		r->state = MESSAGE_IN_BODY;
	else if (r->head.n > MESSAGE_HEAD_MAX)
		r->state = MESSAGE_TOO_LARGE;
	r->line = r->head.n;
}

void
message_take_head(struct message_reader *r, struct str *piece)
{
	while (r->state == MESSAGE_IN_HEAD && piece->n > 0) {
		size_t n = str_find(*piece, '\n');
		struct str line = str_to(*piece, n);

		if (r->head.n - r->line + line.n > MESSAGE_HEAD_MAX) {
			r->state = MESSAGE_TOO_LARGE;
			return;
		}
		buf_str(&r->head, line);
		if (n == piece->n) {
			piece->n = 0;
			return;
		}
		if (r->head.n > r->line && r->head.s[r->head.n - 1] == '\r')
			r->head.n--;
		end_line(r);
		*piece = str_from(*piece, n + 1);
	}
}

void
message_take_body(struct message_reader *r, struct str piece, struct buf *out)
{
	buf_reset(out, MESSAGE_HEAD_MAX);
	if (piece.n == 0 && r->after_cr)
		buf_byte(out, '\r');
	if (piece.n == 0)
		r->after_cr = false;
	for (size_t i = 0; i < piece.n; i++) {
		char c = piece.s[i];

		if (c == '\n') {
			buf_str(out, S("\r\n"));
			r->after_cr = false;
			continue;
		}
		if (r->after_cr)
			buf_byte(out, '\r');
		r->after_cr = c == '\r';
		if (!r->after_cr)
			buf_byte(out, c);
	}
}

static bool
is_wsp(char c)
{
	return c == ' ' || c == '\t';
}

/* The octets of the field that text starts with: lines that begin with a blank
 * go on with it. */
static size_t
field_octets(struct str text)
{
	size_t at = 0;

	for (;;) {
		size_t end = at + str_search(str_from(text, at), S("\r\n"));

		if (end >= text.n)
			return text.n;
		at = end + 2;
		if (at >= text.n || !is_wsp(text.s[at]))
			return at;
	}
}

/* RFC 5322 section 2.2: printable but for the colon.  Blanks before the colon
 * are its obsolete form (section 4.5). */
static bool
read_field(struct str whole, struct message_field *out)
{
	size_t colon = str_find(whole, ':');
	struct str name = str_trim(str_to(whole, colon));

	if (colon == whole.n || name.n == 0 || is_wsp(whole.s[0]))
		return false;
	for (size_t i = 0; i < name.n; i++)
		if (name.s[i] <= ' ' || name.s[i] > '~')
			return false;
	*out =
	    (struct message_field){ name, str_from(whole, colon + 1), whole };
	return true;
}

static size_t
count_lines(struct str text)
{
	size_t n = 1;

	for (size_t i = 0; i < text.n && n < MESSAGE_FIELDS_MAX; i++)
		n += text.s[i] == '\n';
	return n;
}

struct message_head
message_fields(const struct message_reader *r)
{
	struct str text = buf_view(&r->head);
	struct message_field *fields =
	    arena_array(r->a, count_lines(text), struct message_field);
	struct message_head head = { .fields = fields };

	while (text.n > 0 && head.n < MESSAGE_FIELDS_MAX) {
		size_t n = field_octets(text);
		struct str whole = str_to(text, n);

		text = str_from(text, n);
		if (str_ends(whole, S("\r\n")))
			whole.n -= 2;
		/* "From a@b Mon Jan  1 ..." has a colon, in its time. */
		if (!str_starts(whole, S("From ")) &&
		    read_field(whole, &fields[head.n]))
			head.n++;
	}
	return head;
}

const struct message_field *
message_find(const struct message_head *head, struct str name, size_t i)
{
	for (size_t at = 0; at < head->n; at++)
		if (str_eq_nocase(head->fields[at].name, name) && i-- == 0)
			return &head->fields[at];
	return NULL;
}

struct str
message_unfold(struct arena *a, struct str value)
{
	struct buf b = { .a = a };

	for (size_t i = 0; i < value.n; i++)
		if (value.s[i] != '\r' && value.s[i] != '\n')
			buf_byte(&b, value.s[i]);
	return str_trim(buf_view(&b));
}
