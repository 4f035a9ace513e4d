#include "mail/spf_macro.h"

#include "unit.h"

/* RFC 7208 section 7.4's sender and clients. */
static struct spf_macro_values
example(struct arena *a, const char *ip)
{
	struct spf_macro_values v = {
		.local_part = S("strong-bad"),
		.sender_domain = S("email.example.com"),
		.helo = S("mail/1 x"),
		.validated_name = S("mx.example.org"),
		.now = 1,
	};

	ck_assert(name_parse(a, S("email.example.com"), &v.domain));
	ck_assert(ip_parse(str_of(ip), &v.ip));
	return v;
}

static const char v4[] = "192.0.2.3", v6[] = "2001:db8::cb01";

static const struct {
	const char *ip;
	struct str text, want;
} expansions[] = {
	{ v4, STR("%{s}"), STR("strong-bad@email.example.com") },
	{ v4, STR("%{o}"), STR("email.example.com") },
	{ v4, STR("%{d}"), STR("email.example.com") },
	{ v4, STR("%{d4}"), STR("email.example.com") },
	{ v4, STR("%{d3}"), STR("email.example.com") },
	{ v4, STR("%{d2}"), STR("example.com") },
	{ v4, STR("%{d1}"), STR("com") },
	{ v4, STR("%{dr}"), STR("com.example.email") },
	{ v4, STR("%{d2r}"), STR("example.email") },
	{ v4, STR("%{d127}"), STR("email.example.com") },
	{ v4, STR("%{d99999999999999999999}"), STR("email.example.com") },
	{ v4, STR("%{l}"), STR("strong-bad") },
	{ v4, STR("%{l-}"), STR("strong.bad") },
	{ v4, STR("%{lr}"), STR("strong-bad") },
	{ v4, STR("%{lr-}"), STR("bad.strong") },
	{ v4, STR("%{l1r-}"), STR("strong") },
	{ v4, STR("%{L1R-}"), STR("strong") },
	{ v4, STR("%{p}"), STR("mx.example.org") },
	{ v4, STR("%{ir}.%{v}._spf.%{d2}"),
	    STR("3.2.0.192.in-addr._spf.example.com") },
	{ v4, STR("%{ir}.%{v}.%{l1r-}.lp._spf.%{d2}"),
	    STR("3.2.0.192.in-addr.strong.lp._spf.example.com") },
	{ v6, STR("%{ir}.%{v}._spf.%{d2}"),
	    STR("1.0.B.C.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.B.D.0.1.0."
		"0.2.ip6._spf.example.com") },
	{ v6, STR("%{c}"), STR("2001:db8::cb01") },
	{ v4, STR("%{c} %{r} %{t}"), STR("192.0.2.3 unknown 1") },
	{ v4, STR("%%%_%-"), STR("% %20") },
	{ v4, STR("%{h}"), STR("mail/1 x") },
	{ v4, STR("%{H}"), STR("mail%2F1%20x") },
	{ v4, STR("%{h/}"), STR("mail.1 x") },
	{ v4, STR("%{s-.@}"), STR("") },
	{ v4, STR("%{d.-+,/_=}"), STR("email.example.com") },
	{ v4, STR(""), STR("") },
};

START_TEST(expands)
{
	struct arena a = { 0 };
	struct spf_macro_values v = example(&a, expansions[_i].ip);
	struct str got = S(""), text = expansions[_i].text;
	bool is_error = str_eq(text, S("%{s-.@}")); /* @ delimits nothing */

	ck_assert_msg(spf_macro_expand(
			  &a, text, SPF_IN_EXPLANATION, &v, &got) != is_error,
	    "%s", text.s);
	ck_assert_msg(
	    str_eq(got, expansions[_i].want), "%s: %.*s", text.s, PSTR(got));
	arena_free(&a);
}
END_TEST

START_TEST(keeps_empty_parts)
{
	struct arena a = { 0 };
	struct spf_macro_values v = example(&a, v4);
	struct str got;

	v.local_part = S("-a--b");
	ck_assert(spf_macro_expand(&a, S("%{l-}"), SPF_IN_RECORD, &v, &got));
	ck_assert(str_eq(got, S(".a..b")));
	ck_assert(spf_macro_expand(&a, S("%{l2r-}"), SPF_IN_RECORD, &v, &got));
	ck_assert(str_eq(got, S("a.")));
	arena_free(&a);
}
END_TEST

START_TEST(wants_no_blank_in_a_record)
{
	struct arena a = { 0 };
	struct spf_macro_values v = example(&a, v4);
	struct str got = S("as before");

	ck_assert(!spf_macro_expand(&a, S("a b"), SPF_IN_RECORD, &v, &got));
	ck_assert(!spf_macro_expand(&a, S("%{c}"), SPF_IN_RECORD, &v, &got));
	ck_assert(str_eq(got, S("as before")));
	arena_free(&a);
}
END_TEST

START_TEST(finds_letters)
{
	ck_assert(spf_macro_uses(S("a.%{p}.example"), 'p'));
	ck_assert(spf_macro_uses(S("%{P2r-}"), 'p'));
	ck_assert(!spf_macro_uses(S("p.%%{p}.example"), 'p'));
	ck_assert(spf_macro_any(S("%{d}")));
	ck_assert(!spf_macro_any(S("a%_b%%.example")));
}
END_TEST

#define LABEL_50   "12345678901234567890123456789012345678901234567890"
#define DOMAIN_204 LABEL_50 "." LABEL_50 "." LABEL_50 "." LABEL_50 "."

static const struct {
	struct str text, want; /* no want: no name */
} targets[] = {
	{ STR("Example.COM."), STR("example.com") },
	{ STR("a b.example"), STR("a\\032b.example") },
	{ STR(LABEL_50 "." DOMAIN_204 "com"), STR(DOMAIN_204 "com") },
	{ STR("1." LABEL_50 ".2." DOMAIN_204 "com"),
	    STR("2." DOMAIN_204 "com") },
	{ STR("a..example"), STR("") },
	{ STR(LABEL_50 "12345678901234.com"), STR("") },
	{ STR("."), STR("") },
	{ STR(".."), STR("") },
	{ STR(""), STR("") },
};

START_TEST(shortens_targets)
{
	struct arena a = { 0 };
	struct name name = { 0 };
	bool ok = spf_target_name(&a, targets[_i].text, &name);

	ck_assert_msg(ok == (targets[_i].want.n > 0), "%s", targets[_i].text.s);
	ck_assert_msg(str_eq(name_text(&a, name), targets[_i].want), "%s: %.*s",
	    targets[_i].text.s, PSTR(name_text(&a, name)));
	arena_free(&a);
}
END_TEST

Suite *
spf_macro_suite(void)
{
	Suite *s = suite_create("spf_macro");
	TCase *tc = tcase_create("spf_macro");

	tcase_add_loop_test(tc, expands, 0, LENGTH(expansions));
	tcase_add_test(tc, keeps_empty_parts);
	tcase_add_test(tc, wants_no_blank_in_a_record);
	tcase_add_test(tc, finds_letters);
	tcase_add_loop_test(tc, shortens_targets, 0, LENGTH(targets));
	suite_add_tcase(s, tc);
	return s;
}
