#include "base/base64.h"

#include "unit.h"

static const struct {
	const char *label;
	struct str text;
	bool ok;
	struct str want;
} cases[] = {
	{ "nothing", STR(""), true, STR("") },
	{ "one octet", STR("Zg=="), true, STR("f") },
	{ "two octets", STR("Zm8="), true, STR("fo") },
	{ "three octets", STR("Zm9v"), true, STR("foo") },
	{ "more than a group", STR("Zm9vYmE="), true, STR("fooba") },
	{ "any octet", STR("AP/+"), true, STR("\0\377\376") },
	{ "no padding", STR("Zg"), false, STR("") },
	{ "too much padding", STR("Z==="), false, STR("") },
	{ "padding in the middle", STR("Zg==Zg=="), false, STR("") },
	{ "bits left over", STR("Zh=="), false, STR("") },
	{ "the letters for URLs", STR("AP_-"), false, STR("") },
	{ "a blank", STR("Zm9 "), false, STR("") },
	{ "a NUL", STR("Zm9\0"), false, STR("") },
};

START_TEST(decodes)
{
	struct arena a = { 0 };
	struct str got = { "", 0 };

	ck_assert_msg(base64_decode(&a, cases[_i].text, &got) == cases[_i].ok &&
		str_eq(got, cases[_i].want),
	    "%s", cases[_i].label);
	if (cases[_i].ok)
		ck_assert(str_eq(base64_encode(&a, got), cases[_i].text));
	arena_free(&a);
}
END_TEST

Suite *
base64_suite(void)
{
	Suite *s = suite_create("base64");
	TCase *tc = tcase_create("base64");

	tcase_add_loop_test(tc, decodes, 0, LENGTH(cases));
	suite_add_tcase(s, tc);
	return s;
}
