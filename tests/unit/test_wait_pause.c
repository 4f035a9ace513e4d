#include "base/clock.h"
#include "cli/wait_pause.h"

#include "unit.h"

static const struct {
	const char *label;
	uint32_t kept_s;
	unsigned nlooks;
	uint32_t want;
} pauses[] = {
	{ "as long as a cache keeps the old state", 60, 1, 61 },
	{ "however often it was looked", 60, 9, 61 },
	{ "never less than ten seconds", 3, 1, 10 },
	{ "ten of them", 9, 1, 10 },
	{ "and a second more", 10, 1, 11 },
	{ "never more than five minutes", 86400, 1, 300 },
	{ "five minutes of them", 299, 1, 300 },
	{ "nothing is cached: soon at first", 0, 1, 10 },
	{ "then by a half later", 0, 2, 15 },
	{ "and later", 0, 4, 33 },
	{ "once a minute in the end", 0, 6, 60 },
	{ "for ever", 0, 4000000000, 60 },
};

START_TEST(pauses_as_long)
{
	ck_assert_msg(
	    wait_pause(pauses[_i].kept_s, pauses[_i].nlooks) == pauses[_i].want,
	    "%s: %u", pauses[_i].label,
	    wait_pause(pauses[_i].kept_s, pauses[_i].nlooks));
}
END_TEST

static const struct {
	const char *label;
	int64_t now_s, until_s;
	uint32_t pause_s;
	unsigned char random;
	int64_t want_us;
} nexts[] = {
	{ "after the pause", 100, 1000, 60, 0, 160 * SECOND_US },
	{ "up to a tenth later", 100, 1000, 60, 255, 166 * SECOND_US },
	{ "ten seconds before the deadline", 100, 170, 60, 0, 160 * SECOND_US },
	{ "nearer to it, at the deadline", 100, 169, 60, 0, 169 * SECOND_US },
	{ "never beyond it", 100, 110, 300, 9, 110 * SECOND_US },
	{ "not at all once it is over", 100, 100, 60, 0, 0 },
	{ "nor after that", 101, 100, 60, 0, 0 },
};

START_TEST(looks_next)
{
	int64_t got = wait_next_us(nexts[_i].now_s * SECOND_US,
	    nexts[_i].until_s * SECOND_US, nexts[_i].pause_s, nexts[_i].random);

	ck_assert_msg(got == nexts[_i].want_us, "%s: %lld", nexts[_i].label,
	    (long long)got);
}
END_TEST

Suite *
wait_pause_suite(void)
{
	Suite *s = suite_create("wait_pause");
	TCase *tc = tcase_create("wait_pause");

	tcase_add_loop_test(tc, pauses_as_long, 0, LENGTH(pauses));
	tcase_add_loop_test(tc, looks_next, 0, LENGTH(nexts));
	suite_add_tcase(s, tc);
	return s;
}
