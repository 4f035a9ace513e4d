#include <stdatomic.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/watch.h"

#ifdef __GLIBC__
#include <malloc.h>

enum { HEAP_KEPT = 8 * 1024 * 1024, HEAP_STEP = 256 * 1024 };
#endif

enum {
	BLOCK_SIZE = 8192,
	ALIGN = _Alignof(max_align_t), /* what malloc() gives, too */
	SPARE_MAX = 4 /* blocks that a reset keeps for the next use */
};

struct arena_block {
	struct arena_block *next;
	size_t size; /* of data */
	_Alignas(ALIGN) char data[];
};

void
mem_begin(void)
{
#ifdef __GLIBC__
	mallopt(M_TRIM_THRESHOLD, HEAP_KEPT);
	mallopt(M_TOP_PAD, HEAP_STEP);
#endif
}

void *
mem_new(size_t n, size_t size)
{
	void *p;

	watch_hold();
	p = calloc(n > 0 ? n : 1, size);
	watch_release();
	if (p == NULL)
		oom();
	return p;
}

void *
mem_grow(void *old, size_t n, size_t size)
{
	void *p;

	if (size > 0 && n > SIZE_MAX / size)
		oom();
	watch_hold();
	p = realloc(old, n * size > 0 ? n * size : 1);
	watch_release();
	if (p == NULL)
		oom();
	return p;
}

static struct arena_block *
block_new(size_t size)
{
	struct arena_block *b;

	if (size > SIZE_MAX - sizeof(*b))
		oom();
	b = malloc(sizeof(*b) + size);
	if (b == NULL)
		oom();
	b->size = size;
	return b;
}

static void
push_block(struct arena_block **list, struct arena_block *b)
{
	b->next = *list;
	*list = b;
}

static void *
take_large(struct arena *a, size_t size)
{
	struct arena_block *b;

	watch_hold();
	b = block_new(size);
	push_block(&a->large, b);
	watch_release();
	return b->data;
}

#ifdef ARENA_MALLOC
static void *
take(struct arena *a, size_t size)
{
	return take_large(a, size);
}
#else
static void
open_block(struct arena *a)
{
	struct arena_block *b = a->spare;

	watch_hold();
	if (b != NULL)
		a->spare = b->next;
	else
		b = block_new(BLOCK_SIZE);
	push_block(&a->blocks, b);
	a->at = b->data;
	a->left = BLOCK_SIZE;
	watch_release();
}

static void *
take(struct arena *a, size_t size)
{
	char *p;

	if (size > BLOCK_SIZE / 2)
		return take_large(a, size);
	size = (size + ALIGN - 1) & ~(size_t)(ALIGN - 1);
	if (size > a->left)
		open_block(a);
	/* In this order: if watch.h abandons the call in between, the
	 * arena has less room than it thinks, never more. */
	a->left -= size;
	atomic_signal_fence(memory_order_seq_cst);
	p = a->at;
	a->at += size;
	return p;
}
#endif

void *
arena_alloc(struct arena *a, size_t n, size_t size)
{
	void *p;

	if (size > 0 && n > SIZE_MAX / size)
		oom();
	p = take(a, n * size);
	memset(p, 0, n * size);
	return p;
}

struct str
arena_str(struct arena *a, struct str s)
{
	char *p;

	if (s.n == SIZE_MAX)
		oom();
	p = take(a, s.n + 1);
	if (s.n > 0)
		memcpy(p, s.s, s.n);
	p[s.n] = '\0';
	return (struct str){ p, s.n };
}

struct str
arena_vprintf(struct arena *a, const char *fmt, va_list ap)
{
	char text[512], *p; /* most is shorter, and printed once only */
	va_list again;
	int n;

	va_copy(again, ap);
	n = vsnprintf(text, sizeof(text), fmt, ap);
	if (n < 0)
		oom();
	p = take(a, (size_t)n + 1);
	if ((size_t)n < sizeof(text))
		memcpy(p, text, (size_t)n + 1);
	else
		vsnprintf(p, (size_t)n + 1, fmt, again);
	va_end(again);
	return (struct str){ p, (size_t)n };
}

struct str
arena_lower(struct arena *a, struct str s)
{
	char *p = arena_alloc(a, s.n + 1, 1);

	for (size_t i = 0; i < s.n; i++)
		p[i] = byte_lower(s.s[i]);
	return (struct str){ p, s.n };
}

struct str
arena_printf(struct arena *a, const char *fmt, ...)
{
	struct str s;
	va_list ap;

	va_start(ap, fmt);
	s = arena_vprintf(a, fmt, ap);
	va_end(ap);
	return s;
}

static void
free_blocks(struct arena_block *b, const struct arena_block *end)
{
	struct arena_block *next;

	for (; b != end; b = next) {
		next = b->next;
		free(b);
	}
}

void
arena_rewind(struct arena *a, struct arena mark)
{
	struct arena_block *b, *next;

	watch_hold();
	mark.spare = a->spare;
	for (b = a->blocks; b != mark.blocks; b = next) {
		next = b->next;
		push_block(&mark.spare, b);
	}
	free_blocks(a->large, mark.large);
	*a = mark;
	watch_release();
}

void
arena_reset(struct arena *a)
{
	struct arena_block **at = &a->spare;

	watch_hold();
	arena_rewind(a, (struct arena){ 0 });
	for (size_t i = 0; i < SPARE_MAX && *at != NULL; i++)
		at = &(*at)->next;
	free_blocks(*at, NULL);
	*at = NULL;
	watch_release();
}

void
arena_free(struct arena *a)
{
	watch_hold();
	arena_reset(a);
	free_blocks(a->spare, NULL);
	*a = (struct arena){ 0 };
	watch_release();
}
