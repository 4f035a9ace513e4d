/*
 * buf.h - text that grows, in an arena or on the heap.
 *
 * With an arena the text lives as long as that; with a NULL arena it lives
 * until buf_free().  A zeroed struct buf is an empty buffer on the heap.
 */
#ifndef BUF_H
#define BUF_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/str.h"

struct buf {
	struct arena *a;
	char *s;
	size_t n, cap;
};

/* At least n more octets, where buf_room() has not got them. */
void buf_grow(struct buf *b, size_t n);

/* Room for n octets behind the text, for the caller to fill; buf_took() makes
 * the first of them part of it. */
static inline char *
buf_room(struct buf *b, size_t n)
{
	if (b->cap - b->n < n)
		buf_grow(b, n);
	return b->s + b->n;
}

static inline void
buf_took(struct buf *b, size_t n)
{
	b->n += n;
}

static inline void
buf_byte(struct buf *b, char c)
{
	*buf_room(b, 1) = c;
	b->n++;
}

static inline void
buf_str(struct buf *b, struct str s)
{
	if (s.n == 0)
		return;
	memcpy(buf_room(b, s.n), s.s, s.n);
	b->n += s.n;
}

void buf_text(struct buf *b, const char *text);
__attribute__((format(printf, 2, 3))) void
buf_printf(struct buf *b, const char *fmt, ...);

/* The next item of a list: ", " stands between it and what is there. */
void buf_item(struct buf *b, struct str s);

/* n as decimal digits, at least as many as told: 7 in 3 is "007". */
void buf_number(struct buf *b, uint32_t n, size_t digits);

/* n times c. */
void buf_fill(struct buf *b, char c, size_t n);

/* The text so far; valid until the buffer grows. */
struct str buf_view(const struct buf *b);

/* Empty again; on the heap it keeps the memory for the next text, unless that
 * is more than keep octets. */
void buf_reset(struct buf *b, size_t keep);

void buf_free(struct buf *b);

#endif
