#include "report/evidence.h"
#include "report/wrap.h"

#include "unit.h"

#define TEN    "0123456789"
#define FIFTY  TEN TEN TEN TEN TEN
#define EIGHTY FIFTY TEN TEN TEN
#define BLANKS                                 \
	"                                    " \
	"                                       "

static const struct {
	const char *label;
	struct str text, right;
	struct str want;
} wraps[] = {
	{ "one word", STR("a"), STR(""), STR("    a\n") },
	{ "blanks are one", STR(" a  b "), STR(""), STR("    a b\n") },
	{ "a line that just fits", STR(FIFTY " " TEN TEN " 0123"), STR(""),
	    STR("    " FIFTY " " TEN TEN " 0123\n") },
	{ "a line that just does not", STR(FIFTY " " TEN TEN " 01234"), STR(""),
	    STR("    " FIFTY " " TEN TEN "\n    01234\n") },
	{ "a word that is longer than a line", STR(EIGHTY), STR(""),
	    STR("    " FIFTY TEN TEN "012345\n    6789\n") },
	{ "an octet that is no character counts as what is shown",
	    STR(FIFTY TEN " 01234567 \x1b"), STR(""),
	    STR("    " FIFTY TEN " 01234567 \\027\n") },
	{ "a character of two octets counts as one",
	    STR(FIFTY TEN TEN " 012 \xc3\xa4"), STR(""),
	    STR("    " FIFTY TEN TEN " 012 \xc3\xa4\n") },
	{ "at the right", STR(FIFTY TEN), STR("[b]"),
	    STR("    " FIFTY TEN "             [b]\n") },
	{ "at the right, no room", STR(FIFTY TEN TEN), STR("[bcd]"),
	    STR("    " FIFTY TEN TEN "\n" BLANKS "[bcd]\n") },
};

START_TEST(wraps_lines)
{
	struct arena a = { 0 };
	struct buf out = { .a = &a };
	struct page page = page_plain(&out, &a);
	struct wrap w = wrap_begin(&page, 4);
	struct str got;

	wrap_words(&w, wraps[_i].text);
	if (wraps[_i].right.n > 0)
		wrap_right(&w, wraps[_i].right, INK_DIM);
	wrap_end(&w);
	got = buf_view(&out);
	ck_assert_msg(str_eq(got, wraps[_i].want), "%s:\n%.*s", wraps[_i].label,
	    PSTR(got));
	arena_free(&a);
}
END_TEST

/* A word of megabytes takes time that grows with its length, not with its
 * square. */
START_TEST(wraps_a_long_word)
{
	enum { OCTETS = 8 << 20, LINE = PAGE_COLUMNS - 4 };
	struct arena a = { 0 };
	struct buf word = { .a = &a }, out = { .a = &a };
	struct page page = page_plain(&out, &a);
	struct wrap w = wrap_begin(&page, 4);

	buf_fill(&word, 'x', OCTETS);
	wrap_words(&w, buf_view(&word));
	ck_assert_uint_eq(out.n, 4 + OCTETS + OCTETS / LINE * sizeof("\n   "));
	arena_free(&a);
}
END_TEST

static const struct {
	const char *label;
	struct str record;
	size_t at, n;
	struct str want;
} marks[] = {
	{ "a part", STR("v=spf1 -all"), 7, 4,
	    STR("      v=spf1 -all\n             ^^^^\n") },
	{ "no part", STR("v=spf1 -all"), 0, 0, STR("      v=spf1 -all\n") },
	{ "a place", STR("v=spf1"), 6, 0,
	    STR("      v=spf1\n            ^\n") },
	{ "the start", STR("v=spf1"), 0, 1, STR("      v=spf1\n      ^\n") },
	{ "an escape under carets", STR("a\0b"), 1, 1,
	    STR("      a\\000b\n       ^^^^\n") },
	{ "the end of a record that fills the line", STR(FIFTY TEN TEN "0123"),
	    74, 0, STR("      ...789" FIFTY TEN "0123\n" BLANKS " ^\n") },
	{ "a long record, its start", STR(EIGHTY), 0, 2,
	    STR("      " FIFTY TEN "01234567...\n      ^^\n") },
	{ "a long record, its end", STR(EIGHTY), 78, 2,
	    STR("      ..."
		"23456789" FIFTY TEN "\n" BLANKS "^^\n") },
	{ "a long record, its middle", STR(EIGHTY EIGHTY), 80, 2,
	    STR("      ...67890123456789012345678901234567890123456789"
		"012345678901234567890123...\n"
		"                                                     ^^\n") },
};

START_TEST(marks_the_part)
{
	struct arena a = { 0 };
	struct buf out = { .a = &a };
	struct page page = page_plain(&out, &a);
	struct str got;

	evidence_write(
	    &page, 6, marks[_i].record, marks[_i].at, marks[_i].n, INK_FAIL);
	got = buf_view(&out);
	ck_assert_msg(str_eq(got, marks[_i].want), "%s:\n%.*s", marks[_i].label,
	    PSTR(got));
	arena_free(&a);
}
END_TEST

/* Whatever the record and the part: two lines of at most 80 columns, and the
 * carets under the part. */
START_TEST(fits_any_part)
{
	struct str record = S(EIGHTY "\0\xff" EIGHTY EIGHTY);

	for (size_t at = 0; at <= record.n; at++)
		for (size_t n = 0; at + n <= record.n; n += 7) {
			struct arena a = { 0 };
			struct buf out = { .a = &a };
			struct page page = page_plain(&out, &a);
			struct str rest, line;

			evidence_write(&page, 6, record, at, n, INK_PLAIN);
			rest = buf_view(&out);
			while (str_cut(&rest, '\n', &line))
				ck_assert_uint_le(line.n, PAGE_COLUMNS);
			arena_free(&a);
		}
}
END_TEST

Suite *
wrap_suite(void)
{
	Suite *s = suite_create("wrap");
	TCase *tc = tcase_create("wrap");

	tcase_add_loop_test(tc, wraps_lines, 0, LENGTH(wraps));
	tcase_add_test(tc, wraps_a_long_word);
	tcase_add_loop_test(tc, marks_the_part, 0, LENGTH(marks));
	tcase_add_test(tc, fits_any_part);
	suite_add_tcase(s, tc);
	return s;
}
