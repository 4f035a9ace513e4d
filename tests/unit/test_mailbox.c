#include "base/buf.h"
#include "mail/mailbox.h"

#include "unit.h"

/* The domains, blanks between; "?" at the end for what is no address. */
static const struct {
	const char *label;
	struct str value;
	const char *want;
} cases[] = {
	{ "an address", STR(" a@example.com"), "example.com" },
	{ "a name", STR("Joe Doe <a@example.com>"), "example.com" },
	{ "a quoted name with a comma", STR("\"Doe, Joe\" <a@example.com>"),
	    "example.com" },
	{ "a quoted name with an address", STR("\"x@y.example\" <a@b.example>"),
	    "b.example" },
	{ "a name with an address", STR("x@y.example <a@b.example>"),
	    "b.example" },
	{ "a comment", STR("a@example.com (Joe (the) \\) Doe)"),
	    "example.com" },
	{ "a comment with an address", STR("(x@y.example) a@example.com"),
	    "example.com" },
	{ "folds", STR("Joe\r\n Doe\r\n\t<a@example.com>"), "example.com" },
	{ "two", STR("a@example.com, B <b@example.net>"),
	    "example.com example.net" },
	{ "a comma too many", STR("a@example.com, ,"), "example.com" },
	{ "a quoted local part", STR("\"a@b, c\"@example.com"), "example.com" },
	{ "a group", STR("us: a@example.com, b@example.net;"),
	    "example.com example.net" },
	{ "an empty group", STR("undisclosed-recipients:;"), "" },
	{ "a route", STR("<@x.example,@y.example:a@example.com>"),
	    "example.com" },
	{ "a literal", STR("a@[IPv6:2001:db8::1]"), "[IPv6:2001:db8::1]" },
	{ "a literal in brackets", STR("<a@[192.0.2.1]>"), "[192.0.2.1]" },
	{ "a dot at the end", STR("<a@example.com.>"), "example.com" },
	{ "blanks around @", STR("a @ example.com"), "example.com" },
	{ "no address", STR("Joe Doe"), "?" },
	{ "no domain", STR("<a@>"), "?" },
	{ "no local part", STR("<@example.com>"), "?" },
	{ "words in the domain", STR("a@example.com b"), "?" },
	{ "brackets that never end", STR("Joe <a@example.com"), "?" },
	{ "a quote that never ends", STR("\"Joe <a@example.com>"), "?" },
	{ "nothing", STR(""), "" },
};

START_TEST(reads)
{
	struct arena a = { 0 };
	struct mailboxes all = mailboxes_read(&a, cases[_i].value);
	struct buf got = { .a = &a };

	for (size_t i = 0; i < all.n; i++)
		buf_printf(&got, "%s%.*s", got.n > 0 ? " " : "",
		    PSTR(all.at[i].domain));
	if (all.has_other)
		buf_byte(&got, '?');
	ck_assert_msg(str_eq(buf_view(&got), str_of(cases[_i].want)),
	    "%s: %.*s", cases[_i].label, PSTR(buf_view(&got)));
	arena_free(&a);
}
END_TEST

START_TEST(reads_paths)
{
	struct arena a = { 0 };
	struct mailbox path;

	ck_assert(mailbox_of_path(&a, S(" <b@bounce.example.com>"), &path));
	ck_assert(str_eq(path.domain, S("bounce.example.com")));
	ck_assert(str_eq(path.local, S("b")));
	ck_assert(!mailbox_of_path(&a, S("<>"), &path));
	ck_assert(!mailbox_of_path(&a, S(""), &path));
	arena_free(&a);
}
END_TEST

Suite *
mailbox_suite(void)
{
	Suite *s = suite_create("mailbox");
	TCase *tc = tcase_create("mailbox");

	tcase_add_loop_test(tc, reads, 0, LENGTH(cases));
	tcase_add_test(tc, reads_paths);
	suite_add_tcase(s, tc);
	return s;
}
