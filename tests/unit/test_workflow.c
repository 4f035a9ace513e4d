#include "base/workflow.h"

#include "unit.h"

static const struct {
	const char *label;
	struct str text, want;
} cases[] = {
	{ "nothing", STR(""), STR("") },
	{ "plain", STR("pass  mx\n      a: b\n"),
	    STR("pass  mx\n      a: b\n") },
	{ "a command at the start", STR("::error::x"),
	    STR(":\\058error:\\058x") },
	{ "behind blanks, on a later line", STR("a\n   ::error file=x::y\n"),
	    STR("a\n   :\\058error file=x:\\058y\n") },
	{ "behind a colour", STR("a\n \033[1;31m::stop-commands::y\n"),
	    STR("a\n \033[1;31m:\\058stop-commands:\\058y\n") },
	{ "behind a quote", STR("a \"::add-mask::b\""),
	    STR("a \":\\058add-mask:\\058b\"") },
	{ "the older form, anywhere", STR("a.b##[add-mask]c"),
	    STR("a.b#\\035[add-mask]c") },
	{ "one mark more", STR("###[a]"), STR("##\\035[a]") },
	{ "addresses stay", STR("from 2001:db8::1 and 2001:db8::ab, ::1\n"),
	    STR("from 2001:db8::1 and 2001:db8::ab, ::1\n") },
	{ "but at the start", STR("a\n::1\n"), STR("a\n:\\0581\n") },
	{ "an unfinished colour", STR("\033["), STR("\033[") },
	{ "colons alone", STR("::::"), STR(":\\058::") },
};

START_TEST(breaks_up)
{
	struct arena a = { 0 };
	struct str got = workflow_safe(&a, cases[_i].text);
	struct buf b = { .a = &a };

	ck_assert_msg(str_eq(got, cases[_i].want), "%s: %.*s", cases[_i].label,
	    PSTR(got));
	ck_assert(str_eq(workflow_safe(&a, got), got));
	buf_text(&b, "::before");
	buf_str(&b, cases[_i].text);
	workflow_break_up(&b, 8);
	ck_assert_msg(str_eq(str_from(buf_view(&b), 8), cases[_i].want), "%s",
	    cases[_i].label);
	arena_free(&a);
}
END_TEST

Suite *
workflow_suite(void)
{
	Suite *s = suite_create("workflow");
	TCase *tc = tcase_create("workflow");

	tcase_add_loop_test(tc, breaks_up, 0, LENGTH(cases));
	suite_add_tcase(s, tc);
	return s;
}
