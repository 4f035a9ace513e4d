#include "client/server.h"

#include "unit.h"

static const struct {
	const char *label;
	struct str text;
	struct str want; /* empty: not a server */
} cases[] = {
	{ "IPv4", STR("192.0.2.1"), STR("192.0.2.1#0") },
	{ "IPv4 and #port", STR("192.0.2.1#5353"), STR("192.0.2.1#5353") },
	{ "IPv4 and :port", STR("192.0.2.1:5353"), STR("192.0.2.1#5353") },
	{ "IPv6", STR("2001:db8::1"), STR("2001:db8::1#0") },
	{ "IPv6 and #port", STR("2001:db8::1#53"), STR("2001:db8::1#53") },
	{ "IPv6 in brackets", STR("[2001:db8::1]"), STR("2001:db8::1#0") },
	{ "IPv6 in brackets, :port", STR("[2001:db8::1]:53"),
	    STR("2001:db8::1#53") },
	{ "IPv6 in brackets, #port", STR("[2001:db8::1]#53"),
	    STR("2001:db8::1#53") },
	{ "the unspecified address is an address", STR("::"), STR("::#0") },
	{ "a zone by number", STR("fe80::1%1"), STR("fe80::1%1#0") },
	{ "a zone and a port", STR("[fe80::1%1]:53"), STR("fe80::1%1#53") },
	{ "a zone that is no interface", STR("fe80::1%nosuchif0"), STR("") },
	{ "an empty zone", STR("fe80::1%"), STR("") },
	{ "zone 0", STR("fe80::1%0"), STR("") },
	{ "a zone of IPv4", STR("192.0.2.1%1"), STR("") },
	{ "a name", STR("dns.example"), STR("") },
	{ "nothing", STR(""), STR("") },
	{ "port 0", STR("192.0.2.1#0"), STR("") },
	{ "a port too great", STR("192.0.2.1#65536"), STR("") },
	{ "an empty port", STR("192.0.2.1#"), STR("") },
	{ "two ports", STR("192.0.2.1#53#53"), STR("") },
	{ "a bracket left open", STR("[2001:db8::1"), STR("") },
	{ "text after the bracket", STR("[2001:db8::1]53"), STR("") },
	{ "a NUL in the zone", STR("fe80::1%lo\0x"), STR("") },
};

START_TEST(parses)
{
	struct arena a = { 0 };
	struct server server = { 0 };
	bool ok = server_parse(cases[_i].text, &server);

	ck_assert_msg(ok == (cases[_i].want.n > 0), "%s", cases[_i].label);
	if (ok)
		ck_assert_msg(str_eq(server_text(&a, server), cases[_i].want),
		    "%s: %.*s", cases[_i].label, PSTR(server_text(&a, server)));
	arena_free(&a);
}
END_TEST

Suite *
server_suite(void)
{
	Suite *s = suite_create("server");
	TCase *tc = tcase_create("server");

	tcase_add_loop_test(tc, parses, 0, LENGTH(cases));
	suite_add_tcase(s, tc);
	return s;
}
