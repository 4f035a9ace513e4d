/*
 * seen.h - which texts have come before, by a hash of 64 bits.
 *
 * Eight to sixteen octets a text, however long it is.  Two different
 * texts may be taken for one, so use it only where that does little harm.
 */
#ifndef SEEN_H
#define SEEN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"

/* Zeroed: nothing has come. */
struct seen {
	uint64_t *slots; /* 0: free */
	size_t n, cap;   /* cap is a power of two */
};

/* Whether the text has come before; from now on it has. */
bool seen_before(struct seen *seen, struct str text);

void seen_free(struct seen *seen);

#endif
