#include "mail/taglist.h"

#include "unit.h"

enum { MAX_TAGS = 4 };

static const struct {
	const char *label;
	struct str text;
	struct tag want[MAX_TAGS]; /* ends at the first without a name */
	enum taglist_err err;
	size_t at, n;
} cases[] = {
	{
	    .label = "an empty value is a value (a revoked DKIM key)",
	    .text = STR("v=DKIM1; p="),
	    .want = { { STR("v"), STR("DKIM1") }, { STR("p"), STR("") } },
	    .at = 11,
	},
	{
	    .label = "one last semicolon",
	    .text = STR("a=b; "),
	    .want = { { STR("a"), STR("b") } },
	    .at = 5,
	},
	{
	    .label = "blanks around everything, inside a value too",
	    .text = STR("\t a_1 = x  y\t;b=\r\n z\r\n\t"),
	    .want = { { STR("a_1"), STR("x  y") }, { STR("b"), STR("z") } },
	    .at = 23,
	},
	{
	    .label = "a value may hold an equals sign",
	    .text = STR("p=AA=="),
	    .want = { { STR("p"), STR("AA==") } },
	    .at = 6,
	},
	{
	    .label = "names differ by case",
	    .text = STR("p=a;P=b"),
	    .want = { { STR("p"), STR("a") }, { STR("P"), STR("b") } },
	    .at = 7,
	},
	{ .label = "nothing", .text = STR(""), .err = TAGLIST_EMPTY },
	{ .label = "a blank", .text = STR(" "), .err = TAGLIST_EMPTY, .n = 1 },
	{
	    .label = "two semicolons",
	    .text = STR("a=b;;c=d"),
	    .want = { { STR("a"), STR("b") } },
	    .err = TAGLIST_EMPTY,
	    .at = 4,
	    .n = 1,
	},
	{
	    .label = "a tag without '='",
	    .text = STR("v=DMARC1; quarantine; p=none"),
	    .want = { { STR("v"), STR("DMARC1") } },
	    .err = TAGLIST_NO_EQUALS,
	    .at = 10,
	    .n = 10,
	},
	{
	    .label = "a tag without a name",
	    .text = STR("a=b; =c"),
	    .want = { { STR("a"), STR("b") } },
	    .err = TAGLIST_NO_NAME,
	    .at = 5,
	    .n = 2,
	},
	{
	    .label = "a name that starts with a digit",
	    .text = STR("1a=b"),
	    .err = TAGLIST_BAD_NAME,
	    .n = 2,
	},
	{
	    .label = "a name that starts with an underscore",
	    .text = STR("_a=b"),
	    .err = TAGLIST_BAD_NAME,
	    .n = 2,
	},
	{
	    .label = "a NUL does not end the text, and is not allowed",
	    .text = STR("v=a\0b; p=x"),
	    .err = TAGLIST_BAD_VALUE,
	    .at = 3,
	    .n = 1,
	},
	{
	    .label = "a line end that no blank follows",
	    .text = STR("a=b\r\nc"),
	    .err = TAGLIST_BAD_VALUE,
	    .at = 3,
	    .n = 1,
	},
	{
	    .label = "UTF-8 is not visible ASCII",
	    .text = STR("n=\xc3\xa9"),
	    .err = TAGLIST_BAD_VALUE,
	    .at = 2,
	    .n = 1,
	},
	{
	    .label = "a repeated tag",
	    .text = STR("p=a; p=a"),
	    .want = { { STR("p"), STR("a") } },
	    .err = TAGLIST_REPEATED,
	    .at = 5,
	    .n = 1,
	},
};

START_TEST(reads)
{
	struct taglist list = { .text = cases[_i].text };
	const char *label = cases[_i].label;
	struct tag got;
	size_t n = 0;

	for (; taglist_next(&list, &got); n++) {
		const struct tag *want = &cases[_i].want[n];

		ck_assert_msg(n < MAX_TAGS && want->name.n > 0,
		    "%s: one tag too many", label);
		ck_assert_msg(str_eq(got.name, want->name) &&
			str_eq(got.value, want->value),
		    "%s: tag %zu is %.*s=%.*s", label, n, PSTR(got.name),
		    PSTR(got.value));
	}
	ck_assert_msg(n == MAX_TAGS || cases[_i].want[n].name.n == 0,
	    "%s: only %zu tags", label, n);
	ck_assert_msg(list.err == cases[_i].err, "%s: %s", label,
	    taglist_err_text(list.err));
	ck_assert_msg(list.at == cases[_i].at && list.n == cases[_i].n,
	    "%s: at %zu+%zu", label, list.at, list.n);
	ck_assert(!taglist_next(&list, &got)); /* end and error both stick */
}
END_TEST

START_TEST(goes_on_behind_an_error)
{
	struct taglist list = { .text = S("v=DMARC1; x; p=none;") };
	struct tag tag;

	ck_assert(taglist_next(&list, &tag));
	ck_assert(!taglist_next(&list, &tag));
	ck_assert(taglist_skip(&list));
	ck_assert(taglist_next(&list, &tag));
	ck_assert(str_eq(tag.value, S("none")));
	ck_assert(!taglist_next(&list, &tag));
	ck_assert(list.err == TAGLIST_OK);
	ck_assert(!taglist_skip(&list));
}
END_TEST

START_TEST(bounds_the_number_of_tags)
{
	char text[4 * TAGLIST_MAX_TAGS + 4], *at = text;
	struct taglist list = { 0 };
	struct tag tag;
	size_t n = 0;

	for (int i = 0; i <= TAGLIST_MAX_TAGS; i++) {
		*at++ = (char)('a' + i / 10);
		*at++ = (char)('0' + i % 10);
		*at++ = '=';
		*at++ = ';';
	}
	list.text = (struct str){ text, sizeof(text) };
	while (taglist_next(&list, &tag))
		n++;
	ck_assert_uint_eq(n, TAGLIST_MAX_TAGS);
	ck_assert(list.err == TAGLIST_TOO_MANY);
}
END_TEST

Suite *
taglist_suite(void)
{
	Suite *s = suite_create("taglist");
	TCase *tc = tcase_create("taglist");

	tcase_add_loop_test(tc, reads, 0, LENGTH(cases));
	tcase_add_test(tc, goes_on_behind_an_error);
	tcase_add_test(tc, bounds_the_number_of_tags);
	suite_add_tcase(s, tc);
	return s;
}
