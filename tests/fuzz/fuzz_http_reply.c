/*
 * A web server's reply: it stays the same however much follows, and is bounded.
 */
#include "base/buf.h"
#include "mail/http_reply.h"

#include "fuzz.h"

FUZZ(http_reply)
{
	struct str octets = { size == 0 ? "" : (const char *)data, size };
	struct arena a = { 0 };
	struct buf more = { .a = &a };
	struct http_reply reply, again;

	if (http_reply_read(&a, octets, false, &reply) == HTTP_REPLY) {
		assert(reply.status >= 200 && reply.status <= 599);
		assert(reply.body.n <= HTTP_BODY_MAX);
		assert(reply.status == 200 || reply.body.n == 0);
		buf_str(&more, octets);
		buf_text(&more, "0\r\n\r\n");
		assert(http_reply_read(&a, buf_view(&more), false, &again) ==
		    HTTP_REPLY);
		assert(str_eq(reply.body, again.body));
		assert(reply.status == again.status);
	}
	assert(http_reply_read(&a, octets, true, &again) != HTTP_MORE);
	arena_free(&a);
}
