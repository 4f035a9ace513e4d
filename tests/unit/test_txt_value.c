#include "fix/txt_value.h"

#include "unit.h"

static const struct {
	struct str text, value;
} cases[] = {
	{ STR("v=spf1 -all"), STR("\"v=spf1 -all\"") },
	{ STR(""), STR("\"\"") },
	{ STR("a\"b\\c"), STR("\"a\\\"b\\\\c\"") },
	{ STR("\0\177\303\274"), STR("\"\\000\\127\\195\\188\"") },
	{ STR("; ( ) @"), STR("\"; ( ) @\"") },
};

START_TEST(writes_and_reads)
{
	struct arena a = { 0 };
	struct str got = txt_value(&a, cases[_i].text), back;

	ck_assert_msg(str_eq(got, cases[_i].value), "%.*s", PSTR(got));
	ck_assert(txt_value_read(&a, got, &back));
	ck_assert(str_eq(back, cases[_i].text));
	arena_free(&a);
}
END_TEST

START_TEST(cuts_at_255)
{
	struct arena a = { 0 };
	char text[511];
	struct str got, back;

	memset(text, 'x', sizeof(text));
	got = txt_value(&a, (struct str){ text, 255 });
	ck_assert_uint_eq(got.n, 257);
	got = txt_value(&a, (struct str){ text, 256 });
	ck_assert_uint_eq(got.n, 255 + 2 + 1 + 1 + 2);
	ck_assert(str_ends(got, S("x\" \"x\"")));
	ck_assert(txt_value_read(&a, got, &back));
	ck_assert_uint_eq(back.n, 256);
	got = txt_value(&a, (struct str){ text, 511 });
	ck_assert(str_ends(got, S("\" \"x\"")));
	arena_free(&a);
}
END_TEST

static const struct str no_values[] = {
	STR(""),
	STR("x"),
	STR("\"x"),
	STR("\"x\" y"),
	STR("\"\\\""),
	STR("\"\\25\""),
	STR("\"\\256\""),
	STR("\"\\2x5\""),
};

START_TEST(refuses)
{
	struct arena a = { 0 };
	struct str out;

	ck_assert_msg(
	    !txt_value_read(&a, no_values[_i], &out), "%s", no_values[_i].s);
	arena_free(&a);
}
END_TEST

Suite *
txt_value_suite(void)
{
	Suite *s = suite_create("txt_value");
	TCase *tc = tcase_create("txt_value");

	tcase_add_loop_test(tc, writes_and_reads, 0, LENGTH(cases));
	tcase_add_test(tc, cuts_at_255);
	tcase_add_loop_test(tc, refuses, 0, LENGTH(no_values));
	suite_add_tcase(s, tc);
	return s;
}
