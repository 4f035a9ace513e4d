#include "cli/nearest.h"

#include "unit.h"

static const struct str words[] = { STR("selector"), STR("skip"),
	STR("mail-from"), STR("authoritative"), STR("spf"), STR("spf-helo"),
	STR("dkim"), STR("spf.lookup-limit") };

static const struct {
	const char *label;
	struct str given, want;
} cases[] = {
	{ "the word itself", STR("dkim"), STR("dkim") },
	{ "a letter changed", STR("selektor"), STR("selector") },
	{ "a letter left out", STR("selctor"), STR("selector") },
	{ "a letter added", STR("selectors"), STR("selector") },
	{ "two letters swapped", STR("dkmi"), STR("dkim") },
	{ "other joints, and case", STR("Mail_From"), STR("mail-from") },
	{ "its beginning", STR("auth"), STR("authoritative") },
	{ "its last part", STR("from"), STR("mail-from") },
	{ "its last part, of a code", STR("lookup-limit"),
	    STR("spf.lookup-limit") },
	{ "the nearer of two", STR("spfhelo"), STR("spf-helo") },
	{ "three letters, one wrong", STR("sfp"), STR("spf") },
	{ "two letters", STR("sp"), STR("") },
	{ "another word", STR("reverse"), STR("") },
	{ "a third and more of it wrong", STR("sxlxcxor"), STR("") },
	{ "nothing", STR(""), STR("") },
	{ "more than any word has",
	    STR("selectorselectorselectorselectorselectors"), STR("") },
};

START_TEST(finds)
{
	struct arena a = { 0 };
	struct nearest near = nearest_begin(cases[_i].given);

	for (size_t i = 0; i < LENGTH(words); i++)
		nearest_try(&near, words[i]);
	ck_assert_msg(str_eq(near.word, cases[_i].want), "%s: %.*s",
	    cases[_i].label, PSTR(near.word));
	ck_assert(
	    (cases[_i].want.n == 0) == (nearest_text(&a, &near, "").n == 0));
	arena_free(&a);
}
END_TEST

Suite *
nearest_suite(void)
{
	Suite *s = suite_create("nearest");
	TCase *tc = tcase_create("nearest");

	tcase_add_loop_test(tc, finds, 0, LENGTH(cases));
	suite_add_tcase(s, tc);
	return s;
}
