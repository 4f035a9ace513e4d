#include "mail/spf_meant.h"
#include "mail/spf_split.h"

#include "unit.h"

/* A record, its first wrong term and what that was meant to be; no meaning
 * where nobody knows. */
static const struct {
	struct str record, meant;
	size_t nterms;
} terms[] = {
	{ STR("v=spf1 ipv4:192.0.2.1 -all"), STR("ip4:192.0.2.1"), 1 },
	{ STR("v=spf1 -IPv6:2001:db8::1 -all"), STR("-ip6:2001:db8::1"), 1 },
	{ STR("v=spf1 ip:192.0.2.1 -all"), STR("ip4:192.0.2.1"), 1 },
	{ STR("v=spf1 ip:2001:db8::1 -all"), STR("ip6:2001:db8::1"), 1 },
	{ STR("v=spf1 ip4: 192.0.2.1 -all"), STR("ip4:192.0.2.1"), 2 },
	{ STR("v=spf1 include: a.example -all"), STR("include:a.example"), 2 },
	{ STR("v=spf1 mx - all"), STR("-all"), 2 },
	{ STR("v=spf1 mx -al"), STR("-all"), 1 },
	{ STR("v=spf1 mx -all."), STR("-all"), 1 },
	{ STR("v=spf1 mx -all;"), STR("-all"), 1 },
	{ STR("v=spf1 a, -all"), STR("a"), 1 },
	{ STR("v=spf1 -- -all"), STR(""), 0 },
	{ STR("v=spf1 mx ~all\""), STR("~all"), 1 },
	{ STR("v=spf1 mx \342\200\223all"), STR("-all"), 1 },
	{ STR("v=spf1 a:192.0.2.1 -all"), STR("ip4:192.0.2.1"), 1 },
	{ STR("v=spf1 mx:192.0.2.0/24 -all"), STR("ip4:192.0.2.0/24"), 1 },
	{ STR("v=spf1 include:192.0.2.1 -all"), STR("ip4:192.0.2.1"), 1 },
	{ STR("v=spf1 192.0.2.1 -all"), STR("ip4:192.0.2.1"), 1 },
	{ STR("v=spf1 ip4:2001:db8::1 -all"), STR("ip6:2001:db8::1"), 1 },
	{ STR("v=spf1 ip6:192.0.2.1 -all"), STR("ip4:192.0.2.1"), 1 },
	{ STR("v=spf1 ip4:192.0.2.1~all"), STR("ip4:192.0.2.1 ~all"), 1 },
	{ STR("v=spf1 include:a.example~all"), STR("include:a.example ~all"),
	    1 },
	{ STR("v=spf1 a,mx,-all"), STR("a mx -all"), 1 },
	{ STR("v=spf1 ip4:192.0.2.1,192.0.2.2 -all"),
	    STR("ip4:192.0.2.1 ip4:192.0.2.2"), 1 },
	{ STR("v=spf1 a/24/64 -all"), STR("a/24//64"), 1 },
	{ STR("v=spf1 ip4:192.0.2.0//24 -all"), STR("ip4:192.0.2.0/24"), 1 },
	{ STR("v=spf1 ip4:192.0.2.0/024 -all"), STR("ip4:192.0.2.0/24"), 1 },
	{ STR("v=spf1 ip4:192.0.2/24 -all"), STR("ip4:192.0.2.0/24"), 1 },
	{ STR("v=spf1 ip4:192.0.2.1:25 -all"), STR("ip4:192.0.2.1"), 1 },
	{ STR("v=spf1 a:b.example:25 -all"), STR("a:b.example"), 1 },
	{ STR("v=spf1 redirect:a.example"), STR("redirect=a.example"), 1 },
	{ STR("v=spf1 exp:a.example -all"), STR("exp=a.example"), 1 },
	{ STR("v=spf1 inlcude:a.example -all"), STR("include:a.example"), 1 },
	{ STR("v=spf1 ipv4:192.0.2/024 -all"), STR("ip4:192.0.2.0/24"), 1 },
	{ STR("v=spf1 ip4:192.0.2.0/255.255.255.0 -all"),
	    STR("ip4:192.0.2.0/24"), 1 },
	{ STR("v=spf1 ip4:192.0.2.0/255.255.255.240 -all"),
	    STR("ip4:192.0.2.0/28"), 1 },
	{ STR("v=spf1 ip4:192.0.2.0/255.0.255.0 -all"), STR(""), 0 },
	{ STR("v=spf1 ip4:mail.example.com -all"), STR("a:mail.example.com"),
	    1 },
	{ STR("v=spf1 ip6:mail.example.com -all"), STR("a:mail.example.com"),
	    1 },
	{ STR("v=spf1 mail.example.com -all"), STR("a:mail.example.com"), 1 },
	{ STR("v=spf1 mail -all"), STR(""), 0 },
	{ STR("v=spf1 2001:db8::1 -all"), STR("ip6:2001:db8::1"), 1 },
	{ STR("v=spf1 include._spf.example.com -all"),
	    STR("include:_spf.example.com"), 1 },
	{ STR("v=spf1 include;_spf.example.com -all"),
	    STR("include:_spf.example.com"), 1 },
	{ STR("v=spf1 ip4.192.0.2.1 -all"), STR("ip4:192.0.2.1"), 1 },
	{ STR("v=spf1 redirect.example.com"), STR("a:redirect.example.com"),
	    1 },
	{ STR("v=spf1 include a.example -all"), STR("include:a.example"), 2 },
	{ STR("v=spf1 ip4 192.0.2.1 -all"), STR("ip4:192.0.2.1"), 2 },
	{ STR("v=spf1 inclde:a.example -all"), STR("include:a.example"), 1 },
	{ STR("v=spf1 incude:a.example -all"), STR("include:a.example"), 1 },
	{ STR("v=spf1 Includes:a.example -all"), STR("include:a.example"), 1 },
	{ STR("v=spf1 redirct:a.example"), STR("redirect=a.example"), 1 },
	{ STR("v=spf1 indlucx:a.example -all"), STR(""), 0 },
	{ STR("v=spf1 mx --all"), STR("-all"), 1 },
	{ STR("v=spf1 mx ~~all"), STR("~all"), 1 },
	{ STR("v=spf1 mx ~-all"), STR(""), 0 },
	{ STR("v=spf1 mx all-"), STR("-all"), 1 },
	{ STR("v=spf1 mx \357\275\236all"), STR("~all"), 1 },
	{ STR("v=spf1 mx \343\200\234all"), STR("~all"), 1 },
	{ STR("v=spf1 mx \342\210\222all"), STR("-all"), 1 },
	{ STR("v=spf1 mx \357\274\215\357\275\201\357\275\214\357\275\214"),
	    STR("-all"), 1 },
	{ STR("v=spf1 ip4:192.0.2.1\343\200\200-all"),
	    STR("ip4:192.0.2.1 -all"), 1 },
	{ STR("v=spf1 ip4:192.0.2.1\302\240mx -all"), STR("ip4:192.0.2.1 mx"),
	    1 },
	{ STR("v=spf1 mx\t-all"), STR("mx -all"), 1 },
	{ STR("v=spf1 include:\"_spf.example.com\" -all"),
	    STR("include:_spf.example.com"), 1 },
	{ STR("v=spf1 ip4:<192.0.2.1> -all"), STR("ip4:192.0.2.1"), 1 },
	{ STR("v=spf1 ip6:[2001:db8::1] -all"), STR("ip6:2001:db8::1"), 1 },
	{ STR("v=spf1 a:http://mail.example.com/ -all"),
	    STR("a:mail.example.com"), 1 },
	{ STR("v=spf1 include:a.example;include:b.example|ip4:192.0.2.1, -all"),
	    STR("include:a.example include:b.example ip4:192.0.2.1"), 1 },
	{ STR("v=spf1 amx-all"), STR("a mx -all"), 1 },
	{ STR("v=spf1 ip4:192.0.2.1ip4:192.0.2.2-all"),
	    STR("ip4:192.0.2.1 ip4:192.0.2.2 -all"), 1 },
	{ STR("v=spf1 ip4:192.0.2.1mx -all"), STR("ip4:192.0.2.1 mx"), 1 },
	{ STR("v=spf1 moo -all"), STR(""), 0 },
	{ STR("v=spf1 ip4:192.0.2.0/33 -all"), STR(""), 0 },
	{ STR("v=spf1 include:%{x} -all"), STR(""), 0 },
};

static size_t
first_bad(const struct spf_record *record)
{
	return (size_t)(record->bad - record->terms);
}

START_TEST(guesses_terms)
{
	struct arena a = { 0 };
	struct str text = terms[_i].record, got = S("");
	const struct spf_record *record = spf_record_parse(&a, text);
	size_t n = 0;
	bool known;

	ck_assert_msg(record->bad != NULL, "%s has no error", text.s);
	known = spf_meant_term(&a, record, first_bad(record), &got, &n);
	ck_assert_msg(
	    known == (terms[_i].meant.n > 0), "%s: %.*s", text.s, PSTR(got));
	if (known)
		ck_assert_msg(
		    str_eq(got, terms[_i].meant) && n == terms[_i].nterms,
		    "%s: %.*s", text.s, PSTR(got));
	arena_free(&a);
}
END_TEST

static const struct {
	struct str text, meant;
} modifiers[] = {
	{ STR("include=a.example"), STR("include:a.example") },
	{ STR("ip4=192.0.2.1"), STR("ip4:192.0.2.1") },
	{ STR("ipv4=192.0.2.1"), STR("ip4:192.0.2.1") },
	{ STR("a=192.0.2.1"), STR("ip4:192.0.2.1") },
	{ STR("mx=a.example"), STR("mx:a.example") },
	{ STR("inlcude=a.example"), STR("include:a.example") },
	{ STR("moo=a.example"), STR("") },
	{ STR("v=a.example"), STR("") },
	{ STR("redirect=a.example"), STR("") },
	{ STR("ra=postmaster"), STR("") },
	{ STR("include=%"), STR("") },
};

START_TEST(guesses_mechanisms)
{
	struct arena a = { 0 };
	struct spf_term term = spf_term_parse(modifiers[_i].text, 0);
	struct str got = S("");

	ck_assert_msg(
	    spf_meant_mechanism(&a, &term, &got) == (modifiers[_i].meant.n > 0),
	    "%s: %.*s", modifiers[_i].text.s, PSTR(got));
	if (modifiers[_i].meant.n > 0)
		ck_assert_msg(str_eq(got, modifiers[_i].meant), "%s: %.*s",
		    modifiers[_i].text.s, PSTR(got));
	arena_free(&a);
}
END_TEST

static const struct {
	struct str text, meant;
} urls[] = {
	{ STR("include:https://_spf.example.com"),
	    STR("include:_spf.example.com") },
	{ STR("a:http://mail.example.com"), STR("a:mail.example.com") },
	{ STR("redirect=https://a.example"), STR("redirect=a.example") },
	{ STR("include:a.example"), STR("") },
	{ STR("include:https://a"), STR("") },
};

START_TEST(takes_urls_apart)
{
	struct arena a = { 0 };
	struct spf_term term = spf_term_parse(urls[_i].text, 0);
	struct str got = S("");

	spf_meant_url(&a, &term, &got);
	ck_assert_msg(str_eq(got, urls[_i].meant), "%s: %.*s", urls[_i].text.s,
	    PSTR(got));
	arena_free(&a);
}
END_TEST

static const struct {
	struct str text, second; /* none: not joined */
} joints[] = {
	{ STR("include:a.exampleinclude:b.example"), STR("include:b.example") },
	{ STR("include:a.exampleip4:192.0.2.1"), STR("ip4:192.0.2.1") },
	{ STR("a:a.exampleredirect=b.example"), STR("redirect=b.example") },
	{ STR("include:a.example-all"), STR("-all") },
	{ STR("include:a.example"), STR("") },
	{ STR("a:foo:bar.example"), STR("") },
	{ STR("include:call.example"), STR("") },
	{ STR("-all"), STR("") },
};

START_TEST(finds_joints)
{
	struct spf_term term = spf_term_parse(joints[_i].text, 7);
	size_t second = term.text.n;

	ck_assert_msg(
	    spf_joined_term(&term, &second) == (joints[_i].second.n > 0), "%s",
	    joints[_i].text.s);
	ck_assert_msg(str_eq(str_from(term.text, second), joints[_i].second),
	    "%s", joints[_i].text.s);
}
END_TEST

Suite *
spf_meant_suite(void)
{
	Suite *s = suite_create("spf_meant");
	TCase *tc = tcase_create("spf_meant");

	tcase_add_loop_test(tc, guesses_terms, 0, LENGTH(terms));
	tcase_add_loop_test(tc, guesses_mechanisms, 0, LENGTH(modifiers));
	tcase_add_loop_test(tc, takes_urls_apart, 0, LENGTH(urls));
	tcase_add_loop_test(tc, finds_joints, 0, LENGTH(joints));
	suite_add_tcase(s, tc);
	return s;
}
