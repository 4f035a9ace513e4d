#include "mail/psl.h"

#include "unit.h"

/* As at https://publicsuffix.org/list/: comments, blank lines, both parts. */
static const char list[] = "// ===BEGIN ICANN DOMAINS===\n"
			   "\n"
			   "com\n"
			   "jp\n"
			   "co.jp\n"
			   "*.kawasaki.jp\r\n"
			   "!city.kawasaki.jp\n"
			   "*.ck // a comment\n"
			   "!www.ck\n"
			   "github.io\n"
			   "\xe5\x85\xac\xe5\x8f\xb8.cn\n"
			   "// last";

static const struct {
	const char *name, *org; /* NULL: no opinion */
} cases[] = {
	{ "com", "com" },
	{ "example.com", "example.com" },
	{ "a.b.example.com", "example.com" },
	{ "example.co.jp", "example.co.jp" },
	{ "a.example.co.jp", "example.co.jp" },
	{ "co.jp", "co.jp" },
	{ "a.example.jp", "example.jp" },
	{ "a.b.c.kawasaki.jp", "b.c.kawasaki.jp" },
	{ "a.city.kawasaki.jp", "city.kawasaki.jp" },
	{ "a.b.c.ck", "b.c.ck" },
	{ "a.www.ck", "www.ck" },
	{ "user.github.io", "user.github.io" },
	{ "a.user.github.io", "user.github.io" },
	{ "a.b.unlisted", "b.unlisted" },
	{ "a.xn--55qx5d.cn", NULL },
	{ "a\\.b.example.com", NULL },
};

START_TEST(finds)
{
	struct arena a = { 0 };
	const struct psl *psl = psl_parse(&a, str_of(list));
	struct name name, want = { 0 }, got;

	ck_assert(name_parse(&a, str_of(cases[_i].name), &name));
	if (cases[_i].org != NULL)
		ck_assert(name_parse(&a, str_of(cases[_i].org), &want));
	got = psl_org_domain(psl, &a, name);
	ck_assert_msg(name_eq(got, want), "%s: %.*s", cases[_i].name,
	    PSTR(name_text(&a, got)));
	arena_free(&a);
}
END_TEST

START_TEST(does_without)
{
	struct arena a = { 0 };
	struct name name;

	ck_assert(psl_read(&a, "/nonexistent/list") == NULL);
	ck_assert(name_parse(&a, S("a.example.com"), &name));
	ck_assert_uint_eq(
	    name_labels(psl_org_domain(psl_parse(&a, S("")), &a, name)), 2);
	arena_free(&a);
}
END_TEST

Suite *
psl_suite(void)
{
	Suite *s = suite_create("psl");
	TCase *tc = tcase_create("psl");

	tcase_add_loop_test(tc, finds, 0, LENGTH(cases));
	tcase_add_test(tc, does_without);
	suite_add_tcase(s, tc);
	return s;
}
