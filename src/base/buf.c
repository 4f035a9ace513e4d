#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"

void
buf_grow(struct buf *b, size_t n)
{
	size_t cap = b->cap * 2 > b->n + n ? b->cap * 2 : b->n + n + 64;
	char *old = b->s;

	if (b->a == NULL) {
		b->s = mem_grow(old, cap, 1);
	} else {
		b->s = arena_alloc(b->a, cap, 1);
		if (b->n > 0)
			memcpy(b->s, old, b->n);
	}
	b->cap = cap;
}

void
buf_text(struct buf *b, const char *text)
{
	buf_str(b, str_of(text));
}

void
buf_item(struct buf *b, struct str s)
{
	if (b->n > 0)
		buf_text(b, ", ");
	buf_str(b, s);
}

void
buf_fill(struct buf *b, char c, size_t n)
{
	if (n == 0)
		return;
	memset(buf_room(b, n), c, n);
	b->n += n;
}

void
buf_number(struct buf *b, uint32_t n, size_t digits)
{
	char text[10], *p = text + sizeof(text);

	do {
		*--p = (char)('0' + n % 10);
		n /= 10;
	} while (n > 0);
	while (p > text && (size_t)(text + sizeof(text) - p) < digits)
		*--p = '0';
	buf_str(b, (struct str){ p, (size_t)(text + sizeof(text) - p) });
}

void
buf_printf(struct buf *b, const char *fmt, ...)
{
	va_list ap, again;
	int n;

	va_start(ap, fmt);
	va_copy(again, ap);
	n = vsnprintf(
	    b->s == NULL ? NULL : b->s + b->n, b->cap - b->n, fmt, ap);
	va_end(ap);
	if (n < 0)
		oom();
	if ((size_t)n >= b->cap - b->n)
		vsnprintf(
		    buf_room(b, (size_t)n + 1), (size_t)n + 1, fmt, again);
	va_end(again);
	b->n += (size_t)n;
}

struct str
buf_view(const struct buf *b)
{
	return (struct str){ b->s == NULL ? "" : b->s, b->n };
}

void
buf_reset(struct buf *b, size_t keep)
{
	b->n = 0;
	if (b->a == NULL && b->cap > keep)
		buf_free(b);
}

void
buf_free(struct buf *b)
{
	if (b->a == NULL)
		free(b->s);
	*b = (struct buf){ .a = b->a };
}
