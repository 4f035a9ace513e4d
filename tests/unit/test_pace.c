#include <stdlib.h>

#include "base/clock.h"
#include "client/pace.h"

#include "unit.h"

enum { SECONDS = 5, SENDS_MAX = SECONDS * 100000 };

/* Sends whenever it may, as seen by somebody who looks every step_us: how
 * often in all, and at most in any second. */
struct sends {
	size_t all, most;
};

static struct sends
send_for(uint32_t rate, int64_t from_us, int64_t step_us)
{
	int64_t *at = calloc(SENDS_MAX, sizeof(*at));
	struct pace pace = pace_of(rate);
	struct sends sends = { 0 };
	size_t first = 0;

	ck_assert_ptr_nonnull(at);
	for (int64_t now = from_us; now < from_us + SECONDS * SECOND_US;
	     now += step_us)
		while (pace_turn_us(&pace) <= now && sends.all < SENDS_MAX) {
			pace_sent(&pace, now);
			at[sends.all++] = now;
			while (at[first] + SECOND_US <= now)
				first++;
			if (sends.all - first > sends.most)
				sends.most = sends.all - first;
		}
	free(at);
	return sends;
}

static const struct pace_case {
	const char *label;
	uint32_t rate;
	int64_t step_us;
	size_t all; /* no fewer */
} cases[] = {
	{ "one a second", 1, 1000, 5 },
	{ "none go together", 31, 1000, 5 * 30 },
	{ "two go together", 32, 1000, 5 * 31 },
	{ "a resolver's limit", 1500, 1000, 5 * 1450 },
	{ "looked at all the time", 1500, 1, 5 * 1450 },
	{ "looked at seldom", 1500, 25000, 5 * 1450 },
	{ "looked at hardly ever: no more than what may go together", 1500,
	    500000, 10 * 46 },
	{ "several in a microsecond's rounding", 99999, 1000, 5 * 96000 },
};

START_TEST(no_second_has_more)
{
	const struct pace_case *c = &cases[_i];
	static const int64_t from_us[] = { 0, 1, (int64_t)1 << 50 };

	for (size_t i = 0; i < LENGTH(from_us); i++) {
		struct sends got = send_for(c->rate, from_us[i], c->step_us);

		ck_assert_msg(
		    got.all < SENDS_MAX, "%s: no end of them", c->label);
		ck_assert_msg(got.most <= c->rate, "%s: %zu in a second",
		    c->label, got.most);
		ck_assert_msg(
		    got.all >= c->all, "%s: only %zu", c->label, got.all);
	}
}
END_TEST

START_TEST(no_limit)
{
	struct pace pace = { 0 };

	for (size_t i = 0; i < 1000; i++) {
		ck_assert_int_le(pace_turn_us(&pace), 7);
		pace_sent(&pace, 7);
	}
	ck_assert_int_eq(pace_of(0).every_ns, 0);
}
END_TEST

/* What was not sent in a quiet time is not made up for. */
START_TEST(rest_is_not_saved)
{
	struct pace pace = pace_of(10);
	int64_t now = 3600 * (int64_t)SECOND_US;

	pace_sent(&pace, 1);
	ck_assert_int_le(pace_turn_us(&pace), now);
	pace_sent(&pace, now);
	ck_assert_int_eq(pace_turn_us(&pace), now + SECOND_US / 10);
}
END_TEST

Suite *
pace_suite(void)
{
	Suite *s = suite_create("pace");
	TCase *tc = tcase_create("pace");

	tcase_add_loop_test(tc, no_second_has_more, 0, LENGTH(cases));
	tcase_add_test(tc, no_limit);
	tcase_add_test(tc, rest_is_not_saved);
	suite_add_tcase(s, tc);
	return s;
}
