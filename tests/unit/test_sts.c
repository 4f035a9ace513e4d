#include "mail/sts.h"

#include "unit.h"

#define HEAD "version: STSv1\nmode: enforce\nmax_age: 604800\n"

static const struct {
	const char *label;
	struct str text;
	struct str fault; /* its beginning */
	struct str covered, passed_by;
} policies[] = {
	{ "as in the RFC",
	    STR("version: STSv1\r\nmode: enforce\r\nmx: mx1.example.com\r\n"
		"mx: *.example.net\r\nmax_age: 604800\r\n"),
	    STR(""), STR("mx1.example.com"), STR("mx2.example.com") },
	{ "a wildcard is one label", STR(HEAD "mx: *.example.net"), STR(""),
	    STR("a.example.net"), STR("b.a.example.net") },
	{ "and at least one", STR(HEAD "mx: *.example.net"), STR(""),
	    STR("a.example.net"), STR("example.net") },
	{ "no wildcard within a label", STR(HEAD "mx: mx*.example.net"),
	    STR("its mx "), STR(""), STR("") },
	{ "capitals", STR(HEAD "mx:MX1.Example.Com"), STR(""),
	    STR("mx1.example.com"), STR("example.com") },
	{ "unknown keys, blank lines, blanks behind",
	    STR("\n" HEAD " \nx-1: \xc3\xa4 \nmx:\tmx1.example.com \n\n"),
	    STR(""), STR("mx1.example.com"), STR("example.com") },
	{ "of two modes the first", STR(HEAD "mode: x\nmx: a.test"), STR(""),
	    STR("a.test"), STR("b.test") },
	{ "mode none needs no mx",
	    STR("version: STSv1\nmode: none\nmax_age: 1\n"), STR(""), STR(""),
	    STR("a.test") },
	{ "no mx", STR(HEAD), STR("it has no mx"), STR(""), STR("") },
	{ "a last dot", STR(HEAD "mx: a.test."), STR("its mx "), STR(""),
	    STR("") },
	{ "an empty mx", STR(HEAD "mx:"), STR("its mx "), STR(""), STR("") },
	{ "a line that is none", STR(HEAD "mx: a.test\nhello\n"),
	    STR("line 5, 'hello',"), STR(""), STR("") },
	{ "a byte order mark", STR("\xef\xbb\xbf" HEAD "mx: a.test"),
	    STR("line 1, "), STR(""), STR("") },
	{ "a mode in capitals",
	    STR("version: STSv1\nmode: Enforce\nmx: a.test\nmax_age: 1\n"),
	    STR("its mode "), STR(""), STR("") },
	{ "no mode", STR("version: STSv1\nmx: a.test\nmax_age: 1\n"),
	    STR("it has no mode"), STR(""), STR("") },
	{ "no version", STR("mode: none\nmax_age: 1\n"),
	    STR("it has no version"), STR(""), STR("") },
	{ "another version", STR("version: STSv2\nmode: none\nmax_age: 1\n"),
	    STR("its version "), STR(""), STR("") },
	{ "no max_age", STR("version: STSv1\nmode: none\n"),
	    STR("it has no max_age"), STR(""), STR("") },
	{ "a max_age of 0", STR("version: STSv1\nmode: none\nmax_age: 0\n"),
	    STR("its max_age "), STR(""), STR("") },
	{ "a year", STR("version: STSv1\nmode: none\nmax_age: 31557600\n"),
	    STR(""), STR(""), STR("a.test") },
	{ "a second more than a year",
	    STR("version: STSv1\nmode: none\nmax_age: 31557601\n"),
	    STR("its max_age "), STR(""), STR("") },
	{ "nothing", STR(""), STR("it has no version"), STR(""), STR("") },
	{ "a web page", STR("<!DOCTYPE html>\n"), STR("line 1, "), STR(""),
	    STR("") },
};

static bool
covers(struct arena *a, const struct sts_policy *policy, struct str text)
{
	struct name name;

	ck_assert(name_parse(a, text, &name));
	return sts_policy_covers(policy, name);
}

START_TEST(reads)
{
	struct arena a = { 0 };
	struct sts_policy policy;
	struct str fault = sts_policy_read(&a, policies[_i].text, &policy);

	ck_assert_msg(str_starts(fault, policies[_i].fault) &&
		(fault.n > 0) == (policies[_i].fault.n > 0),
	    "%s: '%.*s'", policies[_i].label, PSTR(fault));
	if (policies[_i].covered.n > 0)
		ck_assert_msg(covers(&a, &policy, policies[_i].covered), "%s",
		    policies[_i].label);
	if (policies[_i].passed_by.n > 0)
		ck_assert_msg(!covers(&a, &policy, policies[_i].passed_by),
		    "%s", policies[_i].label);
	arena_free(&a);
}
END_TEST

Suite *
sts_suite(void)
{
	Suite *s = suite_create("sts");
	TCase *tc = tcase_create("sts");

	tcase_add_loop_test(
	    tc, reads, 0, sizeof(policies) / sizeof(policies[0]));
	suite_add_tcase(s, tc);
	return s;
}
