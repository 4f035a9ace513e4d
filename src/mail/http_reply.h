/*
 * http_reply.h - an HTTP/1.1 server's reply to one GET, on a connection that
 * is closed behind it (RFC 9112).
 */
#ifndef HTTP_REPLY_H
#define HTTP_REPLY_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

enum {
	HTTP_HEAD_MAX = 16384,
	HTTP_BODY_MAX = 65536, /* RFC 8461 section 3.3 suggests 64 KB */
	HTTP_OCTETS_MAX = HTTP_HEAD_MAX + 4 * HTTP_BODY_MAX, /* with chunks */
};

struct http_reply {
	unsigned status;     /* 200 to 599 */
	struct str type;     /* Content-Type; or empty */
	struct str location; /* or empty */
	struct str body;     /* with status 200 alone */
};

enum http_got {
	HTTP_MORE,  /* it goes on */
	HTTP_REPLY, /* out is set */
	HTTP_NONE,  /* this is no reply, whatever follows */
	HTTP_LARGE, /* more than the above */
};

/* The reply that octets begin with; is_all says that nothing follows.  What is
 * in out is copied to the arena. */
enum http_got http_reply_read(
    struct arena *a, struct str octets, bool is_all, struct http_reply *out);

#endif
