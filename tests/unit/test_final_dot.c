#include "mail/final_dot.h"

#include "unit.h"

static const struct {
	const char *label;
	struct str target, origin;
	enum final_dot want;
	const char *out; /* NULL: none */
} cases[] = {
	{ "a doubled name", STR("mail.example.com.example.com"),
	    STR("example.com"), FINAL_DOT_MISSING, "mail.example.com" },
	{ "the zone's own name", STR("example.com.example.com"),
	    STR("example.com"), FINAL_DOT_MISSING, "example.com" },
	{ "a service's key", STR("abc.dkim.amazonses.com.example.com"),
	    STR("example.com"), FINAL_DOT_MISSING, "abc.dkim.amazonses.com" },
	{ "another host", STR("mx.example.net.example.com"), STR("example.com"),
	    FINAL_DOT_MAYBE, "mx.example.net" },
	{ "two labels", STR("mx.west.example.com"), STR("example.com"),
	    FINAL_DOT_MAYBE, "mx.west" },
	{ "one label", STR("mail.example.com"), STR("example.com"),
	    FINAL_DOT_FINE, NULL },
	{ "the zone itself", STR("example.com"), STR("example.com"),
	    FINAL_DOT_FINE, NULL },
	{ "elsewhere", STR("mail.example.net"), STR("example.com"),
	    FINAL_DOT_FINE, NULL },
	{ "not at a label's boundary", STR("mail.a.badexample.com"),
	    STR("example.com"), FINAL_DOT_FINE, NULL },
	{ "the root as the zone", STR("mail.example.com"), STR("."),
	    FINAL_DOT_FINE, NULL },
};

START_TEST(tells)
{
	struct arena a = { 0 };
	struct name target, origin, out = { 0 };

	ck_assert(name_parse(&a, cases[_i].target, &target));
	ck_assert(name_parse(&a, cases[_i].origin, &origin));
	ck_assert_msg(final_dot_of(&a, target, origin, &out) == cases[_i].want,
	    "%s", cases[_i].label);
	ck_assert_msg(str_eq(name_text(&a, out), str_of(cases[_i].out)),
	    "%s: %.*s", cases[_i].label, PSTR(name_text(&a, out)));
	arena_free(&a);
}
END_TEST

Suite *
final_dot_suite(void)
{
	Suite *s = suite_create("final_dot");
	TCase *tc = tcase_create("final_dot");

	tcase_add_loop_test(tc, tells, 0, LENGTH(cases));
	suite_add_tcase(s, tc);
	return s;
}
