/*
 * reorder.h - output in the order of the input, whatever ends first.
 *
 * Lines that are done before those in front of them wait here, up to a number
 * and a size; when it is full, nothing new may be started until the line in
 * front is done.
 */
#ifndef REORDER_H
#define REORDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

enum {
	REORDER_LINES_MAX = 4096,
	REORDER_READY_MAX =
	    1024 * 1024, /* written together, but for one line */
	REORDER_OCTETS_MAX = 8 * 1024 * 1024,
};

struct held_line {
	char *s; /* NULL: not done yet */
	size_t n;
	uint64_t number; /* of the input's line */
};

struct reorder {
	struct held_line held[REORDER_LINES_MAX];
	uint64_t first;   /* ticket of the line in front */
	uint64_t next;    /* ticket of the next to be started */
	size_t octets;    /* held */
	struct buf ready; /* in order, not yet written */
	uint64_t written; /* number of the last line in ready, or written */
};

bool reorder_is_full(const struct reorder *r);

/* A place in the output for the input's line of that number. */
uint64_t reorder_take(struct reorder *r, uint64_t number);

/* What stands in that place.  The text is empty afterwards, and without its
 * memory if it was large. */
void reorder_put(struct reorder *r, uint64_t ticket, struct buf *text);

/* The next that is in order, for as long as there is any; reorder_written()
 * when it is written. */
struct str reorder_ready(const struct reorder *r);
void reorder_written(struct reorder *r);

void reorder_free(struct reorder *r);

#endif
