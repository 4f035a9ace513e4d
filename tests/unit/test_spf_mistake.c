#include "mail/spf_mistake.h"

#include "unit.h"

static const struct {
	struct str text, meant;
} records[] = {
	{ STR("v=sfp1 mx -all"), STR("v=spf1 mx -all") },
	{ STR("v=spf1; mx -all"), STR("v=spf1 mx -all") },
	{ STR("v=spf1include:a.example -all"),
	    STR("v=spf1 include:a.example -all") },
	{ STR(" v=spf1 mx -all"), STR("v=spf1 mx -all") },
	{ STR("\"v=spf1 mx -all\""), STR("v=spf1 mx -all") },
	{ STR("\357\273\277v=spf1 mx -all"), STR("v=spf1 mx -all") },
	{ STR("v= spf1 mx -all"), STR("v=spf1 mx -all") },
	{ STR("spf1 mx -all"), STR("v=spf1 mx -all") },
	{ STR("v=spf2 mx -all"), STR("v=spf1 mx -all") },
	{ STR("v=spf1\tmx -all"), STR("v=spf1 mx -all") },
	{ STR("v=spf2.0/pra ip4:192.0.2.1 -all"),
	    STR("v=spf1 ip4:192.0.2.1 -all") },
	{ STR("v=spf2.0/pra,mfrom ip4:192.0.2.1 -all"),
	    STR("v=spf1 ip4:192.0.2.1 -all") },
	{ STR("v=spf1; ip4:192.0.2.1; include:a.example; -all"),
	    STR("v=spf1 ip4:192.0.2.1 include:a.example -all") },
	{ STR("v=spf1,include:a.example,-all"),
	    STR("v=spf1 include:a.example -all") },
	{ STR("v=spf1|a|mx|-all"), STR("v=spf1 a mx -all") },
	{ STR("v=spf1ip4:192.0.2.1-all"), STR("v=spf1 ip4:192.0.2.1 -all") },
	{ STR("v=spf1ip4:192.0.2.1include:a.example~all"),
	    STR("v=spf1 ip4:192.0.2.1 include:a.example ~all") },
	{ STR("v=spf1amx-all"), STR("v=spf1 a mx -all") },
	{ STR("v=spf1-all"), STR("v=spf1 -all") },
	{ STR("IN TXT \"v=spf1 ip4:192.0.2.1 -all\""),
	    STR("v=spf1 ip4:192.0.2.1 -all") },
	{ STR("example.com. 3600 IN TXT ( \"v=spf1 ip4:192.0.2.1\" \" -all\" )"),
	    STR("v=spf1 ip4:192.0.2.1 -all") },
	{ STR("@ TXT v=spf1 mx -all"), STR("v=spf1 mx -all") },
	{ STR("our SPF is v=spf1 mx -all"), STR("") },
	{ STR("v=spf1\302\240ip4:192.0.2.1\302\240include:a.example -all"),
	    STR("v=spf1 ip4:192.0.2.1 include:a.example -all") },
	{ STR("\357\275\226\357\274\235spf1 mx -all"), STR("v=spf1 mx -all") },
	{ STR("\"v=spf1\" \"ip4:192.0.2.1\" \"-all\""),
	    STR("v=spf1 ip4:192.0.2.1 -all") },
	{ STR("\\\"v=spf1 mx -all\\\""), STR("v=spf1 mx -all") },
	{ STR("v=spf1; ipv4:192.0.2.1; mx; -al"),
	    STR("v=spf1 ip4:192.0.2.1 mx -all") },
	{ STR("v=spf1; ip4:192.0.2.1; moo; -all"),
	    STR("v=spf1 ip4:192.0.2.1 moo; -all") },
	{ STR("spf: see www.example.com"), STR("") },
	{ STR("v=spf2 exp=www.example.com"), STR("") },
	{ STR("v=spf2 mx exp=www.example.com"),
	    STR("v=spf1 mx exp=www.example.com") },
	{ STR("v=spf1 mx -all"), STR("") },
	{ STR("V=SPF1"), STR("") },
	{ STR("spf2.0/pra mx -all"), STR("") },
	{ STR("v=spfl am not an SPF record"), STR("") },
	{ STR("v=DMARC1; p=none"), STR("") },
	{ STR("spf is great"), STR("") },
	{ STR(""), STR("") },
};

START_TEST(guesses_records)
{
	struct arena a = { 0 };
	struct str got = S("");

	ck_assert_msg(spf_meant_record(&a, records[_i].text, &got) ==
		(records[_i].meant.n > 0),
	    "%s: %.*s", records[_i].text.s, PSTR(got));
	if (records[_i].meant.n > 0)
		ck_assert_msg(str_eq(got, records[_i].meant), "%s: %.*s",
		    records[_i].text.s, PSTR(got));
	arena_free(&a);
}
END_TEST

/* Records with errors, and what all of their terms were meant to be. */
static const struct {
	struct str text, meant; /* empty: nobody knows, or nothing is wrong */
} corrections[] = {
	{ STR("v=spf1 mx -al"), STR("v=spf1 mx -all") },
	{ STR("v=spf1 ipv4:192.0.2.1; include=a.example; -all"),
	    STR("v=spf1 ip4:192.0.2.1 include:a.example -all") },
	{ STR("v=spf1 include:a.exampleinclude:b.example -all"),
	    STR("v=spf1 include:a.example include:b.example -all") },
	{ STR("v=spf1 include:a.example;include:b.example|ip4:192.0.2.1, -all"),
	    STR("v=spf1 include:a.example include:b.example ip4:192.0.2.1 "
		"-all") },
	{ STR("v=spf1 include:https://a.example -all"),
	    STR("v=spf1 include:a.example -all") },
	{ STR("v=spf1 redirect=a.example~all"),
	    STR("v=spf1 redirect=a.example") },
	{ STR("v=spf1 mx redirect=a.example redirect=a.example"),
	    STR("v=spf1 mx redirect=a.example") },
	{ STR("v=spf1 redirect=a.example redirect=b.example"), STR("") },
	{ STR("v=spf1 exp=a.example exp=b.example -all"),
	    STR("v=spf1 exp=a.example -all") },
	{ STR("v=spf1 ip4: 192.0.2.1 - all"),
	    STR("v=spf1 ip4:192.0.2.1 -all") },
	{ STR("v=spf1 mx moo -al"), STR("") },
	{ STR("v=spf1 mx  -all"), STR("") },
	{ STR("v=spf1 mx redirect=a.example -all"), STR("") },
};

START_TEST(corrects_records)
{
	struct arena a = { 0 };
	struct str text = corrections[_i].text, got = S("");

	spf_corrected(&a, spf_record_parse(&a, text), &got);
	ck_assert_msg(
	    str_eq(got, corrections[_i].meant), "%s: %.*s", text.s, PSTR(got));
	arena_free(&a);
}
END_TEST

static const struct {
	struct str first, second, whole; /* whole empty: no halves */
} halves[] = {
	{ STR("v=spf1 include:a.example"), STR("ip4:192.0.2.1 -all"),
	    STR("v=spf1 include:a.example ip4:192.0.2.1 -all") },
	{ STR("v=spf1 ip4:192.0.2.1"), STR("-all"),
	    STR("v=spf1 ip4:192.0.2.1 -all") },
	{ STR("v=spf1 mx"), STR("a mx"), STR("") },
	{ STR("v=spf1 mx"), STR("v=spf1 -all"), STR("") },
	{ STR("v=spf1 mx"), STR("google-site-verification=x"), STR("") },
	{ STR("v=spf1 mx"), STR("mail:x -all"), STR("") },
	{ STR("v=spf1 mx"), STR(""), STR("") },
};

START_TEST(joins_halves)
{
	struct arena a = { 0 };
	struct str got = S("");

	if (spf_is_second_half(&a, halves[_i].second))
		ck_assert(spf_join_halves(
		    &a, halves[_i].first, halves[_i].second, &got));
	ck_assert_msg(str_eq(got, halves[_i].whole), "%s: %.*s",
	    halves[_i].second.s, PSTR(got));
	arena_free(&a);
}
END_TEST

Suite *
spf_mistake_suite(void)
{
	Suite *s = suite_create("spf_mistake");
	TCase *tc = tcase_create("spf_mistake");

	tcase_add_loop_test(tc, guesses_records, 0, LENGTH(records));
	tcase_add_loop_test(tc, corrects_records, 0, LENGTH(corrections));
	tcase_add_loop_test(tc, joins_halves, 0, LENGTH(halves));
	suite_add_tcase(s, tc);
	return s;
}
