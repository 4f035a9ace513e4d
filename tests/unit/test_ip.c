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
	{ STR("100.99.10.9"), true, STR("100.99.10.9"), IP_SPECIAL,
	    STR("9.10.99.100.in-addr.arpa") },
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

/* The blocks of the registries, from their first address to their last; what
 * is beside each is of no block. */
static const struct {
	struct str first, last, before, behind;
	enum ip_class_kind kind;
} blocks[] = {
	{ STR("0.0.0.0"), STR("0.255.255.255"), STR(""), STR("1.0.0.0"),
	    IP_SPECIAL },
	{ STR("10.0.0.0"), STR("10.255.255.255"), STR("9.255.255.255"),
	    STR("11.0.0.0"), IP_SPECIAL },
	{ STR("100.64.0.0"), STR("100.127.255.255"), STR("100.63.255.255"),
	    STR("100.128.0.0"), IP_SPECIAL },
	{ STR("127.0.0.0"), STR("127.255.255.255"), STR("126.255.255.255"),
	    STR("128.0.0.0"), IP_SPECIAL },
	{ STR("169.254.0.0"), STR("169.254.255.255"), STR("169.253.255.255"),
	    STR("169.255.0.0"), IP_SPECIAL },
	{ STR("172.16.0.0"), STR("172.31.255.255"), STR("172.15.255.255"),
	    STR("172.32.0.0"), IP_SPECIAL },
	{ STR("192.0.0.0"), STR("192.0.0.255"), STR("191.255.255.255"),
	    STR("192.0.1.0"), IP_SPECIAL },
	{ STR("192.0.2.0"), STR("192.0.2.255"), STR("192.0.1.255"),
	    STR("192.0.3.0"), IP_DOCUMENTATION },
	{ STR("192.88.99.0"), STR("192.88.99.255"), STR("192.88.98.255"),
	    STR("192.88.100.0"), IP_SPECIAL },
	{ STR("192.168.0.0"), STR("192.168.255.255"), STR("192.167.255.255"),
	    STR("192.169.0.0"), IP_SPECIAL },
	{ STR("198.18.0.0"), STR("198.19.255.255"), STR("198.17.255.255"),
	    STR("198.20.0.0"), IP_SPECIAL },
	{ STR("198.51.100.0"), STR("198.51.100.255"), STR("198.51.99.255"),
	    STR("198.51.101.0"), IP_DOCUMENTATION },
	{ STR("203.0.113.0"), STR("203.0.113.255"), STR("203.0.112.255"),
	    STR("203.0.114.0"), IP_DOCUMENTATION },
	{ STR("224.0.0.0"), STR("255.255.255.255"), STR("223.255.255.255"),
	    STR(""), IP_SPECIAL },
	{ STR("::"), STR("::1"), STR(""), STR("::2"), IP_SPECIAL },
	{ STR("64:ff9b::"), STR("64:ff9b::ffff:ffff"),
	    STR("64:ff9a:ffff:ffff:ffff:ffff:ffff:ffff"), STR("64:ff9b::1:0:0"),
	    IP_TRANSITION },
	{ STR("64:ff9b:1::"), STR("64:ff9b:1:ffff:ffff:ffff:ffff:ffff"),
	    STR("64:ff9b:0:ffff:ffff:ffff:ffff:ffff"), STR("64:ff9b:2::"),
	    IP_SPECIAL },
	{ STR("100::"), STR("100::ffff:ffff:ffff:ffff"),
	    STR("ff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), STR("100:0:0:1::"),
	    IP_SPECIAL },
	{ STR("2001::"), STR("2001:0:ffff:ffff:ffff:ffff:ffff:ffff"),
	    STR("2000:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), STR("2001:1::"),
	    IP_SPECIAL },
	{ STR("2001:2::"), STR("2001:2:0:ffff:ffff:ffff:ffff:ffff"),
	    STR("2001:1:ffff:ffff:ffff:ffff:ffff:ffff"), STR("2001:2:1::"),
	    IP_SPECIAL },
	{ STR("2001:db8::"), STR("2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"),
	    STR("2001:db7:ffff:ffff:ffff:ffff:ffff:ffff"), STR("2001:db9::"),
	    IP_DOCUMENTATION },
	{ STR("2002::"), STR("2002:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
	    STR("2001:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), STR("2003::"),
	    IP_TRANSITION },
	{ STR("3fff::"), STR("3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff"),
	    STR("3ffe:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), STR("3fff:1000::"),
	    IP_DOCUMENTATION },
	{ STR("fc00::"), STR("fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
	    STR("fbff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), STR("fe00::"),
	    IP_SPECIAL },
	{ STR("fe80::"), STR("febf:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
	    STR("fe7f:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), STR("fec0::"),
	    IP_SPECIAL },
	{ STR("ff00::"), STR("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"),
	    STR("feff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"), STR(""),
	    IP_SPECIAL },
};

static enum ip_class_kind
kind_of(struct str text)
{
	struct ip ip;

	ck_assert_msg(ip_parse(text, &ip), "%s", text.s);
	return ip_class(ip).kind;
}

START_TEST(knows_the_blocks)
{
	ck_assert_int_eq(kind_of(blocks[_i].first), blocks[_i].kind);
	ck_assert_int_eq(kind_of(blocks[_i].last), blocks[_i].kind);
	if (blocks[_i].before.n > 0)
		ck_assert_int_eq(kind_of(blocks[_i].before), IP_PUBLIC);
	if (blocks[_i].behind.n > 0)
		ck_assert_int_eq(kind_of(blocks[_i].behind), IP_PUBLIC);
}
END_TEST

Suite *
ip_suite(void)
{
	Suite *s = suite_create("ip");
	TCase *tc = tcase_create("ip");

	tcase_add_loop_test(tc, reads, 0, LENGTH(cases));
	tcase_add_loop_test(tc, compares_networks, 0, LENGTH(networks));
	tcase_add_loop_test(tc, knows_the_blocks, 0, LENGTH(blocks));
	tcase_add_test(tc, unmaps);
	suite_add_tcase(s, tc);
	return s;
}
