/*
 * smtp_reply.h - what a mail server answers (RFC 5321 section 4.2).
 *
 * Text is as it came, in the arena: any byte may be in it.
 */
#ifndef SMTP_REPLY_H
#define SMTP_REPLY_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/ip.h"
#include "base/str.h"

/* Far more than any server says: section 4.5.3.1.5 has 512 octets a line. */
enum { SMTP_LINE_MAX = 2048, SMTP_REPLY_MAX = 16384 };

struct smtp_reply {
	unsigned code;   /* of its last line; 0: there is none */
	struct str text; /* its lines without the codes, a '\n' between */
};

enum smtp_got {
	SMTP_MORE,  /* it goes on */
	SMTP_REPLY, /* out is set */
	SMTP_NONE,  /* this is no reply, whatever follows */
};

/* The reply that octets begin with; *used says how long it is. */
enum smtp_got smtp_reply_read(
    struct arena *a, struct str octets, struct smtp_reply *out, size_t *used);

/* The code's first digit: 2 for "done", 4 for "not now", 5 for "no". */
unsigned smtp_reply_kind(const struct smtp_reply *reply);

/* The first line of the text. */
struct str smtp_reply_line(const struct smtp_reply *reply);

/* Whether a reply to EHLO has the keyword, as "STARTTLS" (section 4.1.1.1). */
bool smtp_reply_offers(const struct smtp_reply *reply, struct str keyword);

/* The address of the client, where a line of text names one: "mx.example.net
 * at your service, [203.0.113.6]".  The server's own name comes first and does
 * not count.  Of several in brackets it is the last: an address literal of the
 * client's EHLO may be repeated in front of it.  False, and out untouched,
 * without one. */
bool smtp_names_client(struct str line, struct ip *out);

#endif
