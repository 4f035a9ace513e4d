/*
 * dkim_canon.h - what DKIM signs of a message (RFC 6376 section 3.4).
 *
 * Text has CRLF at its lines' ends.
 */
#ifndef DKIM_CANON_H
#define DKIM_CANON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "mail/message.h"

enum dkim_canon { DKIM_SIMPLE, DKIM_RELAXED };

/* A field, without CRLF at its end. */
void dkim_canon_field(
    struct buf *out, enum dkim_canon canon, const struct message_field *field);

/* A body, piece by piece; what a piece comes to is added to out. */
struct dkim_body {
	enum dkim_canon canon;
	size_t nlines;  /* empty lines whose fate depends on what follows */
	bool has_blank; /* blanks, which count if something follows */
	bool after_cr;
	bool is_empty_so_far;
};

void dkim_body_begin(struct dkim_body *body, enum dkim_canon canon);
void dkim_body_add(struct dkim_body *body, struct str piece, struct buf *out);
void dkim_body_end(struct dkim_body *body, struct buf *out);

#endif
