#define _DEFAULT_SOURCE    /* getentropy() in glibc and musl */
#define _DARWIN_C_SOURCE   /* in macOS */
#define __BSD_VISIBLE    1 /* in FreeBSD */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#ifdef __APPLE__
#include <sys/random.h>
#endif

#include "base/random.h"

enum { ENTROPY_MAX = 256 }; /* what getentropy() gives at a time */

void
random_fill(void *out, size_t n)
{
	unsigned char *p = out;

	while (n > 0) {
		size_t part = n < ENTROPY_MAX ? n : ENTROPY_MAX;

		if (getentropy(p, part) != 0) {
			fputs("mailpreflight: no random numbers\n", stderr);
			_Exit(4);
		}
		p += part;
		n -= part;
	}
}

void
random_draw(struct random_pool *pool, void *out, size_t n)
{
	unsigned char *p = out;

	while (n > 0) {
		size_t part;

		if (pool->left == 0) {
			random_fill(pool->octets, sizeof(pool->octets));
			pool->left = sizeof(pool->octets);
		}
		part = n < pool->left ? n : pool->left;
		pool->left -= part;
		memcpy(p, pool->octets + pool->left, part);
		/* What was used is not kept. */
		memset(pool->octets + pool->left, 0, part);
		p += part;
		n -= part;
	}
}
