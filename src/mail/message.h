/*
 * message.h - a message as it was received: its header fields, and its body
 * piece by piece (RFC 5322 section 2).
 *
 * Whatever ends its lines, text is handed on with CRLF, as it was sent: a file
 * on disk has LF alone.  The header is kept, to a limit; the body never is, so
 * a message takes the same memory however long it is.
 */
#ifndef MESSAGE_H
#define MESSAGE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

/* More than any message has that arrives. */
enum { MESSAGE_HEAD_MAX = 512 * 1024, MESSAGE_FIELDS_MAX = 4096 };

/* A field is a view of the header. */
struct message_field {
	struct str name;  /* without blanks behind it, in any case */
	struct str value; /* behind the colon, folds and all, without CRLF */
	struct str whole; /* the name to the end of the value */
};

struct message_head {
	size_t n;
	const struct message_field *fields; /* from the top */
};

enum message_state {
	MESSAGE_IN_HEAD,
	MESSAGE_IN_BODY,
	MESSAGE_TOO_LARGE, /* the header is */
};

struct message_reader {
	struct arena *a;
	struct buf head;
	enum message_state state;
	size_t line;   /* where the line under way starts in the header */
	bool after_cr; /* the last octet was one */
};

void message_begin(struct message_reader *r, struct arena *a);

/* Takes what belongs to the header from the front of a piece; what is left is
 * body, once the state says so. */
void message_take_head(struct message_reader *r, struct str *piece);

/* The next piece of the body with CRLF at its lines' ends, in out, which is
 * emptied first.  A CR at a piece's end waits for what follows; with an empty
 * piece it has waited long enough. */
void
message_take_body(struct message_reader *r, struct str piece, struct buf *out);

/* The fields, when the header is whole or the message has ended.  Lines that
 * are no fields are left out, and so is what mbox files put in front. */
struct message_head message_fields(const struct message_reader *r);

/* The i-th field of this name from the top, from 0; NULL without one. */
const struct message_field *
message_find(const struct message_head *head, struct str name, size_t i);

/* A value in one line: folds become what follows their CRLF, and no blank
 * stands at its ends. */
struct str message_unfold(struct arena *a, struct str value);

#endif
