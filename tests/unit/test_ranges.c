#include "base/ranges.h"

#include "unit.h"

enum { MAX = 4 };

struct set {
	struct range r[MAX]; /* ends at the first that is {0, 0} */
};

static size_t
count(const struct set *set)
{
	size_t n = 0;

	while (n < MAX && set->r[n].last > 0)
		n++;
	return n;
}

static struct ranges
make(struct arena *a, const struct set *set)
{
	struct range *r = arena_array(a, MAX, struct range);

	for (size_t i = 0; i < count(set); i++)
		r[i] = set->r[i];
	return ranges_of(a, r, count(set));
}

static bool
same(struct ranges got, const struct set *want)
{
	if (got.n != count(want))
		return false;
	for (size_t i = 0; i < got.n; i++)
		if (got.r[i].first != want->r[i].first ||
		    got.r[i].last != want->r[i].last)
			return false;
	return true;
}

#define TOP UINT64_MAX

static const struct {
	const char *label;
	struct set x, y, or, and, minus;
} cases[] = {
	{ "apart", { { { 1, 2 } } }, { { { 5, 6 } } },
	    { { { 1, 2 }, { 5, 6 } } }, { { { 0, 0 } } }, { { { 1, 2 } } } },
	{ "touching", { { { 1, 2 } } }, { { { 3, 6 } } }, { { { 1, 6 } } },
	    { { { 0, 0 } } }, { { { 1, 2 } } } },
	{ "overlapping", { { { 1, 4 } } }, { { { 3, 6 } } }, { { { 1, 6 } } },
	    { { { 3, 4 } } }, { { { 1, 2 } } } },
	{ "inside", { { { 1, 9 } } }, { { { 3, 6 } } }, { { { 1, 9 } } },
	    { { { 3, 6 } } }, { { { 1, 2 }, { 7, 9 } } } },
	{ "nothing on one side", { { { 1, 9 } } }, { { { 0, 0 } } },
	    { { { 1, 9 } } }, { { { 0, 0 } } }, { { { 1, 9 } } } },
	{ "to the top", { { { 1, TOP } } }, { { { 9, TOP } } },
	    { { { 1, TOP } } }, { { { 9, TOP } } }, { { { 1, 8 } } } },
	{ "all, and the ends", { { { 0, TOP } } },
	    { { { 0, 1 }, { TOP, TOP } } }, { { { 0, TOP } } },
	    { { { 0, 1 }, { TOP, TOP } } }, { { { 2, TOP - 1 } } } },
	{ "several, unsorted, one in another",
	    { { { 8, 9 }, { 1, 6 }, { 2, 3 } } }, { { { 5, 8 } } },
	    { { { 1, 9 } } }, { { { 5, 6 }, { 8, 8 } } },
	    { { { 1, 4 }, { 9, 9 } } } },
};

START_TEST(combines)
{
	struct arena a = { 0 };
	struct ranges x = make(&a, &cases[_i].x), y = make(&a, &cases[_i].y);

	ck_assert_msg(same(ranges_or(&a, x, y), &cases[_i].or), "%s: or",
	    cases[_i].label);
	ck_assert_msg(same(ranges_and(&a, x, y), &cases[_i].and), "%s: and",
	    cases[_i].label);
	ck_assert_msg(same(ranges_minus(&a, x, y), &cases[_i].minus),
	    "%s: minus", cases[_i].label);
	arena_free(&a);
}
END_TEST

START_TEST(counts)
{
	static const struct set none = { { { 0, 0 } } },
				some = { { { 1, 4 }, { 6, 6 } } },
				all = { { { 0, TOP } } };
	struct arena a = { 0 };

	ck_assert_uint_eq(ranges_count(make(&a, &none)), 0);
	ck_assert_uint_eq(ranges_count(make(&a, &some)), 5);
	ck_assert_uint_eq(ranges_count(make(&a, &all)), TOP);
	arena_free(&a);
}
END_TEST

Suite *
ranges_suite(void)
{
	Suite *s = suite_create("ranges");
	TCase *tc = tcase_create("ranges");

	tcase_add_loop_test(tc, combines, 0, LENGTH(cases));
	tcase_add_test(tc, counts);
	suite_add_tcase(s, tc);
	return s;
}
