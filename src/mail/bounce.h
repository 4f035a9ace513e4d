/*
 * bounce.h - the message that a bounce returns, and what the receiver said of
 * it (RFC 3461 to 3464, RFC 6533; also the plain text of qmail and Exim).
 *
 * How it is used: read the bounce's own header with message.h, and call
 * bounce_begin() with its fields.  If that says true, give every piece of the
 * body that message_take_body() makes to bounce_add(), and what it puts in out
 * to a second message_reader, as if it were a file: that is the returned
 * message, its transfer encoding undone.  After bounce_end(), which may give a
 * last piece, found and reply are known.  Where found is BOUNCE_NOTHING, out
 * never had anything, and the file is to be read as a message itself.
 *
 * Memory is constant: a line, the parts' headers and the first words of the
 * bounce have limits.  Time is linear.  A boundary inside the returned message
 * that is the bounce's own ends it.
 */
#ifndef BOUNCE_H
#define BOUNCE_H

#include <stdbool.h>
#include <stddef.h>

#include "mail/message.h"
#include "mail/mime_type.h"
#include "mail/transfer.h"

/* More than any bounce has.  Behind them nothing is looked for. */
enum { BOUNCE_DEPTH_MAX = 8, BOUNCE_PARTS_MAX = 32 };

enum bounce_found {
	BOUNCE_NOTHING,
	BOUNCE_HEADERS, /* no body, so nothing can be said of a body hash */
	BOUNCE_MESSAGE, /* whole, as far as the bounce says */
};

enum bounce_place {
	BOUNCE_ELSEWHERE, /* a part that does not matter, or between two */
	BOUNCE_PART_HEAD,
	BOUNCE_TEXT,     /* words for people */
	BOUNCE_STATUS,   /* message/delivery-status */
	BOUNCE_MARKED,   /* behind the line that announces the message */
	BOUNCE_RETURNED, /* in the message */
};

struct bounce {
	enum bounce_found found;
	/* After bounce_end(), empty where it does not say. */
	struct str reply;     /* the receiver's, in one line */
	struct str reporting; /* Reporting-MTA and Remote-MTA, as hosts */
	struct str remote;

	/* The rest is bounce.c's. */
	struct arena *a;
	enum bounce_place place;
	bool is_plain; /* it is no MIME: a line announces the message */
	size_t depth, nparts;
	struct {
		char text[MIME_BOUNDARY_MAX];
		size_t n;
	} boundaries[BOUNCE_DEPTH_MAX];
	struct message_reader part;
	struct transfer transfer;
	struct buf line, text, status;
	bool is_midline; /* the line's front was handed on */
};

/* head: the bounce's own.  False where it is none: it has a sender, and is no
 * multipart/report. */
bool bounce_begin(
    struct bounce *b, struct arena *a, const struct message_head *head);

/* piece: with CRLF at its lines' ends.  out is emptied first. */
void bounce_add(struct bounce *b, struct str piece, struct buf *out);

/* The end of the bounce. */
void bounce_end(struct bounce *b, struct buf *out);

#endif
