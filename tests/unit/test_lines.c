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

static void
put(struct reorder *r, uint64_t ticket, struct str text)
{
	struct buf b = { 0 };

	buf_str(&b, text);
	reorder_put(r, ticket, &b);
	ck_assert_uint_eq(b.n, 0);
	buf_free(&b);
}

START_TEST(keeps_order)
{
	static struct reorder r;
	uint64_t first = reorder_take(&r, 1), second = reorder_take(&r, 3);
	uint64_t third = reorder_take(&r, 4);

	put(&r, third, S("c"));
	ck_assert_uint_eq(reorder_ready(&r).n, 0);
	put(&r, first, S("a"));
	ck_assert_uint_eq(r.written, 1);
	put(&r, second, S("b"));
	ck_assert_uint_eq(r.written, 4);
	ck_assert(str_eq(reorder_ready(&r), S("abc")));
	reorder_written(&r);
	ck_assert_uint_eq(reorder_ready(&r).n, 0);
	for (size_t i = 0; i < REORDER_LINES_MAX; i++) {
		ck_assert(!reorder_is_full(&r));
		reorder_take(&r, i);
	}
	ck_assert(reorder_is_full(&r));
	reorder_free(&r);
}
END_TEST

/* Large lines among small ones: none is copied, and the order is kept. */
START_TEST(keeps_large_lines_apart)
{
	enum { LINES = 6, LARGE = REORDER_READY_MAX + 1 };
	static const uint64_t ends[LINES] = { 3, 0, 1, 5, 4, 2 };
	static char octets[LARGE];
	static struct reorder r;
	size_t got = 0;

	for (uint64_t i = 0; i < LINES; i++)
		reorder_take(&r, i);
	for (size_t i = 0; i < LINES; i++) {
		memset(octets, (int)('0' + ends[i]), LARGE);
		put(&r, ends[i],
		    (struct str){ octets, ends[i] % 2 == 0 ? LARGE : 1 });
	}
	for (struct str s; (s = reorder_ready(&r)).n > 0; got++) {
		ck_assert_uint_eq(s.n, got % 2 == 0 ? LARGE : 1);
		ck_assert_int_eq(s.s[0], (int)('0' + got));
		reorder_written(&r);
	}
	ck_assert_uint_eq(got, LINES);
	ck_assert_uint_eq(r.octets, 0);
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
	tcase_add_test(tc, keeps_large_lines_apart);
	suite_add_tcase(s, tc);
	return s;
}
