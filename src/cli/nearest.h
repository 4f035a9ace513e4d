/*
 * nearest.h - "did you mean": of the words that are known, the one that was
 * probably meant.
 */
#ifndef NEAREST_H
#define NEAREST_H

#include "base/arena.h"
#include "base/str.h"

struct nearest {
	struct str given;
	struct str word; /* the nearest so far; NULL s: none is near */
	size_t distance;
};

/* Case does not count.  A word of three letters may have one mistake. */
struct nearest nearest_begin(struct str given);

void nearest_try(struct nearest *n, struct str word);

/* "; did you mean '--selector'?", with what stands before the word; nothing
 * where no word is near. */
struct str
nearest_text(struct arena *a, const struct nearest *n, const char *before);

/* "; did you mean 'spf.none'?", or nothing. */
struct str nearest_code(struct arena *a, struct str code);

#endif
