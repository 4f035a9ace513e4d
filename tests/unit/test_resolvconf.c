#include "client/resolvconf.h"

#include "unit.h"

static const struct {
	const char *label;
	struct str text;
	size_t nservers;
	struct str first; /* of the servers */
	unsigned timeout_s, attempts;
	bool rotate;
} cases[] = {
	{ "an empty file is this host", STR(""), 1, STR("127.0.0.1#0"), 0, 0,
	    false },
	{ "servers and options",
	    STR("search example.com\nnameserver 192.0.2.1\n"
		"nameserver 2001:db8::1\noptions timeout:2 attempts:4 rotate\n"),
	    2, STR("192.0.2.1#0"), 2, 4, true },
	{ "tabs, no last line feed, CR",
	    STR("nameserver\t192.0.2.1\t\r\n"
		"options\tedns0\ttimeout:1"),
	    1, STR("192.0.2.1#0"), 1, 0, false },
	{ "comments and junk",
	    STR("# nameserver 192.0.2.9\n;x\n\nnameserver\nnameserver x\n"
		"nameservers 192.0.2.8\n\377\0\001\noptions timeout:x rotatex\n"
		"nameserver 192.0.2.1 # the one\n"),
	    1, STR("192.0.2.1#0"), 0, 0, false },
	{ "too great is the greatest", STR("options timeout:99 attempts:99"), 1,
	    STR("127.0.0.1#0"), RESOLVCONF_TIMEOUT_MAX, RESOLVCONF_ATTEMPTS_MAX,
	    false },
	{ "no more than there is room for",
	    STR("nameserver 192.0.2.1\nnameserver 192.0.2.2\n"
		"nameserver 192.0.2.3\nnameserver 192.0.2.4\n"
		"nameserver 192.0.2.5\nnameserver 192.0.2.6\n"
		"nameserver 192.0.2.7\nnameserver 192.0.2.8\n"
		"nameserver 192.0.2.9\n"),
	    RESOLVCONF_SERVERS_MAX, STR("192.0.2.1#0"), 0, 0, false },
};

START_TEST(parses)
{
	struct arena a = { 0 };
	struct resolvconf got;
	struct str first;

	resolvconf_parse(cases[_i].text, &got);
	first = server_text(&a, got.servers[0]);
	ck_assert_msg(got.nservers == cases[_i].nservers, "%s: %zu servers",
	    cases[_i].label, got.nservers);
	ck_assert_msg(str_eq(first, cases[_i].first), "%s: %.*s",
	    cases[_i].label, PSTR(first));
	ck_assert_msg(got.timeout_s == cases[_i].timeout_s &&
		got.attempts == cases[_i].attempts &&
		got.rotate == cases[_i].rotate,
	    "%s: timeout %u attempts %u rotate %d", cases[_i].label,
	    got.timeout_s, got.attempts, got.rotate);
	arena_free(&a);
}
END_TEST

START_TEST(a_missing_file_is_an_empty_one)
{
	struct resolvconf got;

	resolvconf_read("/nonexistent/resolv.conf", &got);
	ck_assert_uint_eq(got.nservers, 1);
}
END_TEST

Suite *
resolvconf_suite(void)
{
	Suite *s = suite_create("resolvconf");
	TCase *tc = tcase_create("resolvconf");

	tcase_add_loop_test(tc, parses, 0, LENGTH(cases));
	tcase_add_test(tc, a_missing_file_is_an_empty_one);
	suite_add_tcase(s, tc);
	return s;
}
