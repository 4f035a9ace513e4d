#include <jansson.h>

#include "report/json_print.h"

#include "unit.h"

/* Text as the DNS may send it, and as a JSON reader must get it back. */
static const struct {
	const char *label;
	struct str text, want;
} texts[] = {
	{ "plain", STR("v=spf1 -all"), STR("v=spf1 -all") },
	{ "nothing", STR(""), STR("") },
	{ "quotes and backslashes", STR("\"a\\b\""), STR("\"a\\b\"") },
	{ "controls", STR("a\0b\n\033"), STR("a\\000b\\010\\027") },
	{ "not UTF-8", STR("b\374cher"), STR("b\\252cher") },
	{ "a quote in the eighth octet", STR("1234567\"9"), STR("1234567\"9") },
	{ "DEL in the ninth", STR("12345678\177"), STR("12345678\\127") },
	{ "a control behind a whole word", STR("12345678901234567\001"),
	    STR("12345678901234567\\001") },
	{ "all that is plain",
	    STR(" !#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]"
		"^_`abcdefghijklmnopqrstuvwxyz{|}~"),
	    STR(" !#$%&'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[]"
		"^_`abcdefghijklmnopqrstuvwxyz{|}~") },
	{ "UTF-8", STR("b\303\274cher"), STR("b\303\274cher") },
};

START_TEST(is_read_back)
{
	struct arena a = { 0 };
	struct value *object = value_object(&a), *list;
	struct buf out = { .a = &a };
	json_t *got;
	const char *text;

	value_add_str(&a, object, "text", texts[_i].text);
	value_add_int(&a, object, "large", INT64_MIN);
	value_add_int(&a, object, "small", 7);
	value_add_null(&a, object, "null");
	list = value_add_list(&a, object, "list");
	value_add_bool(&a, list, NULL, true);
	value_add_object(&a, list, NULL);
	value_add_list(&a, list, NULL);
	for (int compact = 0; compact < 2; compact++) {
		out.n = 0;
		json_print(&out, object, compact != 0);
		got = json_loadb(out.s, out.n, JSON_REJECT_DUPLICATES, NULL);
		ck_assert_msg(got != NULL, "%s: %.*s", texts[_i].label,
		    PSTR(buf_view(&out)));
		text = json_string_value(json_object_get(got, "text"));
		ck_assert_msg(str_eq(str_of(text), texts[_i].want), "%s: %s",
		    texts[_i].label, text);
		ck_assert(json_integer_value(json_object_get(got, "large")) ==
		    INT64_MIN);
		ck_assert(
		    json_integer_value(json_object_get(got, "small")) == 7);
		ck_assert(json_is_null(json_object_get(got, "null")));
		ck_assert_uint_eq(
		    json_array_size(json_object_get(got, "list")), 3);
		json_decref(got);
	}
	arena_free(&a);
}
END_TEST

START_TEST(has_one_look)
{
	struct arena a = { 0 };
	struct value *object = value_object(&a), *list;
	struct buf out = { .a = &a };

	list = value_add_list(&a, object, "a");
	value_add_int(&a, list, NULL, 1);
	value_add_int(&a, list, NULL, 2);
	value_add_object(&a, object, "b");
	json_print(&out, object, true);
	ck_assert(str_eq(buf_view(&out), S("{\"a\":[1,2],\"b\":{}}\n")));
	out.n = 0;
	json_print(&out, object, false);
	ck_assert(str_eq(buf_view(&out),
	    S("{\n  \"a\": [\n    1,\n    2\n  ],\n  \"b\": {}\n}\n")));
	arena_free(&a);
}
END_TEST

Suite *
json_print_suite(void)
{
	Suite *s = suite_create("json_print");
	TCase *tc = tcase_create("json_print");

	tcase_add_loop_test(tc, is_read_back, 0, LENGTH(texts));
	tcase_add_test(tc, has_one_look);
	suite_add_tcase(s, tc);
	return s;
}
