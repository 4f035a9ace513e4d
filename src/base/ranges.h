/*
 * ranges.h - sets of numbers as ranges: which addresses a record authorises.
 *
 * A set is sorted, and its ranges neither touch nor overlap.  Sets live in
 * the arena they were made in and are never changed.
 */
#ifndef RANGES_H
#define RANGES_H

#include <stdint.h>

#include "base/arena.h"

struct range {
	uint64_t first, last;
};

struct ranges {
	const struct range *r;
	size_t n;
};

/* The set of any ranges, which may overlap and are sorted in place. */
struct ranges ranges_of(struct arena *a, struct range *r, size_t n);

struct ranges ranges_or(struct arena *a, struct ranges x, struct ranges y);
struct ranges ranges_and(struct arena *a, struct ranges x, struct ranges y);

/* What is in x and not in y. */
struct ranges ranges_minus(struct arena *a, struct ranges x, struct ranges y);

/* How many numbers; UINT64_MAX for all and for one less. */
uint64_t ranges_count(struct ranges x);

#endif
