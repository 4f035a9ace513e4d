/*
 * returned.h - the message that a file holds: its own, or the one that a
 * bounce returns.
 *
 * The file comes in pieces, in whatever sizes, and goes through once; what it
 * takes depends on the headers alone.
 */
#ifndef RETURNED_H
#define RETURNED_H

#include "mail/bounce.h"
#include "mail/psl.h"
#include "mail/sample.h"

/* What is known of a message that came back. */
struct returned {
	enum bounce_found found; /* BOUNCE_NOTHING: the file is the message */
	struct str reply;        /* the receiver's, in one line; or empty */
	struct str reporting;    /* host that wrote the bounce; or empty */
	struct str remote;       /* host that it was told by; or empty */
	struct str to;           /* To of the bounce, raw; or empty */
};

struct returned_reader {
	struct sample_reader file, message;
	struct bounce bounce;
	struct buf piece; /* of the returned message */
	bool is_begun, is_bounce;
};

void returned_begin(struct returned_reader *r, struct arena *a);
void returned_add(struct returned_reader *r, struct str piece);

/* Nothing can be added any more.  False for a header that is too large; what
 * is given lives as long as the arena. */
bool returned_end(
    struct returned_reader *r, struct sample *message, struct returned *bounce);

/* Whether a receiver refused the message, so that a host of the sender's wrote
 * the bounce and no Received is the receiver's.  psl may be NULL. */
bool returned_before_receipt(
    struct arena *a, const struct psl *psl, const struct returned *bounce);

#endif
