#include "base/buf.h"
#include "dns/wire.h"

#include "unit.h"

static const struct {
	const char *label;
	struct str message;
	size_t at;        /* where the name stands */
	const char *want; /* NULL: no name */
	size_t after;     /* where the cursor goes on */
} cases[] = {
	{ "the root", STR("\0"), 0, ".", 1 },
	{ "labels, in lower case", STR("\1A\2bC\0x"), 0, "a.bc", 6 },
	{ "a pointer", STR("\1a\0\1b\300\0x"), 3, "b.a", 7 },
	{ "a pointer to a pointer", STR("\1a\0\1b\300\0\1c\300\3"), 7, "c.b.a",
	    11 },
	{ "nothing", STR(""), 0, NULL, 0 },
	{ "no root at its end", STR("\1a"), 0, NULL, 0 },
	{ "cut in a label", STR("\2a"), 0, NULL, 0 },
	{ "cut in a pointer", STR("\0\1a\300"), 1, NULL, 0 },
	{ "a pointer to itself", STR("\0\300\1"), 1, NULL, 0 },
	{ "a pointer forward", STR("\0\300\3\0"), 1, NULL, 0 },
	{ "a pointer past the end", STR("\0\377\377"), 1, NULL, 0 },
	{ "a pointer back to its own name", STR("\0\1a\300\1"), 1, NULL, 0 },
	/* It would end: y, inside the first label. */
	{ "a pointer into its own name", STR("\0\3\1y\0\300\2"), 1, NULL, 0 },
	{ "labels of other kinds", STR("\100\0"), 0, NULL, 0 },
	{ "labels of yet other kinds", STR("\200\0"), 0, NULL, 0 },
};

START_TEST(reads_names)
{
	struct arena a = { 0 };
	/* A copy, so that reading beyond it is seen. */
	struct wire w = wire_of(arena_str(&a, cases[_i].message)), skip;
	struct name name;

	w.at = cases[_i].at;
	skip = w;
	name = wire_name(&a, &w);
	wire_skip_name(&skip);
	ck_assert_msg(w.bad == (cases[_i].want == NULL), "%s: %.*s",
	    cases[_i].label, PSTR(name_text(&a, name)));
	ck_assert_msg(skip.bad == w.bad, "%s: skipped", cases[_i].label);
	if (!w.bad) {
		ck_assert_msg(
		    str_eq(name_text(&a, name), str_of(cases[_i].want)),
		    "%s: %.*s", cases[_i].label, PSTR(name_text(&a, name)));
		ck_assert_uint_eq(w.at, cases[_i].after);
		ck_assert_uint_eq(skip.at, cases[_i].after);
		ck_assert(wire_name_is(&w, cases[_i].at, name));
	}
	arena_free(&a);
}
END_TEST

/* Half of the name behind a pointer, so that no part alone is too long. */
START_TEST(names_end_at_255_octets)
{
	struct arena a = { 0 };

	for (int last = 61; last <= 62; last++) {
		struct buf b = { .a = &a };
		struct wire w;

		for (int i = 0; i < 2; i++)
			buf_printf(&b, "%c%063d", 63, 0);
		buf_byte(&b, '\0');
		buf_printf(&b, "%c%063d%c%0*d", 63, 0, last, last, 0);
		buf_str(&b, S("\300\0"));
		w = wire_of(buf_view(&b));
		w.at = 2 * 64 + 1;
		ck_assert_uint_eq(wire_name(&a, &w).n, last == 61 ? 255 : 0);
		ck_assert(w.bad == (last == 62));
	}
	arena_free(&a);
}
END_TEST

START_TEST(few_pointers_are_followed)
{
	struct arena a = { 0 };

	for (int n = WIRE_POINTERS_MAX; n <= WIRE_POINTERS_MAX + 1; n++) {
		struct buf b = { .a = &a };
		struct wire w;

		buf_str(&b, S("\0\300\0"));
		for (int i = 1; i < n; i++)
			buf_printf(&b, "%c%c", 0300, 2 * i - 1);
		w = wire_of(buf_view(&b));
		w.at = b.n - 2;
		ck_assert_uint_eq(
		    wire_name(&a, &w).n, n == WIRE_POINTERS_MAX ? 1 : 0);
	}
	arena_free(&a);
}
END_TEST

START_TEST(errors_stick)
{
	struct wire w = wire_of(S("\1\2\3"));

	ck_assert_uint_eq(wire_u16(&w), 0x102);
	ck_assert_uint_eq(wire_u32(&w), 0);
	ck_assert(w.bad);
	ck_assert_uint_eq(wire_u8(&w), 0);
	ck_assert_uint_eq(w.at, 2);
}
END_TEST

Suite *
wire_suite(void)
{
	Suite *s = suite_create("wire");
	TCase *tc = tcase_create("wire");

	tcase_add_loop_test(tc, reads_names, 0, LENGTH(cases));
	tcase_add_test(tc, names_end_at_255_octets);
	tcase_add_test(tc, few_pointers_are_followed);
	tcase_add_test(tc, errors_stick);
	suite_add_tcase(s, tc);
	return s;
}
