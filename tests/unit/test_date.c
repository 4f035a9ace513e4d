#include "base/date.h"

#include "unit.h"

static const struct {
	const char *text;
	int64_t day; /* -1: no day */
} days[] = {
	{ "1970-01-01", 0 },
	{ "1970-12-31", 364 },
	{ "1972-02-29", 789 },
	{ "2000-02-29", 11016 },
	{ "2000-03-01", 11017 },
	{ "2026-11-26", 20783 },
	{ "2100-02-28", 47540 },
	{ "2100-03-01", 47541 },
	{ "9999-12-31", 2932896 },
	{ "1969-12-31", -1 },
	{ "2026-02-29", -1 },
	{ "2100-02-29", -1 },
	{ "2026-00-01", -1 },
	{ "2026-13-01", -1 },
	{ "2026-04-31", -1 },
	{ "2026-04-00", -1 },
	{ "2026-4-01", -1 },
	{ "2026/04/01", -1 },
	{ "2026-04-011", -1 },
	{ "2026-04-1", -1 },
	{ "+026-04-01", -1 },
	{ "", -1 },
};

START_TEST(reads_and_writes)
{
	struct arena a = { 0 };
	struct str text = str_of(days[_i].text);
	int64_t day = -1;

	ck_assert_msg(
	    date_parse(text, &day) == (days[_i].day >= 0), "%s", text.s);
	ck_assert_msg(day == days[_i].day, "%s: %lld", text.s, (long long)day);
	if (day >= 0)
		ck_assert_msg(str_eq(date_text(&a, day), text), "%s", text.s);
	arena_free(&a);
}
END_TEST

START_TEST(has_each_day_once)
{
	struct arena a = { 0 };
	int64_t day;

	for (int64_t i = 0; i < 50000; i++) {
		ck_assert(date_parse(date_text(&a, i), &day));
		ck_assert(day == i);
		arena_reset(&a);
	}
	arena_free(&a);
}
END_TEST

Suite *
date_suite(void)
{
	Suite *s = suite_create("date");
	TCase *tc = tcase_create("date");

	tcase_add_loop_test(tc, reads_and_writes, 0, LENGTH(days));
	tcase_add_test(tc, has_each_day_once);
	suite_add_tcase(s, tc);
	return s;
}
