#include "base/utf16.h"
#include "plan/route53_value.h"

#include "unit.h"

static const struct {
	struct str text;
	const char *want; /* NULL: no name */
} names[] = {
	{ STR("example.com"), "example.com" },
	{ STR("Example.COM."), "example.com" },
	{ STR("\\052.example.com"), "*.example.com" },
	{ STR("a.\\052.example.com"), "a.*.example.com" },
	{ STR("\\101b.example.com"), "ab.example.com" },
	{ STR("a\\056b.example.com"), "a\\.b.example.com" },
	{ STR("s1._domainkey.example.com."), "s1._domainkey.example.com" },
	{ STR("."), "." },
	{ STR(""), NULL },
	{ STR("a..b"), NULL },
	{ STR("\\777.example.com"), NULL },
	{ STR("\\"), NULL },
};

START_TEST(reads_names)
{
	struct arena a = { 0 };
	struct name name;
	bool ok = route53_name(&a, names[_i].text, &name);
	struct str got = ok ? name_text(&a, name) : S("none");

	ck_assert_msg(ok == (names[_i].want != NULL) &&
		(!ok || str_eq(got, str_of(names[_i].want))),
	    "%s: %.*s", names[_i].text.s, PSTR(got));
	arena_free(&a);
}
END_TEST

static const struct {
	const char *label;
	uint16_t type;
	struct str value;
	const char *want; /* NULL: no value of the type */
	unsigned flaws;
} values[] = {
	{ "a quoted string", TYPE_TXT, STR("\"a b\""), "\"a b\"", 0 },
	{ "two strings", TYPE_TXT, STR("\"a\"  \"b\""), "\"a\" \"b\"", 0 },
	{ "octal, and not decimal", TYPE_TXT, STR("\"v=spf1 \\055all\""),
	    "\"v=spf1 -all\"", 0 },
	{ "a quote and a backslash", TYPE_TXT, STR("\"a\\\"b\\\\\""),
	    "\"a\\\"b\\\\\"", 0 },
	{ "octets", TYPE_TXT, STR("\"\\000\\377\""), "\"\\000\\255\"", 0 },
	{ "an empty string", TYPE_TXT, STR("\"\""), "\"\"", 0 },
	{ "no quotes", TYPE_TXT, STR("v=spf1 -all"), "\"v=spf1 -all\"",
	    ROUTE53_UNQUOTED },
	{ "an open quote", TYPE_TXT, STR("\"a"), NULL, 0 },
	{ "text behind the quote", TYPE_TXT, STR("\"a\" b"), NULL, 0 },
	{ "an address", TYPE_A, STR(" 192.0.2.1"), "192.0.2.1", 0 },
	{ "an address of the other family", TYPE_A, STR("2001:db8::1"), NULL,
	    0 },
	{ "an address of IPv6", TYPE_AAAA, STR("2001:DB8::1"), "2001:db8::1",
	    0 },
	{ "an exchange", TYPE_MX, STR("10  mx1.example.com."),
	    "10 mx1.example.com", 0 },
	{ "a null MX", TYPE_MX, STR("0 ."), "0 .", 0 },
	{ "an exchange without preference", TYPE_MX, STR("mx1"), NULL, 0 },
	{ "a preference too great", TYPE_MX, STR("65536 mx1"), NULL, 0 },
	{ "a name", TYPE_CNAME, STR("b.example.com"), "b.example.com", 0 },
	{ "two names", TYPE_PTR, STR("a b..c"), NULL, 0 },
	{ "an SOA", TYPE_SOA, STR("a. b. 1 2 3 4 5"),
	    "\\# 26 0161000162000000000100000002000000030000000400000005", 0 },
	{ "half an SOA", TYPE_SOA, STR("a. b. 1 2 3"), NULL, 0 },
	{ "a type that no check asks for", 257, STR("what it likes"), "\\# 0",
	    0 },
};

START_TEST(reads_values)
{
	struct arena a = { 0 };
	struct record record;
	unsigned flaws = 0;
	size_t bad = 99;
	bool ok = route53_records(&a, values[_i].type, &values[_i].value, 1,
	    300, &record, &flaws, &bad);
	struct str got = ok ? record_text(&a, &record) : S("none");

	ck_assert_msg(ok == (values[_i].want != NULL) &&
		(!ok || str_eq(got, str_of(values[_i].want))),
	    "%s: %.*s", values[_i].label, PSTR(got));
	ck_assert(ok || bad == 0);
	ck_assert_msg(!ok || flaws == values[_i].flaws, "%s", values[_i].label);
	ck_assert(!ok || record_is_legal(&record));
	arena_free(&a);
}
END_TEST

START_TEST(cuts_a_long_string)
{
	static char text[303];
	struct str value = { text, sizeof(text) - 1 };
	struct arena a = { 0 };
	struct record record;
	unsigned flaws = 0;
	size_t bad;

	memset(text, 'x', sizeof(text) - 1);
	text[0] = text[sizeof(text) - 2] = '"';
	ck_assert(route53_records(
	    &a, TYPE_TXT, &value, 1, 300, &record, &flaws, &bad));
	ck_assert_uint_eq(flaws, ROUTE53_LONG_STRING);
	ck_assert_uint_eq(record.n, 302);
	ck_assert(record_is_legal(&record));
	arena_free(&a);
}
END_TEST

static const struct {
	struct str text;
	struct str want;
} encodings[] = {
	{ STR("{}"), STR("{}") },
	{ STR("\xef\xbb\xbf{}"), STR("{}") },
	{ STR("\xff\xfe{\0}\0"), STR("{}") },
	{ STR("\xfe\xff\0{\0}"), STR("{}") },
	{ STR("\xff\xfe\xe4\0\xac\x20"), STR("\xc3\xa4\xe2\x82\xac") },
	{ STR("\xfe\xff\xd8\x3d\xde\x00"), STR("\xf0\x9f\x98\x80") },
	{ STR("\xfe\xff\xd8\x3d\0a"),
	    STR("\xef\xbf\xbd"
		"a") },
	/* Half of the last character. */
	{ STR("\xff\xfe{\0}"), STR("{\xef\xbf\xbd") },
};

START_TEST(reads_utf16)
{
	struct arena a = { 0 };
	struct str got = text_decoded(&a, encodings[_i].text);

	ck_assert_msg(
	    str_eq(got, encodings[_i].want), "%d: %.*s", _i, PSTR(got));
	arena_free(&a);
}
END_TEST

Suite *
route53_suite(void)
{
	Suite *s = suite_create("route53");
	TCase *tc = tcase_create("route53");

	tcase_add_loop_test(tc, reads_names, 0, LENGTH(names));
	tcase_add_loop_test(tc, reads_values, 0, LENGTH(values));
	tcase_add_test(tc, cuts_a_long_string);
	tcase_add_loop_test(tc, reads_utf16, 0, LENGTH(encodings));
	suite_add_tcase(s, tc);
	return s;
}
