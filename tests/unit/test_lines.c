#include <string.h>
#include <unistd.h>

#include "cli/lines.h"
#include "cli/reorder.h"

#include "unit.h"

enum { MAX = 10 };

struct pipe_ends {
	int read, write;
};

static struct pipe_ends
open_pipe(void)
{
	int fds[2];

	ck_assert_int_eq(pipe(fds), 0);
	return (struct pipe_ends){ fds[0], fds[1] };
}

static void
send_text(int fd, const char *text)
{
	ck_assert_int_eq(write(fd, text, strlen(text)), (ssize_t)strlen(text));
}

START_TEST(reads_lines)
{
	struct pipe_ends ends = open_pipe();
	struct lines lines;
	struct str line;

	lines_begin(&lines, ends.read, MAX);
	ck_assert_int_eq(lines_next(&lines, false, &line), LINES_LATER);
	send_text(ends.write, "one\n\n0123456789\nfo");
	ck_assert_int_eq(lines_next(&lines, false, &line), LINES_LINE);
	ck_assert(str_eq(line, S("one")));
	ck_assert_int_eq(lines_next(&lines, false, &line), LINES_LINE);
	ck_assert_uint_eq(line.n, 0);
	ck_assert_int_eq(lines_next(&lines, false, &line), LINES_LINE);
	ck_assert(str_eq(line, S("0123456789")));
	ck_assert_int_eq(lines_next(&lines, false, &line), LINES_LATER);
	send_text(ends.write, "ur");
	close(ends.write);
	ck_assert_int_eq(lines_next(&lines, true, &line), LINES_LINE);
	ck_assert(str_eq(line, S("four")));
	ck_assert_uint_eq(lines.number, 4);
	ck_assert_int_eq(lines_next(&lines, true, &line), LINES_END);
	lines_end(&lines);
	close(ends.read);
}
END_TEST

START_TEST(cuts_long_lines)
{
	struct pipe_ends ends = open_pipe();
	struct lines lines;
	struct str line;

	lines_begin(&lines, ends.read, MAX);
	send_text(ends.write, "0123456789abc");
	ck_assert_int_eq(lines_next(&lines, false, &line), LINES_LINE);
	ck_assert_uint_eq(line.n, MAX + 1);
	send_text(ends.write, "0123456789abcdefgh\nnext\n");
	close(ends.write);
	ck_assert_int_eq(lines_next(&lines, true, &line), LINES_LINE);
	ck_assert(str_eq(line, S("next")));
	ck_assert_uint_eq(lines.number, 2);
	ck_assert_int_eq(lines_next(&lines, true, &line), LINES_END);
	lines_end(&lines);
	close(ends.read);
}
END_TEST

START_TEST(keeps_order)
{
	static struct reorder r;
	uint64_t first = reorder_take(&r, 1), second = reorder_take(&r, 3);
	uint64_t third = reorder_take(&r, 4);

	reorder_put(&r, third, S("c"));
	ck_assert_uint_eq(reorder_ready(&r).n, 0);
	reorder_put(&r, first, S("a"));
	ck_assert_uint_eq(r.written, 1);
	reorder_put(&r, second, S("b"));
	ck_assert_uint_eq(r.written, 4);
	ck_assert(str_eq(reorder_ready(&r), S("abc")));
	ck_assert_uint_eq(reorder_ready(&r).n, 0);
	for (size_t i = 0; i < REORDER_LINES_MAX; i++) {
		ck_assert(!reorder_is_full(&r));
		reorder_take(&r, i);
	}
	ck_assert(reorder_is_full(&r));
	reorder_free(&r);
}
END_TEST

Suite *
lines_suite(void)
{
	Suite *s = suite_create("lines");
	TCase *tc = tcase_create("lines");

	tcase_add_test(tc, reads_lines);
	tcase_add_test(tc, cuts_long_lines);
	tcase_add_test(tc, keeps_order);
	suite_add_tcase(s, tc);
	return s;
}
