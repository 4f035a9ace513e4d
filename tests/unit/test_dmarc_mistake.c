#include "mail/dmarc.h"
#include "mail/dmarc_mistake.h"

#include "unit.h"

#define WHOLE "v=DMARC1; p=reject; rua=mailto:d@example.com"

/* An empty meant: nothing is proposed. */
static const struct {
	const char *label;
	struct str text;
	bool is_near_miss;
	struct str meant;
} cases[] = {
	{ "a letter for the digit",
	    STR("v=DMARCl; p=reject; rua=mailto:d@example.com"), true,
	    STR(WHOLE) },
	{ "a capital letter for the digit",
	    STR("v=DMARCI; p=reject; rua=mailto:d@example.com"), true,
	    STR(WHOLE) },
	{ "no digit", STR("v=DMARC; p=reject; rua=mailto:d@example.com"), true,
	    STR(WHOLE) },
	{ "a version and a half", STR("v=DMARC1.0; p=reject"), true,
	    STR("v=DMARC1; p=reject") },
	{ "letters that changed places", STR("v=DMRAC1; p=reject"), true,
	    STR("v=DMARC1; p=reject") },
	{ "lower case", STR("v=dmarc1; p=none"), true,
	    STR("v=DMARC1; p=none") },
	{ "a blank inside", STR("v=DMARC 1; p=none"), true,
	    STR("v=DMARC1; p=none") },
	{ "a blank in front", STR(" v=DMARC1; p=none"), true,
	    STR("v=DMARC1; p=none") },
	{ "another tag for v", STR("y=DMARC1; p=none"), true,
	    STR("v=DMARC1; p=none") },
	{ "no tag for the version", STR("DMARC1; p=none"), true,
	    STR("v=DMARC1; p=none") },
	{ "two equals signs", STR("v==DMARC1; p=none"), true,
	    STR("v=DMARC1; p=none") },
	{ "the version last",
	    STR("p=reject; rua=mailto:d@example.com; v=DMARC1"), true,
	    STR(WHOLE) },
	{ "no version", STR("p=reject; rua=mailto:d@example.com;"), true,
	    STR(WHOLE) },
	{ "colons for semicolons",
	    STR("v=DMARC1: p=reject: rua=mailto:d@example.com"), true,
	    STR(WHOLE) },
	{ "commas for semicolons",
	    STR("v=DMARC1, p=reject, rua=mailto:d@example.com"), true,
	    STR(WHOLE) },
	{ "bars for semicolons",
	    STR("v=DMARC1|p=reject|rua=mailto:d@example.com"), true,
	    STR(WHOLE) },
	{ "blanks for semicolons",
	    STR("v=DMARC1 p=reject rua=mailto:d@example.com"), true,
	    STR(WHOLE) },
	{ "nothing for semicolons",
	    STR("v=DMARC1p=rejectrua=mailto:d@example.com"), true, STR(WHOLE) },
	{ "semicolons behind the first only",
	    STR("v=DMARC1; p=reject rua=mailto:d@example.com"), false,
	    STR(WHOLE) },
	{ "quotes", STR("\"v=DMARC1; p=none\""), true,
	    STR("v=DMARC1; p=none") },
	{ "curly quotes", STR("\xe2\x80\x9cv=DMARC1; p=none\xe2\x80\x9d"), true,
	    STR("v=DMARC1; p=none") },
	{ "no-break spaces", STR("v=DMARC1;\xc2\xa0p=none"), false,
	    STR("v=DMARC1; p=none") },
	{ "backslashes", STR("v=DMARC1\\; p=none"), true,
	    STR("v=DMARC1; p=none") },
	{ "a zone line",
	    STR("_dmarc.example.com. IN TXT ( \"v=DMARC1; p=none\" )"), true,
	    STR("v=DMARC1; p=none") },
	{ "mailto twice",
	    STR("v=DMARC1; p=reject; rua=mailto:mailto:d@example.com"), false,
	    STR(WHOLE) },
	{ "mailto and slashes",
	    STR("v=DMARC1; p=reject; rua=mailto://d@example.com"), false,
	    STR(WHOLE) },
	{ "a blank behind mailto",
	    STR("v=DMARC1; p=reject; rua=mailto: d@example.com"), false,
	    STR(WHOLE) },
	{ "brackets", STR("v=DMARC1; p=reject; rua=mailto:<d@example.com>"),
	    false, STR(WHOLE) },
	{ "no mailto", STR("v=DMARC1; p=reject; rua=d@example.com"), false,
	    STR(WHOLE) },
	{ "a semicolon in a list",
	    STR("v=DMARC1; p=reject; rua=mailto:d@example.com; "
		"mailto:e@example.com"),
	    false, STR(WHOLE ",mailto:e@example.com") },
	{ "a blank in a list",
	    STR("v=DMARC1; p=reject; rua=mailto:d@example.com "
		"mailto:e@example.com"),
	    false, STR(WHOLE ",mailto:e@example.com") },
	{ "a second address without mailto",
	    STR("v=DMARC1; p=reject; rua=mailto:d@example.com, e@example.com"),
	    false, STR(WHOLE ",mailto:e@example.com") },
	{ "another scheme is kept",
	    STR("v=DMARC1 p=reject rua=https://example.com/r"), true,
	    STR("v=DMARC1; p=reject; rua=https://example.com/r") },
	{ "a size is kept", STR("v=DMARC1; p=reject; rua=a@example.com!10m"),
	    false, STR("v=DMARC1; p=reject; rua=mailto:a@example.com!10m") },
	{ "upper case tags",
	    STR("v=DMARC1; P=reject; RUA=mailto:d@example.com"), false,
	    STR(WHOLE) },
	{ "two semicolons",
	    STR("v=DMARC1;; p=reject; rua=mailto:d@example.com"), false,
	    STR(WHOLE) },
	{ "a policy without p=",
	    STR("v=DMARC1; reject; rua=mailto:d@example.com"), false,
	    STR(WHOLE) },
	{ "a colon behind p",
	    STR("v=DMARC1; p:reject; rua=mailto:d@example.com"), false,
	    STR(WHOLE) },
	{ "a slip in the policy",
	    STR("v=DMARC1; p=quarentine; sp=rejct; pct=100"), false,
	    STR("v=DMARC1; p=quarantine; sp=reject; pct=100") },
	{ "words for letters",
	    STR("v=DMARC1; p=none; adkim=relaxed; aspf=strict"), false,
	    STR("v=DMARC1; p=none; adkim=r; aspf=s") },
	{ "no p", STR("v=DMARC1; rua=mailto:d@example.com"), false,
	    STR("v=DMARC1; p=none; rua=mailto:d@example.com") },
	{ "capitals for letters", STR("v=DMARC1; p=none; adkim=Strict"), false,
	    STR("v=DMARC1; p=none; adkim=s") },
	{ "apostrophes", STR("v=DMARC1; p='none'"), false,
	    STR("v=DMARC1; p=none") },
	{ "a policy written out", STR("v=DMARC1; policy=reject"), false,
	    STR("v=DMARC1; p=reject") },
	{ "a blank behind p", STR("v=DMARC1; p reject; sp none"), false,
	    STR("v=DMARC1; p=reject; sp=none") },
	{ "mail for mailto", STR("v=DMARC1; p=reject; rua=mail:d@example.com"),
	    false, STR(WHOLE) },
	{ "a slip in mailto",
	    STR("v=DMARC1; p=reject; rua=malito:d@example.com"), false,
	    STR(WHOLE) },
	{ "mail as a name", STR("v=DMARC1; p=reject; rua=mail@example.com"),
	    false, STR("v=DMARC1; p=reject; rua=mailto:mail@example.com") },
	{ "square brackets",
	    STR("v=DMARC1; p=reject; rua=[mailto:d@example.com]"), false,
	    STR(WHOLE) },
	{ "lists that stand twice",
	    STR("v=DMARC1; p=reject; rua=mailto:d@example.com; "
		"rua=mailto:e@example.com"),
	    false, STR(WHOLE ",mailto:e@example.com") },
	{ "policies that differ", STR("v=DMARC1; p=reject; p=none"), false,
	    STR("") },
	{ "a policy that can be anything", STR("v=DMARC1; p=block"), false,
	    STR("") },
	{ "a word that says nothing", STR("v=DMARC1; p=reject; note"), false,
	    STR("") },
	{ "a bad fo", STR("v=DMARC1; p=reject; fo=0:1"), false, STR("") },
	{ "nothing wrong", STR(WHOLE), false, STR("") },
	{ "an unknown tag alone", STR("v=DMARC1; p=reject; x=y"), false,
	    STR("") },
	{ "an unknown tag is kept", STR("v=DMARC1 p=reject; x=y z"), true,
	    STR("v=DMARC1; p=reject; x=y z") },
	{ "SPF", STR("v=spf1 a -all"), false, STR("") },
	{ "a DKIM key", STR("v=DKIM1; k=rsa; p=MIIB"), false, STR("") },
	{ "a key that begins as a policy", STR("v=DKIM1; p=none"), false,
	    STR("") },
	{ "words", STR("dmarc is set up at example.com"), false, STR("") },
	{ "a token", STR("dmarc-verify=1234"), false, STR("") },
	{ "another token", STR("p=1234"), false, STR("") },
	{ "nothing", STR(""), false, STR("") },
};

START_TEST(finds_what_was_meant)
{
	struct arena a = { 0 };
	struct str meant = { "", 0 };
	const char *why = dmarc_near_miss(&a, cases[_i].text);
	bool has_meant = dmarc_meant(&a, cases[_i].text, &meant);

	ck_assert_msg((why != NULL) == cases[_i].is_near_miss, "%s: %s",
	    cases[_i].label, why != NULL ? why : "no near miss");
	ck_assert_msg(has_meant == (cases[_i].meant.n > 0) &&
		str_eq(meant, cases[_i].meant),
	    "%s: %.*s", cases[_i].label, PSTR(meant));
	arena_free(&a);
}
END_TEST

Suite *
dmarc_mistake_suite(void)
{
	Suite *s = suite_create("dmarc_mistake");
	TCase *tc = tcase_create("dmarc_mistake");

	tcase_add_loop_test(tc, finds_what_was_meant, 0, LENGTH(cases));
	suite_add_tcase(s, tc);
	return s;
}
