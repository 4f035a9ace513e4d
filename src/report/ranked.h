/*
 * ranked.h - a batch with the worst senders first: a table with a row each,
 * and then a section each.  Both wait, by rank, until all have come.
 */
#ifndef RANKED_H
#define RANKED_H

#include "report/document.h"

enum rank {
	RANK_BAD_LINE,
	RANK_FAIL,
	RANK_UNKNOWN,
	RANK_WARN,
	RANK_PASS,
	RANK_SKIP,
	RANK_COUNT
};

/* Streams: 0 for what does not wait, then rows and sections. */
enum { RANKED_ROWS = 1, RANKED_SECTIONS = 1 + RANK_COUNT };
enum { RANKED_STREAMS = 1 + 2 * RANK_COUNT };

enum rank rank_of(enum status verdict);

/* How many came of a rank; each has a row, and some have a section. */
uint64_t ranked_count(const struct document *doc, enum rank rank);

/* "3 senders: 1 fail, 2 pass; 1 bad line" */
struct str ranked_summary(struct arena *a, const struct document *doc);

/* The format's place(): a piece is one row or one section. */
void ranked_place(struct document *doc, unsigned stream, struct str text);

/* Hands all rows, or sections, to take(), one at a time and the worst first. */
void ranked_release(struct document *doc, unsigned first_stream,
    void (*take)(struct document *doc, struct str text));

#endif
