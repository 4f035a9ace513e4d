/* Bounces: the same message whatever pieces the bounce comes in, in no more
 * octets than the bounce has; a type's name and boundary within their limits;
 * nothing found, nothing returned. */
#include "mail/bounce.h"

#include "fuzz.h"

static enum bounce_found
read_by(struct arena *a, struct str text, size_t piece, struct buf *whole,
    struct str *reply)
{
	struct buf body = { .a = a }, out = { .a = a };
	struct message_reader r;
	struct message_head head;
	struct bounce b;

	message_begin(&r, a);
	message_take_head(&r, &text);
	head = message_fields(&r);
	if (!bounce_begin(&b, a, &head))
		return BOUNCE_NOTHING;
	for (; text.n > 0; text = str_from(text, piece)) {
		message_take_body(&r, str_to(text, piece), &body);
		bounce_add(&b, buf_view(&body), &out);
		buf_str(whole, buf_view(&out));
		assert(b.line.n <= 2048 && b.depth <= BOUNCE_DEPTH_MAX);
	}
	message_take_body(&r, S(""), &body);
	bounce_add(&b, buf_view(&body), &out);
	buf_str(whole, buf_view(&out));
	bounce_end(&b, &out);
	buf_str(whole, buf_view(&out));
	*reply = b.reply;
	return b.found;
}

FUZZ(bounce)
{
	struct str text = { size == 0 ? "" : (const char *)data, size };
	struct str reply = S(""), same = S("");
	struct arena a = { 0 };
	struct buf whole = { .a = &a }, pieces = { .a = &a };
	enum bounce_found found = read_by(&a, text, 4096, &whole, &reply);
	struct mime_type type = mime_type_read(&a, text);

	assert(read_by(&a, text, 3, &pieces, &same) == found);
	assert(str_eq(buf_view(&whole), buf_view(&pieces)));
	assert(str_eq(reply, same) && reply.n <= 2048);
	assert(found != BOUNCE_NOTHING || whole.n == 0);
	assert(whole.n <= 2 * size + 2); /* LF alone becomes CRLF */
	assert(type.boundary.n <= MIME_BOUNDARY_MAX && type.name.n <= size);
	arena_free(&a);
}
