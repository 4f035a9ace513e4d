#include "fix/spf_edit.h"

#include "unit.h"

static const struct {
	struct str text, ip, decided;
	bool early;
	struct str want;
} passes[] = {
	{ STR("v=spf1 mx -all"), STR("192.0.2.1"), STR("-all"), false,
	    STR("v=spf1 mx ip4:192.0.2.1 -all") },
	{ STR("v=spf1 mx -all"), STR("2001:db8::1"), STR("-all"), false,
	    STR("v=spf1 mx ip6:2001:db8::1 -all") },
	{ STR("v=spf1 mx -all"), STR("::ffff:192.0.2.1"), STR(""), false,
	    STR("v=spf1 mx ip4:192.0.2.1 -all") },
	{ STR("v=spf1 ip4:192.0.2.9 include:a.example mx -all"),
	    STR("192.0.2.1"), STR(""), true,
	    STR("v=spf1 ip4:192.0.2.9 ip4:192.0.2.1 include:a.example mx "
		"-all") },
	{ STR("v=spf1 redirect=a.example"), STR("192.0.2.1"), STR(""), false,
	    STR("v=spf1 ip4:192.0.2.1 redirect=a.example") },
	{ STR("v=spf1 mx exp=e.example ra=x"), STR("192.0.2.1"), STR(""), false,
	    STR("v=spf1 mx ip4:192.0.2.1 exp=e.example ra=x") },
	{ STR("v=spf1"), STR("192.0.2.1"), STR(""), false,
	    STR("v=spf1 ip4:192.0.2.1") },
	{ STR("v=spf1 ?ip4:192.0.2.1 -all"), STR("192.0.2.1"),
	    STR("?ip4:192.0.2.1"), false, STR("v=spf1 ip4:192.0.2.1 -all") },
	{ STR("v=spf1 -ip4:192.0.2.0/24 mx -all"), STR("192.0.2.1"),
	    STR("-ip4:192.0.2.0/24"), false,
	    STR("v=spf1 ip4:192.0.2.1 -ip4:192.0.2.0/24 mx -all") },
	{ STR("v=spf1 -ip4:192.0.2.0/24 mx -all"), STR("192.0.2.1"), STR(""),
	    false, STR("v=spf1 ip4:192.0.2.1 -ip4:192.0.2.0/24 mx -all") },
	{ STR("v=spf1 mx ~a:b.example -all"), STR("192.0.2.1"),
	    STR("~a:b.example"), false,
	    STR("v=spf1 mx ip4:192.0.2.1 ~a:b.example -all") },
	{ STR("v=spf1 ip4:192.0.2.0/24 -all"), STR("192.0.2.1"), STR(""), false,
	    STR("v=spf1 ip4:192.0.2.0/24 -all") },
	{ STR("v=spf1 ip4:192.0.2.10 -all"), STR("192.0.2.1"), STR("-all"),
	    false, STR("v=spf1 ip4:192.0.2.10 ip4:192.0.2.1 -all") },
	{ STR("v=spf1 -all ip4:192.0.2.1"), STR("192.0.2.1"), STR("-all"),
	    false, STR("v=spf1 ip4:192.0.2.1 -all") },
	{ STR("v=spf1 mx ip4:192.0.2.1 -all"), STR("192.0.2.1"), STR(""), true,
	    STR("v=spf1 ip4:192.0.2.1 mx -all") },
	{ STR("V=SPF1  mx   ~ALL"), STR("192.0.2.1"), STR(""), false,
	    STR("v=spf1 mx ip4:192.0.2.1 ~ALL") },
};

START_TEST(lets_pass)
{
	struct arena a = { 0 };
	struct str got;
	struct ip ip;

	ck_assert(ip_parse(passes[_i].ip, &ip));
	got = spf_edit_pass(
	    &a, passes[_i].text, ip, passes[_i].decided, passes[_i].early);
	ck_assert_msg(str_eq(got, passes[_i].want), "%s: %.*s",
	    passes[_i].text.s, PSTR(got));
	/* An address that passes is not added again. */
	if (!passes[_i].early)
		ck_assert(
		    str_eq(spf_edit_pass(&a, got, ip, S(""), false), got));
	arena_free(&a);
}
END_TEST

static const struct {
	struct str texts[3];
	struct str want; /* empty: not to be merged */
} merges[] = {
	{ { STR("v=spf1 include:_spf.data.example ip4:192.0.2.60 ~all"),
	      STR("v=spf1 a mx ip4:192.0.2.6 -all") },
	    STR("v=spf1 include:_spf.data.example ip4:192.0.2.60 a mx "
		"ip4:192.0.2.6 ~all") },
	{ { STR("v=spf1 a -all"), STR("v=spf1 A -all") },
	    STR("v=spf1 a -all") },
	{ { STR("v=spf1 mx -all"), STR("v=spf1 a +all") },
	    STR("v=spf1 mx a -all") },
	{ { STR("v=spf1 mx +all"), STR("v=spf1 a") }, STR("v=spf1 mx a") },
	{ { STR("v=spf1 mx ?all"), STR("v=spf1 a -all") },
	    STR("v=spf1 mx a -all") },
	{ { STR("v=spf1 mx redirect=r.example"), STR("v=spf1 a -all") },
	    STR("v=spf1 mx include:r.example a -all") },
	{ { STR("v=spf1 mx redirect=r.example"), STR("v=spf1 a") },
	    STR("v=spf1 mx a redirect=r.example") },
	{ { STR("v=spf1 redirect=r.example"), STR("v=spf1 redirect=s.example"),
	      STR("v=spf1 include:r.example") },
	    STR("v=spf1 include:r.example include:s.example ~all") },
	{ { STR("v=spf1 -ip4:192.0.2.1 mx -all"), STR("v=spf1 a -all") },
	    STR("v=spf1 a -ip4:192.0.2.1 mx -all") },
	{ { STR("v=spf1 -ip4:192.0.2.1 mx -all"), STR("v=spf1 ~a mx -all") },
	    STR("") },
	{ { STR("v=spf1 mx exp=e.example -all"),
	      STR("v=spf1 a exp=f.example -all") },
	    STR("v=spf1 mx a -all exp=e.example") },
	{ { STR("v=spf1 mx -all a:b.example"), STR("v=spf1 a -all") },
	    STR("v=spf1 mx a:b.example a -all") },
	{ { STR("v=spf1 redirect=r.example -all"), STR("v=spf1 a") },
	    STR("v=spf1 include:r.example a -all") },
	{ { STR("v=spf1 mx -al"), STR("v=spf1 a -all") }, STR("") },
	{ { STR("v=spf1"), STR("v=spf1 -all") }, STR("v=spf1 -all") },
};

START_TEST(merges_records)
{
	struct arena a = { 0 };
	size_t n = merges[_i].texts[2].n > 0 ? 3 : 2;
	struct str got = S("");

	spf_edit_merge(&a, merges[_i].texts, n, &got);
	ck_assert_msg(str_eq(got, merges[_i].want), "%s: %.*s",
	    merges[_i].texts[0].s, PSTR(got));
	arena_free(&a);
}
END_TEST

static const struct {
	struct str (*edit)(struct arena *a, struct str text);
	struct str text, want;
} edits[] = {
	{ spf_edit_order, STR("v=spf1 mx -all a"), STR("v=spf1 mx a -all") },
	{ spf_edit_order, STR("v=spf1 mx -all"), STR("v=spf1 mx -all") },
	{ spf_edit_order, STR("v=spf1 -all ~all mx"), STR("v=spf1 mx -all") },
	{ spf_edit_order, STR("v=spf1 redirect=r.example -all"),
	    STR("v=spf1 include:r.example -all") },
	{ spf_edit_order,
	    STR("v=spf1 include:r.example redirect=r.example -all"),
	    STR("v=spf1 include:r.example -all") },
	{ spf_edit_order, STR("v=spf1 redirect=r.example"),
	    STR("v=spf1 redirect=r.example") },
	{ spf_edit_order, STR("v=spf1 -all exp=e.example mx"),
	    STR("v=spf1 mx -all exp=e.example") },
	{ spf_edit_close, STR("v=spf1 mx"), STR("v=spf1 mx ~all") },
	{ spf_edit_close, STR("v=spf1 mx exp=e.example"),
	    STR("v=spf1 mx ~all exp=e.example") },
	{ spf_edit_close, STR("v=spf1 mx ?all"), STR("v=spf1 mx ~all") },
	{ spf_edit_close, STR("v=spf1 mx +all"), STR("v=spf1 mx +all") },
	{ spf_edit_close, STR("v=spf1 redirect=r.example"),
	    STR("v=spf1 redirect=r.example") },
	{ spf_edit_unique, STR("v=spf1 mx a MX ip4:192.0.2.1 a -all"),
	    STR("v=spf1 mx a ip4:192.0.2.1 -all") },
	{ spf_edit_unique, STR("v=spf1 ip4:192.0.2.1 ip4:192.0.2.10 -all"),
	    STR("v=spf1 ip4:192.0.2.1 ip4:192.0.2.10 -all") },
	{ spf_edit_unique, STR("v=spf1 a a:b.example a/24 -all"),
	    STR("v=spf1 a a:b.example a/24 -all") },
};

START_TEST(edits_records)
{
	struct arena a = { 0 };
	struct str got = edits[_i].edit(&a, edits[_i].text);

	ck_assert_msg(str_eq(got, edits[_i].want), "%s: %.*s", edits[_i].text.s,
	    PSTR(got));
	ck_assert(str_eq(edits[_i].edit(&a, got), got));
	arena_free(&a);
}
END_TEST

Suite *
spf_edit_suite(void)
{
	Suite *s = suite_create("spf_edit");
	TCase *tc = tcase_create("spf_edit");

	tcase_add_loop_test(tc, lets_pass, 0, LENGTH(passes));
	tcase_add_loop_test(tc, merges_records, 0, LENGTH(merges));
	tcase_add_loop_test(tc, edits_records, 0, LENGTH(edits));
	suite_add_tcase(s, tc);
	return s;
}
