#include "zone/zone.h"

#include "unit.h"

#define ZONE                                           \
	"$ORIGIN example.com.\n"                       \
	"@ SOA ns hostmaster 1 7200 900 1209600 300\n" \
	"@ TXT \"a\"\n"                                \
	"@ TXT ( \"b\"\n"                              \
	"  \"c\" )\n"                                  \
	"*.wild TXT \"w\"\n"                           \
	"sub NS ns.example.net.\n"

static const struct {
	const char *label, *name, *text; /* text NULL: any record */
	int64_t line;                    /* -1: no place */
} cases[] = {
	{ "the first of a set", "example.com", NULL, 3 },
	{ "another of it", "example.com", "\002bc", -1 },
	{ "strings apart", "example.com", "\001b\001c", 4 },
	{ "a wildcard's", "x.wild.example.com", "\001w", 6 },
	{ "no such record", "example.com", "\001x", -1 },
	{ "no record at all", "none.example.com", NULL, 0 },
	{ "below a delegation", "sub.example.com", NULL, -1 },
	{ "outside", "example.net", NULL, -1 },
};

START_TEST(finds)
{
	struct arena a = { 0 };
	struct zones *zones = zones_new(&a);
	struct zone_error err;
	struct zone_where where = { .line = 99 };
	struct str text = str_of(cases[_i].text);
	struct record record = { .type = TYPE_TXT,
		.n = (uint16_t)text.n,
		.data = (const unsigned char *)text.s };
	struct name name;
	bool found;

	ck_assert(zones_add_text(
	    zones, S(ZONE), S("a.zone"), (struct name){ 0 }, &err));
	ck_assert(name_parse(&a, str_of(cases[_i].name), &name));
	found = zones_place(zones, name, TYPE_TXT,
	    cases[_i].text == NULL ? NULL : &record, &where);
	ck_assert_msg(found == (cases[_i].line >= 0), "%s", cases[_i].label);
	if (found) {
		ck_assert_msg(where.line == cases[_i].line, "%s: %u",
		    cases[_i].label, where.line);
		ck_assert(str_eq(
		    (struct str){ where.file, where.nfile }, S("a.zone")));
	}
	arena_free(&a);
}
END_TEST

Suite *
zone_place_suite(void)
{
	Suite *s = suite_create("zone_place");
	TCase *tc = tcase_create("zone_place");

	tcase_add_loop_test(tc, finds, 0, LENGTH(cases));
	suite_add_tcase(s, tc);
	return s;
}
