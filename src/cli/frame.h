/*
 * frame.h - what a worker of a batch tells the process that started it: heads
 * of a fixed size, each with the octets that belong to it behind it.
 *
 * Both are the same program on the same machine.  Still, what comes is
 * checked: a worker that went wrong must not take the batch with it.
 */
#ifndef FRAME_H
#define FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

/* More than any report has: its sender has a budget of questions. */
enum { FRAME_MAX = 256 * 1024 * 1024 };

enum frame_kind {
	FRAME_PART,  /* of a sender's report: its text */
	FRAME_DONE,  /* the sender is judged: an octet for each waiver, 1 if it
		      * was used */
	FRAME_TALLY, /* the worker is at its end: a struct client_tally */
	FRAME_KINDS
};

struct frame {
	uint64_t ticket; /* of the sender */
	uint32_t n;      /* octets behind the head */
	uint16_t kind;
	uint16_t report;        /* FRAME_PART: which one */
	uint16_t quit, verdict; /* FRAME_DONE: enum quit, enum status */
};

/* Adds a frame; text has frame.n octets. */
void frame_put(struct buf *out, struct frame frame, const char *text);

enum frame_got {
	FRAME_HERE,
	FRAME_LATER, /* more has to be read first */
	FRAME_BAD,   /* it is none */
};

/* Takes the first frame from the front of in, and its text, a view. */
enum frame_got
frame_take(struct str *in, struct frame *frame, struct str *text);

#endif
