/*
 * refusal.h - from what a receiver said to the findings that lead to it: the
 * table refusals.def.
 */
#ifndef REFUSAL_H
#define REFUSAL_H

#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

/* One row. */
struct refusal {
	const char *receiver;
	const char *marks;
	const char *codes;
	const char *words;
	const char *means;
	const char *findings; /* their codes, blanks between */
};

enum refusal_id {
#define REFUSAL(id, ...) REFUSAL_##id,
#include "check/refusals.def"
#undef REFUSAL
	REFUSAL_COUNT
};

extern const struct refusal refusals[REFUSAL_COUNT];

/* The first enhanced status code in a text (RFC 3463): "5.7.25"; or nothing. */
struct str refusal_code(struct str text);

/* The rows that a text fits, in the table's order: by its code, and where
 * several have that, by its words.  Room for REFUSAL_COUNT; how many. */
size_t
refusal_find(struct arena *a, struct str text, const struct refusal **found);

#endif
