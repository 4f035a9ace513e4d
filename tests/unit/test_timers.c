#include "client/timers.h"

#include "unit.h"

enum { N = 500 };

/* Numbers that look random and are the same every time. */
static uint32_t
next(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed >> 8;
}

START_TEST(come_in_order)
{
	struct timers timers = { 0 };
	struct timer t[N] = { 0 };
	uint32_t seed = (uint32_t)_i;
	int64_t last = 0;
	size_t n = 0;

	for (size_t i = 0; i < N * 3; i++)
		timer_set(&timers, &t[i % N], next(&seed) % 1000);
	for (size_t i = 0; i < N; i += 3)
		timer_stop(&timers, &t[i]);
	for (struct timer *first; (first = timers_first(&timers)) != NULL;
	     n++) {
		ck_assert(first->at_us >= last);
		ck_assert((first - t) % 3 != 0);
		last = first->at_us;
		timer_stop(&timers, first);
		timer_stop(&timers, first); /* stopped is stopped */
	}
	ck_assert_uint_eq(n, N - (N + 2) / 3);
	timers_free(&timers);
}
END_TEST

Suite *
timers_suite(void)
{
	Suite *s = suite_create("timers");
	TCase *tc = tcase_create("timers");

	tcase_add_loop_test(tc, come_in_order, 1, 20);
	suite_add_tcase(s, tc);
	return s;
}
