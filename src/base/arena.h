/*
 * arena.h - memory that is dropped whole.
 *
 * One arena serves one evaluation of one check; nothing in it is freed alone.
 * Allocation never fails from the caller's view: without memory the process
 * ends with status 4.  A zeroed struct arena is a valid, empty arena.
 *
 * Built with -DARENA_MALLOC every allocation is a block of its own, so that
 * the sanitizers see an overrun of each.
 */
#ifndef ARENA_H
#define ARENA_H

#include <stdarg.h>
#include <stddef.h>

#include "base/oom.h"
#include "base/str.h"

struct arena_block;

struct arena {
	struct arena_block *blocks; /* the newest first */
	struct arena_block *large;  /* objects with a block of their own */
	struct arena_block *spare;  /* blocks to use again */
	char *at;                   /* free space of the newest block */
	size_t left;
};

/* Zeroed memory for n objects of the given size, aligned for any type. */
void *arena_alloc(struct arena *a, size_t n, size_t size);

#define arena_new(a, type)      ((type *)arena_alloc((a), 1, sizeof(type)))
#define arena_array(a, n, type) ((type *)arena_alloc((a), (n), sizeof(type)))

/* A copy of s that lives as long as the arena; NUL-terminated past its end. */
struct str arena_str(struct arena *a, struct str s);

/* The same in lower case, of ASCII. */
struct str arena_lower(struct arena *a, struct str s);

/* Text made as printf() makes it. */
__attribute__((format(printf, 2, 3))) struct str
arena_printf(struct arena *a, const char *fmt, ...);

__attribute__((format(printf, 2, 0))) struct str
arena_vprintf(struct arena *a, const char *fmt, va_list ap);

/* Forgets all that was allocated since mark, a copy of the arena as it was
 * then, and keeps the memory for the next use. */
void arena_rewind(struct arena *a, struct arena mark);

/* Forgets all that is in it, and keeps some of the memory for the next use. */
void arena_reset(struct arena *a);

/* Gives everything back.  The arena is empty and usable afterwards. */
void arena_free(struct arena *a);

/* Once at the start.  glibc gives the top of the heap back to the system at
 * each larger free() and asks for it again: reading a zone of 100,000 records
 * takes three times as long.  Elsewhere it does nothing. */
void mem_begin(void);

/* calloc() and realloc() that end the process without memory.  For what
 * outlives every arena; free() what they return. */
void *mem_new(size_t n, size_t size);
void *mem_grow(void *old, size_t n, size_t size);

#endif
