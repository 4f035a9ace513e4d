#include "base/escape.h"

#include "unit.h"

static const struct {
	const char *label;
	struct str text, want;
} cases[] = {
	{ "plain", STR("v=spf1 -all"), STR("v=spf1 -all") },
	{ "a terminal's escape", STR("a\033[2Jb"), STR("a\\027[2Jb") },
	{ "NUL, LF, DEL", STR("\0\n\177"), STR("\\000\\010\\127") },
	{ "UTF-8 stays", STR("b\303\274cher"), STR("b\303\274cher") },
	{ "a lone octet", STR("b\374cher"), STR("b\\252cher") },
	{ "a sequence cut short", STR("\342\202"), STR("\\226\\130") },
	{ "an overlong form", STR("\300\257"), STR("\\192\\175") },
	{ "a surrogate", STR("\355\240\200"), STR("\\237\\160\\128") },
	{ "C1 in UTF-8", STR("\302\233"), STR("\\194\\155") },
	{ "right to left", STR("\342\200\256x"), STR("\\226\\128\\174x") },
	{ "past the last code", STR("\364\220\200\200"),
	    STR("\\244\\144\\128\\128") },
};

START_TEST(escapes)
{
	struct arena a = { 0 };
	struct str once = escape(&a, cases[_i].text);

	ck_assert_msg(str_eq(once, cases[_i].want), "%s: %.*s", cases[_i].label,
	    PSTR(once));
	ck_assert_msg(
	    str_eq(escape(&a, once), once), "%s: not twice", cases[_i].label);
	arena_free(&a);
}
END_TEST

Suite *
escape_suite(void)
{
	Suite *s = suite_create("escape");
	TCase *tc = tcase_create("escape");

	tcase_add_loop_test(tc, escapes, 0, LENGTH(cases));
	suite_add_tcase(s, tc);
	return s;
}
