#include "cli/waivers.h"

#include "unit.h"

#define TODAY 20783 /* 2026-11-26 */
#define FULL(more)                                                           \
	"{\"waivers\": [{\"code\": \"spf.softfail\", \"reason\": \"r\"" more \
	"}]}"

/* A file of waivers, and how what is wrong with it begins. */
static const struct {
	const char *label, *text, *error;
} files[] = {
	{ "a whole one", FULL(", \"until\": \"2026-11-26\""), NULL },
	{ "a year ahead", FULL(", \"until\": \"2027-11-27\""), NULL },
	{ "more than a year", FULL(", \"until\": \"2027-11-28\""),
	    "waivers[0]: until '2027-11-28': over 366 days ahead" },
	{ "a day that is none", FULL(", \"until\": \"2026-11-31\""),
	    "waivers[0]: until '2026-11-31': not YYYY-MM-DD" },
	{ "without a day", FULL(""), "waivers[0]: 'until' is missing" },
	{ "an empty reason",
	    "{\"waivers\": [{\"code\": \"spf.none\", \"reason\": \"\", "
	    "\"until\": \"2026-11-26\"}]}",
	    "waivers[0]: 'reason' is missing" },
	{ "a misspelt member",
	    FULL(", \"until\": \"2026-11-26\", \"subjekt\": \"x\""),
	    "waivers[0]: 'subjekt' is no member" },
	{ "a member that is no text", FULL(", \"until\": 20261126"),
	    "waivers[0]: 'until' is no text" },
	{ "an unknown code",
	    "{\"waivers\": [{\"code\": \"spf.softfall\", \"reason\": "
	    "\"r\", \"until\": \"2026-11-26\"}]}",
	    "waivers[0]: code 'spf.softfall': no such finding" },
	{ "all codes of a check",
	    "{\"waivers\": [{\"code\": \"spf.*\", \"reason\": \"r\", "
	    "\"until\": \"2026-11-26\"}]}",
	    NULL },
	{ "of no check",
	    "{\"waivers\": [{\"code\": \"sfp.*\", \"reason\": \"r\", "
	    "\"until\": \"2026-11-26\"}]}",
	    "waivers[0]: code 'sfp.*': no such finding" },
	{ "part of a check",
	    "{\"waivers\": [{\"code\": \"sp*\", \"reason\": \"r\", "
	    "\"until\": \"2026-11-26\"}]}",
	    "waivers[0]: code 'sp*': no such finding" },
	{ "none", "{\"waivers\": []}", NULL },
	{ "a list alone", "[]", "no object with 'waivers'" },
	{ "another member", "{\"waivers\": [], \"x\": 1}",
	    "no object with 'waivers'" },
	{ "an item that is none", "{\"waivers\": [1]}",
	    "waivers[0]: no object" },
	{ "no JSON", "{\n  \"waivers\": [,]}", "line 2, column 15: " },
	{ "a member twice", "{\"waivers\": [], \"waivers\": []}", "line 1" },
	{ "nothing", "", "line 1" },
};

START_TEST(reads_waivers)
{
	struct arena a = { 0 };
	struct str error = { NULL, 0 };
	const struct waivers *waivers =
	    waivers_parse(&a, str_of(files[_i].text), TODAY, &error);

	ck_assert_msg((waivers != NULL) == (files[_i].error == NULL),
	    "%s: %.*s", files[_i].label, PSTR(error));
	if (waivers == NULL)
		ck_assert_msg(str_starts(error, str_of(files[_i].error)),
		    "%s: %.*s", files[_i].label, PSTR(error));
	arena_free(&a);
}
END_TEST

Suite *
accepted_suite(void)
{
	Suite *s = suite_create("accepted");
	TCase *tc = tcase_create("waivers");

	tcase_add_loop_test(tc, reads_waivers, 0, LENGTH(files));
	suite_add_tcase(s, tc);
	return s;
}
