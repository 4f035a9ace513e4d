#include "mail/host_pattern.h"

#include "unit.h"

static const struct {
	struct str host, ip;
	const char *cloud; /* whose default it is */
	bool generic;
	bool legal;
} cases[] = {
	{ STR("ec2-203-0-113-6.compute-1.amazonaws.com"), STR("203.0.113.6"),
	    "Amazon EC2", true, true },
	{ STR("ec2-203-0-113-6.eu-west-1.compute.amazonaws.com"),
	    STR("203.0.113.6"), "Amazon EC2", true, true },
	{ STR("ec2-203-0-113-6.cn-north-1.compute.amazonaws.com.cn"),
	    STR("203.0.113.6"), "Amazon EC2", true, true },
	/* Another address's name is no default of this one. */
	{ STR("ec2-203-0-113-6.compute-1.amazonaws.com"), STR("203.0.113.7"),
	    NULL, false, true },
	{ STR("ec2-203-0-113-60.compute-1.amazonaws.com"), STR("203.0.113.6"),
	    NULL, false, true },
	{ STR("6.113.0.203.bc.googleusercontent.com"), STR("203.0.113.6"),
	    "Google Cloud", true, true },
	{ STR("mta1.example.com"), STR("203.0.113.6"), NULL, false, true },
	{ STR("mta-203-0-113-6.example.com"), STR("203.0.113.6"), NULL, true,
	    true },
	{ STR("203000113006.example.com"), STR("203.0.113.6"), NULL, true,
	    true },
	{ STR("acb007106.example.com"), STR("203.0.113.6"), NULL, false, true },
	{ STR("host-cb007106.example.com"), STR("203.0.113.6"), NULL, true,
	    true },
	{ STR("dsl-7.example.com"), STR("203.0.113.6"), NULL, true, true },
	{ STR("feedsl.example.com"), STR("203.0.113.6"), NULL, false, true },
	{ STR("pool.example.com"), STR("203.0.113.6"), NULL, false, true },
	{ STR("pool-7.example.com"), STR("203.0.113.6"), NULL, true, true },
	/* Words of whoever runs the host say nothing of it. */
	{ STR("mta1.dsl.example"), STR("203.0.113.6"), NULL, false, true },
	{ STR("2001-db8--6.v6.example.com"), STR("2001:db8::6"), NULL, false,
	    true },
	{ STR("2001-db8-1234-5678.v6.example.com"),
	    STR("2001:db8:1234:5678::6"), NULL, true, true },
	{ STR("mta1.example.com"), STR("2001:db8::6"), NULL, false, true },
	{ STR("mta_1.example.com"), STR("203.0.113.6"), NULL, false, false },
	{ STR("mta1"), STR("203.0.113.6"), NULL, false, false },
	{ STR("mta1.7.example"), STR("203.0.113.6"), NULL, false, true },
	{ STR("mta1.7"), STR("203.0.113.6"), NULL, false, false },
	{ STR("-mta.example.com"), STR("203.0.113.6"), NULL, false, false },
	{ STR("203.0.113.6"), STR("203.0.113.6"), NULL, true, false },
};

START_TEST(tells)
{
	struct arena a = { 0 };
	struct name host;
	struct ip ip;
	const char *cloud;

	ck_assert(name_parse(&a, cases[_i].host, &host));
	ck_assert(ip_parse(cases[_i].ip, &ip));
	cloud = host_default_of(&a, host, ip);
	ck_assert_msg((cloud == NULL) == (cases[_i].cloud == NULL) &&
		(cloud == NULL ||
		    str_eq(str_of(cloud), str_of(cases[_i].cloud))),
	    "%s: default of %s", cases[_i].host.s,
	    cloud == NULL ? "nobody" : cloud);
	ck_assert_msg((host_generic(&a, host, ip).n > 0) == cases[_i].generic,
	    "%s: %.*s", cases[_i].host.s, PSTR(host_generic(&a, host, ip)));
	ck_assert_msg(
	    host_is_legal(host) == cases[_i].legal, "%s", cases[_i].host.s);
	arena_free(&a);
}
END_TEST

Suite *
host_pattern_suite(void)
{
	Suite *s = suite_create("host_pattern");
	TCase *tc = tcase_create("host_pattern");

	tcase_add_loop_test(tc, tells, 0, LENGTH(cases));
	suite_add_tcase(s, tc);
	return s;
}
