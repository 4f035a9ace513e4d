#include "base/str.h"

#include "unit.h"

static const struct {
	const char *label;
	struct str text;
	uint32_t max;
	bool ok;
	uint32_t want;
} numbers[] = {
	{ "zero", STR("0"), 255, true, 0 },
	{ "the greatest", STR("255"), 255, true, 255 },
	{ "one too great", STR("256"), 255, false, 0 },
	{ "nothing", STR(""), 255, false, 0 },
	{ "a sign", STR("+1"), 255, false, 0 },
	{ "a blank", STR(" 1"), 255, false, 0 },
	{ "more than 64 bits", STR("99999999999999999999999"), UINT32_MAX,
	    false, 0 },
};

START_TEST(reads_numbers)
{
	uint32_t got = 0;

	ck_assert_msg(
	    str_u32(numbers[_i].text, numbers[_i].max, &got) == numbers[_i].ok,
	    "%s", numbers[_i].label);
	ck_assert_msg(
	    got == numbers[_i].want, "%s: %u", numbers[_i].label, got);
}
END_TEST

START_TEST(cuts)
{
	struct str rest = S("a,,b"), part;

	ck_assert(str_cut(&rest, ',', &part) && str_eq(part, S("a")));
	ck_assert(str_cut(&rest, ',', &part) && part.n == 0);
	ck_assert(str_cut(&rest, ',', &part) && str_eq(part, S("b")));
	ck_assert(!str_cut(&rest, ',', &part));
	rest = S("");
	ck_assert(str_cut(&rest, ',', &part) && part.n == 0);
	ck_assert(!str_cut(&rest, ',', &part));
}
END_TEST

START_TEST(compares_any_byte)
{
	ck_assert(str_eq(S("a\0b"), S("a\0b")));
	ck_assert(!str_eq(S("a\0b"), S("a\0c")));
	ck_assert(str_eq_nocase(S("AbZ"), S("aBz")));
	ck_assert(!str_eq_nocase(S("@"), S("`")));
	ck_assert(str_order(S("a"), S("ab")) < 0);
	ck_assert(str_search(S("abcabd"), S("abd")) == 3);
	ck_assert(str_search(S("ab"), S("abc")) == 2);
	ck_assert(str_search(S("aab"), S("ab")) == 1);
	ck_assert(str_search(S("aaa"), S("ab")) == 3);
	ck_assert(str_search(S("ab"), S("")) == 0);
	ck_assert(str_find_last(S("a@b@c"), '@') == 3);
	ck_assert(str_find_last(S("abc"), '@') == 3);
}
END_TEST

Suite *
str_suite(void)
{
	Suite *s = suite_create("str");
	TCase *tc = tcase_create("str");

	tcase_add_loop_test(tc, reads_numbers, 0, LENGTH(numbers));
	tcase_add_test(tc, cuts);
	tcase_add_test(tc, compares_any_byte);
	suite_add_tcase(s, tc);
	return s;
}
