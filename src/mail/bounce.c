#include "mail/bounce.h"
#include "mail/bounce_text.h"

enum {
	LINE_KEPT_MAX = 2048, /* RFC 5322 section 2.1.1 has 998 */
	PART_HEAD_MAX = 8192,
	WORDS_MAX = 16384,
	KEEP_OCTETS = 64 * 1024,
};

static struct str
value_of(const struct message_head *head, struct str name)
{
	const struct message_field *field = message_find(head, name, 0);

	return field == NULL ? S("") : field->value;
}

/* Bounces have no sender (RFC 5321 section 4.5.5); files that lost the
 * Return-Path still say who wrote them, or whom they failed. */
static bool
has_no_sender(struct arena *a, const struct message_head *head)
{
	struct str path = message_unfold(a, value_of(head, S("return-path")));
	struct str from =
	    arena_lower(a, message_unfold(a, value_of(head, S("from"))));

	return str_eq(path, S("<>")) ||
	    message_find(head, S("x-failed-recipients"), 0) != NULL ||
	    str_search(from, S("mailer-daemon")) < from.n ||
	    str_search(from, S("postmaster@")) < from.n ||
	    str_starts(from, S("microsoftexchange"));
}

static void
push_boundary(struct bounce *b, struct str boundary)
{
	if (boundary.n == 0 || b->depth == BOUNCE_DEPTH_MAX)
		return;
	for (size_t i = 0; i < boundary.n; i++)
		b->boundaries[b->depth].text[i] = boundary.s[i];
	b->boundaries[b->depth++].n = boundary.n;
}

bool
bounce_begin(struct bounce *b, struct arena *a, const struct message_head *head)
{
	struct mime_type type =
	    mime_type_read(a, value_of(head, S("content-type")));
	bool is_multipart = str_starts(type.name, S("multipart/"));

	*b = (struct bounce){
		.a = a,
		.line = { .a = a },
		.text = { .a = a },
		.status = { .a = a },
		.is_plain = !is_multipart,
		.place = is_multipart ? BOUNCE_ELSEWHERE : BOUNCE_TEXT,
	};
	if (is_multipart)
		push_boundary(b, type.boundary);
	if (is_multipart && b->depth == 0)
		return false;
	if (str_eq(type.name, S("multipart/report")))
		return true;
	return (is_multipart || type.name.n == 0 ||
		   str_starts(type.name, S("text/plain"))) &&
	    has_no_sender(a, head);
}

static void
enter(struct bounce *b, enum bounce_place place, struct str encoding)
{
	b->place = place;
	b->transfer = (struct transfer){ .kind = transfer_kind_of(encoding) };
}

static const struct {
	struct str name;
	enum bounce_place place;
	enum bounce_found found;
} kinds[] = {
	{ STR("message/rfc822"), BOUNCE_RETURNED, BOUNCE_MESSAGE },
	{ STR("message/global"), BOUNCE_RETURNED, BOUNCE_MESSAGE },
	{ STR("text/rfc822-headers"), BOUNCE_RETURNED, BOUNCE_HEADERS },
	{ STR("message/rfc822-headers"), BOUNCE_RETURNED, BOUNCE_HEADERS },
	{ STR("text/rfc822"), BOUNCE_RETURNED, BOUNCE_HEADERS },
	{ STR("message/global-headers"), BOUNCE_RETURNED, BOUNCE_HEADERS },
	{ STR("message/delivery-status"), BOUNCE_STATUS, BOUNCE_NOTHING },
	{ STR("message/global-delivery-status"), BOUNCE_STATUS,
	    BOUNCE_NOTHING },
	{ STR("text/plain"), BOUNCE_TEXT, BOUNCE_NOTHING },
	{ STR(""), BOUNCE_TEXT, BOUNCE_NOTHING },
};

/* The part's header is whole: what is in the part? */
static void
enter_part(struct bounce *b)
{
	struct message_head head = message_fields(&b->part);
	struct mime_type type =
	    mime_type_read(b->a, value_of(&head, S("content-type")));
	struct str encoding =
	    str_trim(value_of(&head, S("content-transfer-encoding")));

	b->place = BOUNCE_ELSEWHERE;
	if (str_starts(type.name, S("multipart/")))
		push_boundary(b, type.boundary);
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (!str_eq(type.name, kinds[i].name))
			continue;
		if (kinds[i].place == BOUNCE_RETURNED &&
		    b->found != BOUNCE_NOTHING)
			return;
		if (kinds[i].place == BOUNCE_RETURNED)
			b->found = kinds[i].found;
		enter(b, kinds[i].place, encoding);
		return;
	}
}

static void
take_part_head(struct bounce *b, struct str line, bool is_line)
{
	if (is_line && line.n == 0) {
		enter_part(b);
		return;
	}
	if (b->part.head.n + line.n > PART_HEAD_MAX)
		return;
	message_take_head(&b->part, &line);
	line = S("\r\n");
	message_take_head(&b->part, &line);
}

/* A delimiter of the innermost part or of one around it: the parts within end
 * (RFC 2046 section 5.1.2).  Returns whether the line is one. */
static bool
take_delimiter(struct bounce *b, struct str line)
{
	if (b->depth == 0 || !str_starts(line, S("--")))
		return false;
	line = str_from(line, 2);
	for (size_t i = b->depth; i-- > 0;) {
		struct str boundary = { b->boundaries[i].text,
			b->boundaries[i].n };
		struct str rest;

		if (!str_starts(line, boundary))
			continue;
		rest = str_trim(str_from(line, boundary.n));
		if (rest.n > 0 && !str_eq(rest, S("--")))
			continue;
		b->depth = rest.n > 0 ? i : i + 1;
		b->place = BOUNCE_ELSEWHERE;
		if (rest.n == 0 && b->nparts++ < BOUNCE_PARTS_MAX) {
			b->place = BOUNCE_PART_HEAD;
			message_begin(&b->part, b->a);
		}
		return true;
	}
	return false;
}

static void
keep_words(struct transfer *t, struct str line, bool ends_line, struct buf *out)
{
	if (out->n + line.n < WORDS_MAX)
		transfer_add(t, line, ends_line, out);
}

/* Behind the announcement stand blanks and, with Exim, more lines with dashes;
 * then the header's first line. */
static void
take_marked(struct bounce *b, struct str line, bool ends_line, struct buf *out)
{
	if (str_trim(line).n == 0 || str_starts(line, S("-")))
		return;
	enter(b, BOUNCE_RETURNED, S(""));
	transfer_add(&b->transfer, line, ends_line, out);
}

static void
take_text(struct bounce *b, struct str line, bool ends_line)
{
	bool is_head;

	if (b->is_plain && bounce_text_marks(line, &is_head)) {
		b->place = BOUNCE_MARKED;
		b->found = is_head ? BOUNCE_HEADERS : BOUNCE_MESSAGE;
		return;
	}
	keep_words(&b->transfer, line, ends_line, &b->text);
}

/* A line without its CRLF; of one that is too long, a part. */
static void
take_line(struct bounce *b, struct str line, bool ends_line, struct buf *out)
{
	bool is_line = !b->is_midline && ends_line;

	if (!b->is_midline && take_delimiter(b, line))
		return;
	switch (b->place) {
	case BOUNCE_ELSEWHERE:
		break;
	case BOUNCE_PART_HEAD:
		take_part_head(b, line, is_line);
		break;
	case BOUNCE_TEXT:
		take_text(b, line, ends_line);
		break;
	case BOUNCE_STATUS:
		keep_words(&b->transfer, line, ends_line, &b->status);
		break;
	case BOUNCE_MARKED:
		take_marked(b, line, ends_line, out);
		break;
	case BOUNCE_RETURNED:
		transfer_add(&b->transfer, line, ends_line, out);
		break;
	}
}

/* What is kept of a line goes on; ends_line: its CRLF or LF was there. */
static void
hand_on(struct bounce *b, bool ends_line, struct buf *out)
{
	struct str line = buf_view(&b->line);

	if (ends_line && line.n > 0 && line.s[line.n - 1] == '\r')
		line.n--;
	take_line(b, line, ends_line, out);
	b->is_midline = !ends_line;
	b->line.n = 0;
}

void
bounce_add(struct bounce *b, struct str piece, struct buf *out)
{
	buf_reset(out, KEEP_OCTETS);
	while (piece.n > 0) {
		size_t room = LINE_KEPT_MAX - b->line.n;
		struct str front = str_to(piece, room);
		size_t end = str_find(front, '\n');

		buf_str(&b->line, str_to(front, end));
		piece = str_from(piece, end < front.n ? end + 1 : end);
		if (end < front.n)
			hand_on(b, true, out);
		else if (b->line.n == LINE_KEPT_MAX &&
		    b->line.s[LINE_KEPT_MAX - 1] != '\r')
			hand_on(b, false, out);
		else if (b->line.n == LINE_KEPT_MAX) {
			/* The CR may belong to the line's end. */
			b->line.n--;
			hand_on(b, false, out);
			buf_byte(&b->line, '\r');
		}
	}
}

/* "dns; mx.example.net. (192.0.2.9)" */
static struct str
host_of(struct bounce *b, struct str field)
{
	struct str value =
	    bounce_text_status(b->a, buf_view(&b->status), field);
	struct str host = str_to(value, str_find(value, ' '));

	if (str_ends(host, S(".")))
		host.n--;
	return arena_lower(b->a, host);
}

void
bounce_end(struct bounce *b, struct buf *out)
{
	buf_reset(out, KEEP_OCTETS);
	if (b->line.n > 0)
		hand_on(b, false, out);
	if (b->place == BOUNCE_RETURNED)
		transfer_end(&b->transfer, out);
	b->reply = bounce_text_status(
	    b->a, buf_view(&b->status), S("diagnostic-code:"));
	b->reporting = host_of(b, S("reporting-mta:"));
	b->remote = host_of(b, S("remote-mta:"));
	if (b->reply.n == 0)
		b->reply = bounce_text_reply(b->a, buf_view(&b->text));
}
