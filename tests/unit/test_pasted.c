#include "mail/pasted.h"

#include "unit.h"

static const struct {
	struct str text, plain;
} plains[] = {
	{ STR("v=spf1 -all"), STR("v=spf1 -all") },
	{ STR("a\tb\r\nc"), STR("a b  c") },
	{ STR("\357\273\277x\342\200\213y"), STR("xy") },
	{ STR("a\302\240b\343\200\200c\342\200\205d"), STR("a b c d") },
	{ STR("\342\200\223a \342\210\222b \357\274\215c"), STR("-a -b -c") },
	{ STR("\357\275\236all \343\200\234all"), STR("~all ~all") },
	{ STR("\342\200\234x\342\200\235 \302\253y\302\273"),
	    STR("\"x\" \"y\"") },
	{ STR("\357\274\241\357\275\232"), STR("Az") },
	{ STR("a\240b"), STR("a b") },
	{ STR("gr\303\274n \303\240 \346\227\245"),
	    STR("gr\303\274n \303\240 \346\227\245") },
	{ STR("\357\275\237"), STR("\357\275\237") },
	{ STR("\357\274\200\357\274\201\357\275\236"), STR("\357\274\200!~") },
	{ STR("\357\274"), STR("\357\274") },
};

START_TEST(makes_plain)
{
	struct arena a = { 0 };
	struct str got = pasted_plain(&a, plains[_i].text);

	ck_assert_msg(str_eq(got, plains[_i].plain), "%s: %.*s",
	    plains[_i].text.s, PSTR(got));
	arena_free(&a);
}
END_TEST

static const struct {
	struct str text, value;
} quoted[] = {
	{ STR("\"a b\""), STR("a b") },
	{ STR("\"a\" \"b\""), STR("ab") },
	{ STR("a\\;b\\\"c"), STR("a;bc") },
	{ STR("p=AB\" \"CD"), STR("p=ABCD") },
	{ STR("a\\b"), STR("a\\b") },
	{ STR("a\\"), STR("a") },
};

START_TEST(takes_quotes_away)
{
	struct arena a = { 0 };
	struct str got = pasted_unquoted(&a, quoted[_i].text);

	ck_assert_msg(str_eq(got, quoted[_i].value), "%s: %.*s",
	    quoted[_i].text.s, PSTR(got));
	arena_free(&a);
}
END_TEST

static const struct {
	struct str text, value;
} lines[] = {
	{ STR("IN TXT v=x1 y"), STR("v=x1 y") },
	{ STR("a._b.example.com. 3600 IN TXT ( V=X1 y )"), STR("V=X1 y") },
	{ STR("* TXT \"v=x1 y\""), STR("* TXT \"v=x1 y\"") },
	{ STR("@ IN TXT \"v=x1 y\""), STR("v=x1 y\"") },
	{ STR("this is v=x1 y"), STR("this is v=x1 y") },
	{ STR("@ 1 2 3 4 5 6 v=x1"), STR("@ 1 2 3 4 5 6 v=x1") },
	{ STR("v=x1 y"), STR("v=x1 y") },
	{ STR("nothing"), STR("nothing") },
};

START_TEST(finds_the_value)
{
	struct str got = pasted_value(lines[_i].text, S("v=x1"));

	ck_assert_msg(str_eq(got, lines[_i].value), "%s: %.*s",
	    lines[_i].text.s, PSTR(got));
}
END_TEST

Suite *
pasted_suite(void)
{
	Suite *s = suite_create("pasted");
	TCase *tc = tcase_create("pasted");

	tcase_add_loop_test(tc, makes_plain, 0, LENGTH(plains));
	tcase_add_loop_test(tc, takes_quotes_away, 0, LENGTH(quoted));
	tcase_add_loop_test(tc, finds_the_value, 0, LENGTH(lines));
	suite_add_tcase(s, tc);
	return s;
}
