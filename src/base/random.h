/* random.h - octets that nobody can guess. */
#ifndef RANDOM_H
#define RANDOM_H

#include <stddef.h>

/* Fills n octets from the system's generator; the process ends with status
 * 4 where there is none, for guessable IDs would be worse. */
void random_fill(void *out, size_t n);

/* The same, drawn in blocks: a system call now and then, not for each.  A
 * zeroed pool is a valid one. */
struct random_pool {
	unsigned char octets[256];
	size_t left;
};

void random_draw(struct random_pool *pool, void *out, size_t n);

#endif
