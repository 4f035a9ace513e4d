#include "base/arena.h"
#include "base/seen.h"

#include "unit.h"

enum { TEXTS = 10000 };

START_TEST(remembers_all)
{
	struct seen seen = { 0 };
	struct arena a = { 0 };

	for (unsigned round = 0; round < 2; round++)
		for (unsigned i = 0; i < TEXTS; i++)
			ck_assert(seen_before(&seen,
				      arena_printf(&a, "d%u.example", i)) ==
			    (round > 0));
	ck_assert_uint_eq(seen.n, TEXTS);
	ck_assert(!seen_before(&seen, S("")));
	ck_assert(seen_before(&seen, S("")));
	seen_free(&seen);
	ck_assert(!seen_before(&seen, S("d1.example")));
	seen_free(&seen);
	arena_free(&a);
}
END_TEST

Suite *
seen_suite(void)
{
	Suite *s = suite_create("seen");
	TCase *tc = tcase_create("seen");

	tcase_add_test(tc, remembers_all);
	suite_add_tcase(s, tc);
	return s;
}
