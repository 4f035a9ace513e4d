#include <stdlib.h>
#include <string.h>

#include "mail/spf_record_copy.h"

#include "unit.h"

static const struct {
	struct str text;
	bool want;
} versions[] = {
	{ STR("v=spf1"), true },
	{ STR("v=spf1 "), true },
	{ STR("V=sPf1 -all"), true },
	{ STR("v=spf10"), false },
	{ STR("v=spf1;"), false },
	{ STR("v=spf1\t-all"), false },
	{ STR(" v=spf1"), false },
	{ STR("\"v=spf1"), false },
	{ STR("v=spf"), false },
	{ STR(""), false },
};

START_TEST(selects)
{
	ck_assert_msg(spf_is_record(versions[_i].text) == versions[_i].want,
	    "%s", versions[_i].text.s);
}
END_TEST

/* One term, what it is and, if it is wrong, the part that is. */
static const struct {
	struct str text;
	enum spf_kind kind;
	char qualifier;
	enum spf_error err;
	struct str part;
} terms[] = {
	{ STR("all"), SPF_ALL, '+', 0, STR("") },
	{ STR("-ALL"), SPF_ALL, '-', 0, STR("") },
	{ STR("-all."), SPF_UNKNOWN, '-', SPF_ERROR_MECHANISM, STR("all.") },
	{ STR("all:"), SPF_ALL, '+', SPF_ERROR_ALONE, STR(":") },
	{ STR("all/8"), SPF_ALL, '+', SPF_ERROR_ALONE, STR("/8") },
	{ STR("-al"), SPF_UNKNOWN, '-', SPF_ERROR_MECHANISM, STR("al") },
	{ STR("-"), SPF_UNKNOWN, '-', SPF_ERROR_NAME, STR("-") },
	{ STR("include:a.example"), SPF_INCLUDE, '+', 0, STR("") },
	{ STR("INCLUDE:a.example."), SPF_INCLUDE, '+', 0, STR("") },
	{ STR("include"), SPF_INCLUDE, '+', SPF_ERROR_NO_DOMAIN,
	    STR("include") },
	{ STR("include:"), SPF_INCLUDE, '+', SPF_ERROR_NO_DOMAIN,
	    STR("include:") },
	{ STR("include:192.0.2.1"), SPF_INCLUDE, '+', SPF_ERROR_DOMAIN_END,
	    STR("192.0.2.1") },
	{ STR("include:a.example/24"), SPF_INCLUDE, '+', SPF_ERROR_DOMAIN_END,
	    STR("a.example/24") },
	{ STR("include=a.example"), SPF_UNKNOWN, 0, 0, STR("") },
	{ STR("-include=a.example"), SPF_UNKNOWN, '-', SPF_ERROR_MECHANISM,
	    STR("-include=a.example") },
	{ STR("a"), SPF_A, '+', 0, STR("") },
	{ STR("~a/24"), SPF_A, '~', 0, STR("") },
	{ STR("a//64"), SPF_A, '+', 0, STR("") },
	{ STR("a/24//64"), SPF_A, '+', 0, STR("") },
	{ STR("a/0"), SPF_A, '+', 0, STR("") },
	{ STR("a//0"), SPF_A, '+', 0, STR("") },
	{ STR("a/33"), SPF_A, '+', SPF_ERROR_LENGTH4, STR("/33") },
	{ STR("a/"), SPF_A, '+', SPF_ERROR_LENGTH4, STR("/") },
	{ STR("a/024"), SPF_A, '+', SPF_ERROR_LENGTH4, STR("/024") },
	{ STR("a/00"), SPF_A, '+', SPF_ERROR_LENGTH4, STR("/00") },
	{ STR("a//129"), SPF_A, '+', SPF_ERROR_LENGTH6, STR("//129") },
	{ STR("a/24/64"), SPF_A, '+', SPF_ERROR_LENGTH4, STR("/64") },
	{ STR("a:/24"), SPF_A, '+', SPF_ERROR_NO_DOMAIN, STR("a:/24") },
	{ STR("a:b.example/24//64"), SPF_A, '+', 0, STR("") },
	{ STR("a:b.example:8080"), SPF_A, '+', SPF_ERROR_DOMAIN_END,
	    STR("b.example:8080") },
	{ STR("a:foo:bar/baz.example"), SPF_A, '+', 0, STR("") },
	{ STR("a:192.0.2.1"), SPF_A, '+', SPF_ERROR_DOMAIN_END,
	    STR("192.0.2.1") },
	{ STR("a:localhost"), SPF_A, '+', SPF_ERROR_DOMAIN_END,
	    STR("localhost") },
	{ STR("a:com."), SPF_A, '+', SPF_ERROR_DOMAIN_END, STR("com.") },
	{ STR("a:.com"), SPF_A, '+', SPF_ERROR_LABEL, STR(".com") },
	{ STR("a:b..example"), SPF_A, '+', SPF_ERROR_LABEL, STR("b..example") },
	{ STR("a:b.-com"), SPF_A, '+', SPF_ERROR_DOMAIN_END, STR("b.-com") },
	{ STR("a:-b.xn--p1ai"), SPF_A, '+', 0, STR("") },
	{ STR("a:b.1-2"), SPF_A, '+', 0, STR("") },
	{ STR("a:b.12"), SPF_A, '+', SPF_ERROR_DOMAIN_END, STR("b.12") },
	{ STR("a:%{d}"), SPF_A, '+', 0, STR("") },
	{ STR("a:%{d}com"), SPF_A, '+', SPF_ERROR_DOMAIN_END, STR("%{d}com") },
	{ STR("a:%{d}.com"), SPF_A, '+', 0, STR("") },
	{ STR("a:%{d/}"), SPF_A, '+', 0, STR("") },
	{ STR("a:%{d}/24"), SPF_A, '+', 0, STR("") },
	{ STR("a:b%%"), SPF_A, '+', 0, STR("") },
	{ STR("mx:"), SPF_MX, '+', SPF_ERROR_NO_DOMAIN, STR("mx:") },
	{ STR("mx/24"), SPF_MX, '+', 0, STR("") },
	{ STR("mx.example"), SPF_UNKNOWN, '+', SPF_ERROR_MECHANISM,
	    STR("mx.example") },
	{ STR("ptr"), SPF_PTR, '+', 0, STR("") },
	{ STR("ptr/0"), SPF_PTR, '+', SPF_ERROR_ALONE, STR("/0") },
	{ STR("ptr:"), SPF_PTR, '+', SPF_ERROR_NO_DOMAIN, STR("ptr:") },
	{ STR("exists"), SPF_EXISTS, '+', SPF_ERROR_NO_DOMAIN, STR("exists") },
	{ STR("exists:%{i}.b.example"), SPF_EXISTS, '+', 0, STR("") },
	{ STR("ip4:192.0.2.1"), SPF_IP4, '+', 0, STR("") },
	{ STR("ip4:192.0.2.0/0"), SPF_IP4, '+', 0, STR("") },
	{ STR("ip4"), SPF_IP4, '+', SPF_ERROR_IP4, STR("ip4") },
	{ STR("ip4:"), SPF_IP4, '+', SPF_ERROR_IP4, STR("ip4:") },
	{ STR("ip4/24"), SPF_IP4, '+', SPF_ERROR_IP4, STR("ip4/24") },
	{ STR("ip4:1.2.3"), SPF_IP4, '+', SPF_ERROR_IP4, STR("1.2.3") },
	{ STR("ip4:1.2.3.04"), SPF_IP4, '+', SPF_ERROR_IP4, STR("1.2.3.04") },
	{ STR("ip4:1.2.3.4:80"), SPF_IP4, '+', SPF_ERROR_IP4,
	    STR("1.2.3.4:80") },
	{ STR("ip4:1.2.3.4/33"), SPF_IP4, '+', SPF_ERROR_LENGTH4, STR("/33") },
	{ STR("ip4:1.2.3.4/032"), SPF_IP4, '+', SPF_ERROR_LENGTH4,
	    STR("/032") },
	{ STR("ip4:1.2.3.4//32"), SPF_IP4, '+', SPF_ERROR_LENGTH4,
	    STR("//32") },
	{ STR("ip4:2001:db8::1"), SPF_IP4, '+', SPF_ERROR_IP4,
	    STR("2001:db8::1") },
	{ STR("ip4=192.0.2.1"), SPF_UNKNOWN, 0, 0, STR("") },
	{ STR("ip6:2001:db8::/32"), SPF_IP6, '+', 0, STR("") },
	{ STR("ip6:::1.1.1.1/0"), SPF_IP6, '+', 0, STR("") },
	{ STR("ip6:::/129"), SPF_IP6, '+', SPF_ERROR_LENGTH6, STR("/129") },
	{ STR("ip6:192.0.2.1"), SPF_IP6, '+', SPF_ERROR_IP6, STR("192.0.2.1") },
	{ STR("ip6::CAFE::BABE"), SPF_IP6, '+', SPF_ERROR_IP6,
	    STR(":CAFE::BABE") },
	{ STR("redirect=b.example"), SPF_REDIRECT, 0, 0, STR("") },
	{ STR("REDIRECT=b.example"), SPF_REDIRECT, 0, 0, STR("") },
	{ STR("redirect="), SPF_REDIRECT, 0, SPF_ERROR_NO_DOMAIN,
	    STR("redirect=") },
	{ STR("redirect:b.example"), SPF_UNKNOWN, '+', SPF_ERROR_MECHANISM,
	    STR("redirect") },
	{ STR("exp=-all"), SPF_EXP, 0, SPF_ERROR_DOMAIN_END, STR("-all") },
	{ STR("exp=b..example"), SPF_EXP, 0, 0, STR("") },
	{ STR("moo.cow-far_out=man:dog/cat"), SPF_UNKNOWN, 0, 0, STR("") },
	{ STR("moo="), SPF_UNKNOWN, 0, 0, STR("") },
	{ STR("moo=%abc"), SPF_UNKNOWN, 0, SPF_ERROR_PERCENT, STR("%") },
	{ STR("moo.cow/far=man"), SPF_UNKNOWN, '+', SPF_ERROR_MECHANISM,
	    STR("moo.cow") },
	{ STR("1up=foo"), SPF_UNKNOWN, '+', SPF_ERROR_NAME, STR("1up=foo") },
	{ STR("=all"), SPF_UNKNOWN, '+', SPF_ERROR_NAME, STR("=all") },
	{ STR("a\t-all"), SPF_UNKNOWN, '+', SPF_ERROR_BYTE, STR("\t") },
	{ STR("a:b.example\0"), SPF_A, '+', SPF_ERROR_BYTE, STR("\0") },
	{ STR("a:b.ex\200mple"), SPF_A, '+', SPF_ERROR_BYTE, STR("\200") },
	{ STR("exists:%(i)"), SPF_EXISTS, '+', SPF_ERROR_PERCENT, STR("%") },
	{ STR("exists:b.%{x}"), SPF_EXISTS, '+', SPF_ERROR_MACRO_LETTER,
	    STR("%{x}") },
	{ STR("exists:b.%{c}"), SPF_EXISTS, '+', SPF_ERROR_MACRO_EXP,
	    STR("%{c}") },
	{ STR("exists:%{d0}"), SPF_EXISTS, '+', SPF_ERROR_MACRO_ZERO,
	    STR("%{d0}") },
	{ STR("exists:%{d"), SPF_EXISTS, '+', SPF_ERROR_MACRO_END, STR("%{d") },
	{ STR("exists:b.example%"), SPF_EXISTS, '+', SPF_ERROR_PERCENT,
	    STR("%") },
};

START_TEST(reads_terms)
{
	struct str text = terms[_i].text;
	struct spf_term term = spf_term_parse(text, 7);
	struct str part = terms[_i].part;

	ck_assert_msg(term.err == terms[_i].err, "%s: %s", text.s,
	    spf_error_text(term.err));
	ck_assert_msg(
	    term.kind == terms[_i].kind, "%s: kind %d", text.s, (int)term.kind);
	ck_assert_msg(term.qualifier == terms[_i].qualifier, "%s", text.s);
	if (term.err == SPF_ERROR_OK)
		return;
	ck_assert_msg(term.err_at >= 7, "%s", text.s);
	ck_assert_msg(
	    str_eq(str_to(str_from(text, term.err_at - 7), term.err_n), part),
	    "%s: at %zu, %zu octets", text.s, term.err_at - 7, term.err_n);
}
END_TEST

START_TEST(reads_records)
{
	struct arena a = { 0 };
	const struct spf_record *r = spf_record_parse(
	    &a, S("v=spf1  a -all redirect=b.example exp=c.example  "));

	ck_assert_uint_eq(r->n, 4);
	ck_assert_uint_eq(r->terms[0].at, 8);
	ck_assert_ptr_eq(r->all, &r->terms[1]);
	ck_assert_ptr_eq(r->redirect, &r->terms[2]);
	ck_assert_ptr_eq(r->exp, &r->terms[3]);
	ck_assert_ptr_null(r->bad);
	ck_assert_uint_eq(spf_record_parse(&a, S("v=spf1"))->n, 0);
	arena_free(&a);
}
END_TEST

static const struct {
	struct str text;
	size_t bad; /* the first bad term, from 1; 0: none */
} repeated[] = {
	{ STR("v=spf1 exp=a.example -all exp=a.example"), 3 },
	{ STR("v=spf1 redirect=a.example REDIRECT=b.example"), 2 },
	{ STR("v=spf1 redirect=a.example exp=b.example"), 0 },
	{ STR("v=spf1 moo=1 moo=1 -all"), 0 },
	{ STR("v=spf1 -all -all"), 0 },
	{ STR("v=spf1 -all moo foo"), 2 },
};

START_TEST(rejects_a_second_modifier)
{
	struct arena a = { 0 };
	const struct spf_record *r = spf_record_parse(&a, repeated[_i].text);

	ck_assert_msg(r->bad ==
		(repeated[_i].bad > 0 ? &r->terms[repeated[_i].bad - 1] : NULL),
	    "%s", repeated[_i].text.s);
	arena_free(&a);
}
END_TEST

/* The text may go, and its arena; of a term the macros and the name to look up
 * are there. */
START_TEST(copies_records)
{
	struct arena a = { 0 };
	char text[] = "v=spf1 mx/24 include:_spf.b.example. a:%{d}.x.example "
		      "moo ip4:192.0.2.0/24 redirect=c.example -all";
	const struct spf_record *from = spf_record_parse(&a, str_of(text));
	void *block = mem_new(1, spf_record_bytes(from));
	const struct spf_record *r = spf_record_copy(block, from);

	memset(text, 'x', sizeof(text) - 1);
	arena_free(&a);
	ck_assert_uint_eq(r->n, 7);
	ck_assert(str_eq(r->terms[0].text, S("mx/24")));
	ck_assert_uint_eq(r->terms[0].spec.n, 0);
	ck_assert_uint_eq(r->terms[0].target.n, 0);
	ck_assert(str_eq(r->terms[1].name, S("include")));
	ck_assert(
	    str_eq(name_text(&a, r->terms[1].target), S("_spf.b.example")));
	ck_assert(str_eq(r->terms[2].spec, S("%{d}.x.example")));
	ck_assert(spf_term_uses(&r->terms[2], 'd'));
	ck_assert(!spf_term_uses(&r->terms[2], 'p'));
	ck_assert_uint_eq(r->terms[2].target.n, 0);
	ck_assert_ptr_eq(r->bad, &r->terms[3]);
	ck_assert_uint_eq(r->terms[4].bits4, 24);
	ck_assert_ptr_eq(r->redirect, &r->terms[5]);
	ck_assert_ptr_eq(r->all, &r->terms[6]);
	ck_assert_ptr_null(r->exp);
	arena_free(&a);
	free(block);
}
END_TEST

Suite *
spf_record_suite(void)
{
	Suite *s = suite_create("spf_record");
	TCase *tc = tcase_create("spf_record");

	tcase_add_loop_test(tc, selects, 0, LENGTH(versions));
	tcase_add_loop_test(tc, reads_terms, 0, LENGTH(terms));
	tcase_add_test(tc, reads_records);
	tcase_add_test(tc, copies_records);
	tcase_add_loop_test(tc, rejects_a_second_modifier, 0, LENGTH(repeated));
	suite_add_tcase(s, tc);
	return s;
}
