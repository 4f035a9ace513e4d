#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/spool.h"

#include "unit.h"

enum { STREAMS = 3, PIECES = 20000, LARGE = 100000 };

static bool
add(void *owner, struct str text)
{
	buf_str(owner, text);
	return true;
}

static bool
refuse(void *owner, struct str text)
{
	(void)text;
	++*(unsigned *)owner;
	return false;
}

/* Streams of very different sizes, with the file and without. */
START_TEST(gives_back_what_was_put)
{
	struct spool s;
	struct buf want[STREAMS] = { { 0 } }, got = { 0 };

	spool_init(&s, STREAMS);
	ck_assert(_i == 0 || spool_open(&s));
	for (unsigned i = 0; i < PIECES; i++) {
		unsigned to = i % 1000 == 0 ? 0 : 1;
		struct buf piece = { 0 };

		buf_printf(&piece, "piece %u of stream %u\n", i, to);
		buf_str(&want[to], buf_view(&piece));
		spool_put(&s, to, buf_view(&piece));
		buf_free(&piece);
	}
	buf_fill(&want[2], 'x', LARGE);
	spool_put(&s, 2, buf_view(&want[2]));
	ck_assert(_i == 0 || s.streams[2].last.n < LARGE);
	for (unsigned i = 0; i < STREAMS; i++) {
		spool_read(&s, i, add, &got);
		ck_assert(str_eq(buf_view(&got), buf_view(&want[i])));
		got.n = 0;
		buf_free(&want[i]);
	}
	ck_assert_int_eq(s.broken, 0);
	buf_free(&got);
	spool_free(&s);
}
END_TEST

START_TEST(stops_where_it_is_told)
{
	struct spool s;
	struct buf text = { 0 };
	unsigned taken = 0;

	spool_init(&s, 1);
	ck_assert(spool_open(&s));
	spool_read(&s, 0, refuse, &taken);
	ck_assert_uint_eq(taken, 0);
	buf_fill(&text, 'x', LARGE);
	spool_put(&s, 0, buf_view(&text));
	spool_read(&s, 0, refuse, &taken);
	ck_assert_uint_eq(taken, 1);
	buf_free(&text);
	spool_free(&s);
}
END_TEST

START_TEST(says_what_is_lost)
{
	struct spool s;
	struct buf text = { 0 };

	ck_assert_int_eq(setenv("TMPDIR", "/nonexistent", 1), 0);
	spool_init(&s, 1);
	ck_assert(!spool_open(&s));
	ck_assert_int_eq(unsetenv("TMPDIR"), 0);
	spool_free(&s);
	spool_init(&s, 1);
	ck_assert(spool_open(&s));
	ck_assert_int_eq(close(s.fd), 0);
	ck_assert((s.fd = open("/dev/full", O_RDWR)) >= 0);
	buf_fill(&text, 'x', LARGE);
	spool_put(&s, 0, buf_view(&text));
	ck_assert_int_eq(s.broken, ENOSPC);
	buf_free(&text);
	spool_free(&s);
}
END_TEST

Suite *
spool_suite(void)
{
	Suite *suite = suite_create("spool");
	TCase *tc = tcase_create("streams");

	tcase_add_loop_test(tc, gives_back_what_was_put, 0, 2);
	tcase_add_test(tc, stops_where_it_is_told);
	tcase_add_test(tc, says_what_is_lost);
	suite_add_tcase(suite, tc);
	return suite;
}
