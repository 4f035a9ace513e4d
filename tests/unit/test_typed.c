#include "cli/typed.h"

#include "unit.h"

static const struct {
	struct str text, want;
} domains[] = {
	{ STR("example.com"), STR("example.com") },
	{ STR(" example.com\t"), STR("example.com") },
	{ STR("info@example.com"), STR("example.com") },
	{ STR("\"a@b\"@example.com"), STR("example.com") },
	{ STR("<info@example.com>"), STR("example.com") },
	{ STR("Info <info@example.com>"), STR("example.com") },
	{ STR("MAILTO:info@example.com"), STR("example.com") },
	{ STR("@example.com"), STR("example.com") },
	{ STR("https://example.com"), STR("example.com") },
	{ STR("https://example.com:8443/a@b?c#d"), STR("example.com") },
	{ STR("http://me:word@example.com/"), STR("example.com") },
	{ STR("http://example.com?q"), STR("example.com") },
	{ STR("example.com/contact"), STR("example.com") },
	{ STR("info@"), STR("") },
	{ STR("http://"), STR("") },
	{ STR(""), STR("") },
};

START_TEST(takes_the_domain)
{
	struct str got = typed_domain(domains[_i].text);

	ck_assert_msg(str_eq(got, domains[_i].want), "%.*s: %.*s",
	    PSTR(domains[_i].text), PSTR(got));
}
END_TEST

static const struct {
	struct str text;
	bool is_ip; /* meant as one */
	struct str want, reason;
} ips[] = {
	{ STR("203.0.113.6"), true, STR("203.0.113.6"), STR("") },
	{ STR("203.0.113.6/32"), true, STR("203.0.113.6"), STR("") },
	{ STR("[203.0.113.6]"), true, STR("203.0.113.6"), STR("") },
	{ STR("[IPv6:2001:db8::6]"), true, STR("2001:db8::6"), STR("") },
	{ STR("[2001:db8::6]"), true, STR("2001:db8::6"), STR("") },
	{ STR("2001:DB8::6/128"), true, STR("2001:db8::6"), STR("") },
	{ STR("ip4:203.0.113.6"), true, STR("203.0.113.6"), STR("") },
	{ STR("::ffff:203.0.113.6"), true, STR("203.0.113.6"), STR("") },
	{ STR("203.0.113.0/24"), true, STR(""),
	    STR("a network; name each address that sends") },
	{ STR("2001:db8::/32"), true, STR(""),
	    STR("a network; name each address that sends") },
	{ STR("203.0.113.256"), true, STR(""),
	    STR("not an IPv4 or IPv6 address") },
	{ STR("127.1"), true, STR(""), STR("not an IPv4 or IPv6 address") },
	{ STR("[mta1.example.com]"), true, STR(""),
	    STR("not an IPv4 or IPv6 address") },
	{ STR("example.com"), false, STR(""),
	    STR("not an IPv4 or IPv6 address") },
	{ STR("dead.beef"), false, STR(""),
	    STR("not an IPv4 or IPv6 address") },
	{ STR("1.example"), false, STR(""),
	    STR("not an IPv4 or IPv6 address") },
	{ STR("."), false, STR(""), STR("not an IPv4 or IPv6 address") },
	{ STR("3405803782"), false, STR(""),
	    STR("not an IPv4 or IPv6 address") },
	{ STR("http://203.0.113.6"), false, STR(""),
	    STR("not an IPv4 or IPv6 address") },
	{ STR(""), false, STR(""), STR("not an IPv4 or IPv6 address") },
};

START_TEST(takes_the_address)
{
	struct arena a = { 0 };
	const char *reason = "";
	struct str got = S("");
	struct ip ip;

	ck_assert_msg(typed_is_ip(ips[_i].text) == ips[_i].is_ip, "%.*s",
	    PSTR(ips[_i].text));
	if (typed_ip(ips[_i].text, &ip, &reason))
		got = ip_text(&a, ip);
	ck_assert_msg(
	    str_eq(got, ips[_i].want) && str_eq(str_of(reason), ips[_i].reason),
	    "%.*s: %.*s %s", PSTR(ips[_i].text), PSTR(got), reason);
	arena_free(&a);
}
END_TEST

START_TEST(knows_lists)
{
	ck_assert(typed_is_ip(S("203.0.113.6=mta1.example,203.0.113.7")));
	ck_assert(typed_is_ip(S("203.0.113.6,mta1.example")));
	ck_assert(!typed_is_ip(S("host=203.0.113.6")));
	ck_assert(!typed_is_ip(S("mta1.example,203.0.113.6")));
}
END_TEST

static const struct {
	struct str text, selector, domain;
	bool found;
} selectors[] = {
	{ STR("s1"), STR("s1"), STR(""), false },
	{ STR("s1._domainkey"), STR("s1"), STR(""), true },
	{ STR("s1._DomainKey."), STR("s1"), STR(""), true },
	{ STR("s1._domainkey.example.com"), STR("s1"), STR("example.com"),
	    true },
	{ STR("a.b._domainkey.example.com."), STR("a.b"), STR("example.com."),
	    true },
	{ STR("s1._domainkeys"), STR("s1._domainkeys"), STR(""), false },
	{ STR("._domainkey"), STR(""), STR(""), true },
	{ STR(""), STR(""), STR(""), false },
};

START_TEST(takes_the_selector)
{
	struct str selector = selectors[_i].text, domain = { NULL, 0 };

	ck_assert_msg(typed_selector(&selector, &domain) == selectors[_i].found,
	    "%.*s", PSTR(selectors[_i].text));
	ck_assert_msg(str_eq(selector, selectors[_i].selector) &&
		str_eq(domain, selectors[_i].domain),
	    "%.*s: %.*s %.*s", PSTR(selectors[_i].text), PSTR(selector),
	    PSTR(domain));
}
END_TEST

Suite *
typed_suite(void)
{
	Suite *s = suite_create("typed");
	TCase *tc = tcase_create("typed");

	tcase_add_loop_test(tc, takes_the_domain, 0, LENGTH(domains));
	tcase_add_loop_test(tc, takes_the_address, 0, LENGTH(ips));
	tcase_add_test(tc, knows_lists);
	tcase_add_loop_test(tc, takes_the_selector, 0, LENGTH(selectors));
	suite_add_tcase(s, tc);
	return s;
}
