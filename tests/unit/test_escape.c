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
	{ "a soft hyphen, a filler, a joiner",
	    STR("\302\255\343\205\244\315\217"),
	    STR("\\194\\173\\227\\133\\164\\205\\143") },
	{ "a vowel separator, an annotation", STR("\341\240\216\357\277\271"),
	    STR("\\225\\160\\142\\239\\191\\185") },
	{ "a tag, a variation selector", STR("\363\240\201\201\357\270\217"),
	    STR("\\243\\160\\129\\129\\239\\184\\143") },
	{ "a blank that is none", STR("\302\240"), STR("\\194\\160") },
	{ "an ideographic comma, and an emoji, stay",
	    STR("\343\200\201\360\237\230\200"),
	    STR("\343\200\201\360\237\230\200") },
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

static const struct {
	const char *label;
	struct str text, want;
} excerpts[] = {
	{ "what fits", STR("0123456789abcde"), STR("0123456789abcde") },
	{ "what does not", STR("0123456789abcdef"), STR("01234 ... bcdef") },
	{ "what is made longer", STR("abcdefgh\0\0"), STR("abcde ... 0\\000") },
	{ "characters, not octets",
	    STR("\303\274\303\274\303\274\303\274\303\274\303\274\303\274"
		"\303\274\303\274\303\274"),
	    STR("\303\274\303\274\303\274\303\274\303\274\303\274\303\274"
		"\303\274\303\274\303\274") },
};

START_TEST(cuts_the_middle)
{
	struct arena a = { 0 };
	struct str got = excerpt(&a, excerpts[_i].text, 15);

	ck_assert_msg(str_eq(got, excerpts[_i].want), "%s: %.*s",
	    excerpts[_i].label, PSTR(got));
	arena_free(&a);
}
END_TEST

/* However long: the same ends, in as many columns. */
START_TEST(cuts_any_length)
{
	struct arena a = { 0 };
	struct buf b = { .a = &a };

	buf_text(&b, "begin");
	for (size_t n = 0; n < 300; n++) {
		struct str got;

		buf_fill(&b, (char)n, n);
		buf_text(&b, "-end");
		got = excerpt(&a, buf_view(&b), 15);
		ck_assert_msg(n == 0 || str_eq(got, S("begin ... 5-end")) ||
			(str_starts(got, S("begin ... ")) &&
			    str_ends(got, S("-end")) && columns(got) == 15),
		    "%zu: %.*s", n, PSTR(got));
	}
	arena_free(&a);
}
END_TEST

Suite *
escape_suite(void)
{
	Suite *s = suite_create("escape");
	TCase *tc = tcase_create("escape");

	tcase_add_loop_test(tc, escapes, 0, LENGTH(cases));
	tcase_add_loop_test(tc, cuts_the_middle, 0, LENGTH(excerpts));
	tcase_add_test(tc, cuts_any_length);
	suite_add_tcase(s, tc);
	return s;
}
