#include "zone/zone_origin.h"

#include "unit.h"

static const struct {
	struct str path;
	const char *want; /* NULL: it says nothing */
} paths[] = {
	{ STR("example.com.zone"), "example.com" },
	{ STR("zones/sub/Example.COM.Zone"), "example.com" },
	{ STR("/etc/bind/db.example.com"), "example.com" },
	{ STR("db.example.com.zone"), "example.com" },
	{ STR("db.example.zone"), "example.zone" },
	{ STR("example.com.db"), "example.com" },
	{ STR("example.com.txt"), "example.com" },
	{ STR("example.com"), "example.com" },
	{ STR("mail.example.co.uk"), "mail.example.co.uk" },
	{ STR("113.0.203.in-addr.arpa.zone"), "113.0.203.in-addr.arpa" },
	{ STR("example.zone"), NULL },
	{ STR("example"), NULL },
	{ STR("db.local"), NULL },
	{ STR("db.113.0.203"), NULL },
	{ STR("zone.txt"), NULL },
	{ STR("hosts"), NULL },
	{ STR("example.com/zone"), NULL },
	{ STR("example.com.zone.bak"), NULL },
	{ STR("example.com.new"), NULL },
	{ STR("the new example.com"), NULL },
	{ STR(".com"), NULL },
	{ STR("a..com"), NULL },
	{ STR("db.example.com.."), NULL },
	{ STR("-"), NULL },
	{ STR(""), NULL },
};

START_TEST(tells_the_zone)
{
	struct arena a = { 0 };
	struct name got;
	bool ok = zone_origin_of_file(&a, paths[_i].path, &got);
	struct str text = ok ? name_text(&a, got) : S("nothing");

	ck_assert_msg(ok == (paths[_i].want != NULL) &&
		(!ok || str_eq(text, str_of(paths[_i].want))),
	    "%s: %.*s", paths[_i].path.s, PSTR(text));
	arena_free(&a);
}
END_TEST

Suite *
zone_origin_suite(void)
{
	Suite *s = suite_create("zone_origin");
	TCase *tc = tcase_create("zone_origin");

	tcase_add_loop_test(tc, tells_the_zone, 0, LENGTH(paths));
	suite_add_tcase(s, tc);
	return s;
}
