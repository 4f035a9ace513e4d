#include "dns/name.h"

#include "unit.h"

#define L63 "123456789012345678901234567890123456789012345678901234567890123"

static const struct {
	const char *label;
	struct str text;
	bool ok;
	struct str want;
} cases[] = {
	{ "lower case, no last dot", STR("Mail.Example.COM."), true,
	    STR("mail.example.com") },
	{ "the root", STR("."), true, STR(".") },
	{ "nothing", STR(""), false, STR("") },
	{ "an empty label", STR("a..b"), false, STR("") },
	{ "a leading dot", STR(".a"), false, STR("") },
	{ "an escaped dot stays in its label", STR("a\\.b.c"), true,
	    STR("a\\.b.c") },
	{ "a NUL stays in its label", STR("a\\000b.c"), true,
	    STR("a\\000b.c") },
	{ "an octet over 255", STR("\\256"), false, STR("") },
	{ "an escape cut short", STR("a\\1"), false, STR("") },
	{ "a label of 63", STR(L63 ".a"), true, STR(L63 ".a") },
	{ "a label of 64", STR(L63 "x.a"), false, STR("") },
	{ "a name of 255 octets",
	    STR(L63 "." L63 "." L63 "."
		    "1234567890123456789012345678901234567890"
		    "123456789012345678901"),
	    true,
	    STR(L63 "." L63 "." L63 "."
		    "1234567890123456789012345678901234567890"
		    "123456789012345678901") },
	{ "a name of 256 octets",
	    STR(L63 "." L63 "." L63 "."
		    "1234567890123456789012345678901234567890"
		    "1234567890123456789012"),
	    false, STR("") },
};

START_TEST(parses)
{
	struct arena a = { 0 };
	struct name name = { 0 };
	bool ok = name_parse(&a, cases[_i].text, &name);

	ck_assert_msg(ok == cases[_i].ok, "%s", cases[_i].label);
	ck_assert_msg(str_eq(name_text(&a, name), cases[_i].want), "%s: %.*s",
	    cases[_i].label, PSTR(name_text(&a, name)));
	arena_free(&a);
}
END_TEST

static struct name
name_of(struct arena *a, struct str text)
{
	struct name name;

	ck_assert(name_parse(a, text, &name));
	return name;
}

START_TEST(relates)
{
	struct arena a = { 0 };
	struct name com = name_of(&a, S("com"));
	struct name example = name_of(&a, S("example.com"));
	struct name not_example = name_of(&a, S("notexample.com"));
	struct name below;

	ck_assert(name_is_in(example, com));
	ck_assert(name_is_in(example, example));
	ck_assert(!name_is_in(com, example));
	ck_assert(!name_is_in(not_example, example));
	ck_assert(name_eq(name_parent(example), com));
	ck_assert_uint_eq(name_labels(example), 2);
	ck_assert(name_eq(name_last(example, 1), com));
	ck_assert(name_below(&a, S("_dmarc"), example, &below));
	ck_assert(name_eq(below, name_of(&a, S("_dmarc.example.com"))));
	ck_assert(name_order(com, example) < 0);
	arena_free(&a);
}
END_TEST

START_TEST(backslash_is_plain_in_labels)
{
	struct arena a = { 0 };
	struct name name;

	ck_assert(name_from_labels(&a, S("a\\.b"), &name));
	ck_assert_uint_eq(name_labels(name), 2);
	arena_free(&a);
}
END_TEST

START_TEST(reads_wire)
{
	struct arena a = { 0 };
	struct name name;
	static const unsigned char good[] = "\1A\3com";
	static const unsigned char pointer[] = "\1a\300\0";

	ck_assert(name_from_wire(&a, good, sizeof(good), &name));
	ck_assert(name_eq(name, name_of(&a, S("a.com"))));
	ck_assert(!name_from_wire(&a, good, sizeof(good) - 1, &name));
	ck_assert(!name_from_wire(&a, pointer, sizeof(pointer), &name));
	arena_free(&a);
}
END_TEST

Suite *
name_suite(void)
{
	Suite *s = suite_create("name");
	TCase *tc = tcase_create("name");

	tcase_add_loop_test(tc, parses, 0, LENGTH(cases));
	tcase_add_test(tc, relates);
	tcase_add_test(tc, backslash_is_plain_in_labels);
	tcase_add_test(tc, reads_wire);
	suite_add_tcase(s, tc);
	return s;
}
