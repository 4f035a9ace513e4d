#include <stdlib.h>
#include <string.h>

#include "base/ranges.h"

static int
order(const void *x, const void *y)
{
	const struct range *a = x, *b = y;

	if (a->first != b->first)
		return a->first < b->first ? -1 : 1;
	return a->last < b->last ? -1 : a->last > b->last;
}

struct ranges
ranges_of(struct arena *a, struct range *r, size_t n)
{
	struct range *out = arena_array(a, n, struct range);
	size_t m = 0;

	if (n > 0)
		qsort(r, n, sizeof(*r), order);
	for (size_t i = 0; i < n; i++) {
		/* Touching ranges are one; nothing is behind the greatest. */
		if (m > 0 &&
		    (out[m - 1].last == UINT64_MAX ||
			r[i].first <= out[m - 1].last + 1)) {
			if (r[i].last > out[m - 1].last)
				out[m - 1].last = r[i].last;
		} else {
			out[m++] = r[i];
		}
	}
	return (struct ranges){ out, m };
}

struct ranges
ranges_or(struct arena *a, struct ranges x, struct ranges y)
{
	struct range *all = arena_array(a, x.n + y.n, struct range);

	if (x.n > 0)
		memcpy(all, x.r, x.n * sizeof(*all));
	if (y.n > 0)
		memcpy(all + x.n, y.r, y.n * sizeof(*all));
	return ranges_of(a, all, x.n + y.n);
}

struct ranges
ranges_and(struct arena *a, struct ranges x, struct ranges y)
{
	struct range *out = arena_array(a, x.n + y.n, struct range);
	size_t i = 0, j = 0, n = 0;

	while (i < x.n && j < y.n) {
		uint64_t first =
		    x.r[i].first > y.r[j].first ? x.r[i].first : y.r[j].first;
		uint64_t last =
		    x.r[i].last < y.r[j].last ? x.r[i].last : y.r[j].last;

		if (first <= last)
			out[n++] = (struct range){ first, last };
		if (x.r[i].last < y.r[j].last)
			i++;
		else
			j++;
	}
	return (struct ranges){ out, n };
}

/* What is between the ranges. */
static struct ranges
complement(struct arena *a, struct ranges x)
{
	struct range *out = arena_array(a, x.n + 1, struct range);
	uint64_t next = 0;
	size_t n = 0;

	for (size_t i = 0; i < x.n; i++) {
		if (x.r[i].first > next)
			out[n++] = (struct range){ next, x.r[i].first - 1 };
		if (x.r[i].last == UINT64_MAX)
			return (struct ranges){ out, n };
		next = x.r[i].last + 1;
	}
	out[n++] = (struct range){ next, UINT64_MAX };
	return (struct ranges){ out, n };
}

struct ranges
ranges_minus(struct arena *a, struct ranges x, struct ranges y)
{
	return ranges_and(a, x, complement(a, y));
}

uint64_t
ranges_count(struct ranges x)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < x.n; i++) {
		uint64_t n = x.r[i].last - x.r[i].first;

		if (n == UINT64_MAX || sum + n + 1 < sum)
			return UINT64_MAX;
		sum += n + 1;
	}
	return sum;
}
