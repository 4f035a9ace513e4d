#include "base/ip.h"
#include "mail/ip_class.h"
#include "mail/reverse_name.h"

#include "unit.h"

static const struct {
	struct str text;
	bool ok;
	struct str want; /* as it is printed */
	enum ip_class_kind kind;
	struct str reverse;
} cases[] = {
	{ STR("203.0.113.6"), true, STR("203.0.113.6"), IP_DOCUMENTATION,
	    STR("6.113.0.203.in-addr.arpa") },
	{ STR("8.8.4.4"), true, STR("8.8.4.4"), IP_PUBLIC,
	    STR("4.4.8.8.in-addr.arpa") },
	{ STR("172.15.255.255"), true, STR("172.15.255.255"), IP_PUBLIC,
	    STR("255.255.15.172.in-addr.arpa") },
	{ STR("172.31.255.255"), true, STR("172.31.255.255"), IP_SPECIAL,
	    STR("255.255.31.172.in-addr.arpa") },
	{ STR("172.32.0.0"), true, STR("172.32.0.0"), IP_PUBLIC,
	    STR("0.0.32.172.in-addr.arpa") },
	{ STR("100.127.0.1"), true, STR("100.127.0.1"), IP_SPECIAL,
	    STR("1.0.127.100.in-addr.arpa") },
	{ STR("2001:DB8::6"), true, STR("2001:db8::6"), IP_DOCUMENTATION,
	    STR("6.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0."
		"1.0.0.2.ip6.arpa") },
	{ STR("2600::1"), true, STR("2600::1"), IP_PUBLIC,
	    STR("1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0."
		"0.0.6.2.ip6.arpa") },
	{ STR("64:ff9b::192.0.2.1"), true, STR("64:ff9b::c000:201"),
	    IP_TRANSITION,
	    STR("1.0.2.0.0.0.0.c.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.b.9.f.f."
		"4.6.0.0.ip6.arpa") },
	{ .text = STR("203.0.113.06") },
	{ .text = STR("203.0.113") },
	{ .text = STR("203.0.113.6.7") },
	{ .text = STR("256.0.0.1") },
	{ .text = STR("203.0.113.6 ") },
	{ .text = STR("2001:db8::g") },
	{ .text = STR("fe80::1%lo") },
	{ .text = STR("::1\0") },
	{ .text = STR("") },
};

START_TEST(reads)
{
	struct arena a = { 0 };
	struct ip ip = { IP_NONE, { 0 } };

	ck_assert_msg(ip_parse(cases[_i].text, &ip) == cases[_i].ok, "%s",
	    cases[_i].text.s);
	if (cases[_i].ok) {
		ck_assert(str_eq(ip_text(&a, ip), cases[_i].want));
		ck_assert_int_eq(ip_class(ip).kind, cases[_i].kind);
		ck_assert(str_eq(
		    name_text(&a, reverse_name(&a, ip)), cases[_i].reverse));
	}
	arena_free(&a);
}
END_TEST

static const struct {
	struct str ip, net;
	unsigned bits;
	bool want;
} networks[] = {
	{ STR("192.0.2.1"), STR("192.0.2.255"), 24, true },
	{ STR("192.0.3.1"), STR("192.0.2.0"), 24, false },
	{ STR("192.0.3.1"), STR("192.0.2.0"), 23, true },
	{ STR("192.0.2.1"), STR("0.0.0.0"), 0, true },
	{ STR("192.0.2.1"), STR("192.0.2.1"), 32, true },
	{ STR("192.0.2.1"), STR("192.0.2.0"), 32, false },
	{ STR("192.0.2.1"), STR("::"), 0, false },
	{ STR("2001:db8::1"), STR("2001:db8::ff"), 120, true },
	{ STR("2001:db8::1:1"), STR("2001:db8::"), 112, false },
	{ STR("2001:db8::1"), STR("::"), 129, false },
};

START_TEST(compares_networks)
{
	struct ip ip, net;

	ck_assert(ip_parse(networks[_i].ip, &ip));
	ck_assert(ip_parse(networks[_i].net, &net));
	ck_assert_msg(ip_in(ip, net, networks[_i].bits) == networks[_i].want,
	    "%s in %s/%u", networks[_i].ip.s, networks[_i].net.s,
	    networks[_i].bits);
}
END_TEST

START_TEST(unmaps)
{
	struct ip mapped, plain;

	ck_assert(ip_parse(S("::ffff:192.0.2.1"), &mapped));
	ck_assert(ip_parse(S("192.0.2.1"), &plain));
	ck_assert(ip_eq(ip_unmapped(mapped), plain));
	ck_assert(ip_parse(S("::fffe:192.0.2.1"), &mapped));
	ck_assert(ip_eq(ip_unmapped(mapped), mapped));
}
END_TEST

Suite *
ip_suite(void)
{
	Suite *s = suite_create("ip");
	TCase *tc = tcase_create("ip");

	tcase_add_loop_test(tc, reads, 0, LENGTH(cases));
	tcase_add_loop_test(tc, compares_networks, 0, LENGTH(networks));
	tcase_add_test(tc, unmaps);
	suite_add_tcase(s, tc);
	return s;
}
