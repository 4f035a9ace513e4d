#include <signal.h>
#include <string.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/watch.h"

#include "unit.h"

enum { SHORT_US = 1 };

static volatile unsigned long turns;

static void
spin(void *owner)
{
	(void)owner;
	for (;;)
		turns++;
}

static void
spin_a_little(void)
{
	clock_t until = clock() + CLOCKS_PER_SEC / 4;

	while (clock() < until)
		turns++;
}

static void
set(void *owner)
{
	*(int *)owner = 1;
}

START_TEST(runs_to_the_end)
{
	int done = 0;

	ck_assert(watch_run(set, &done, SHORT_US) == WATCH_DONE);
	ck_assert_int_eq(done, 1);
}
END_TEST

START_TEST(leaves_what_has_no_end)
{
	ck_assert(watch_run(spin, NULL, SHORT_US) == WATCH_TOO_LONG);
	ck_assert(watch_run(spin, NULL, -1) == WATCH_TOO_LONG);
}
END_TEST

static void
wait_and_set(void *owner)
{
	struct timespec time = { .tv_nsec = 300000000 };

	nanosleep(&time, NULL);
	set(owner);
}

START_TEST(counts_no_waiting)
{
	int done = 0;

	ck_assert(watch_run(wait_and_set, &done, SHORT_US) == WATCH_DONE);
	ck_assert_int_eq(done, 1);
}
END_TEST

static void
compute_and_set(void *owner)
{
	spin_a_little();
	set(owner);
}

START_TEST(has_its_time)
{
	int done = 0;

	ck_assert(watch_run(compute_and_set, &done, 10000000) == WATCH_DONE);
	ck_assert_int_eq(done, 1);
}
END_TEST

static void
hold_and_set(void *owner)
{
	watch_hold();
	watch_hold();
	spin_a_little();
	watch_release();
	set(owner);
	watch_release();
	spin(NULL);
}

START_TEST(leaves_nothing_half_done)
{
	int done = 0;

	ck_assert(watch_run(hold_and_set, &done, SHORT_US) == WATCH_TOO_LONG);
	ck_assert_int_eq(done, 1);
	watch_hold(); /* nothing, out of a run */
	watch_release();
}
END_TEST

static void
allocate(void *owner)
{
	for (size_t n = 1;; n = n * 5 % 9973) {
		struct arena mark = *(struct arena *)owner;
		char *p = arena_alloc(owner, n, 1);

		memset(p, 'x', n);
		if (n % 7 > 0)
			arena_rewind(owner, mark);
		if (n % 97 == 0)
			arena_reset(owner);
	}
}

/* An arena that was left in the middle can be used again, and given back. */
START_TEST(leaves_memory_whole)
{
	struct arena a = { 0 };

	for (int i = 0; i < 5; i++) {
		ck_assert(watch_run(allocate, &a, SHORT_US) == WATCH_TOO_LONG);
		memset(arena_alloc(&a, 100, 1), 'x', 100);
		arena_reset(&a);
	}
	arena_free(&a);
}
END_TEST

static void
on_alarm(int number)
{
	(void)number;
	watch_stop();
}

static void
stop_it(void)
{
	struct itimerval soon = { .it_value = { .tv_usec = 50000 } };

	signal(SIGALRM, on_alarm);
	setitimer(ITIMER_REAL, &soon, NULL);
	if (watch_run(spin, NULL, 60000000) != WATCH_STOPPED)
		_exit(1);
	_exit(watch_run(spin, NULL, 60000000) == WATCH_STOPPED ? 0 : 2);
}

static void
hold_it(void *owner)
{
	watch_hold();
	spin(owner);
}

static void
hold_for_ever(void)
{
	close(STDERR_FILENO);
	watch_run(hold_it, NULL, SHORT_US);
	_exit(0);
}

/* What cannot be undone, or is the end, in a process of its own. */
static int
status_of(void (*run)(void))
{
	pid_t pid = fork();
	int status = -1;

	if (pid == 0)
		run();
	ck_assert(pid > 0 && waitpid(pid, &status, 0) == pid);
	return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

START_TEST(is_stopped)
{
	ck_assert_int_eq(status_of(stop_it), 0);
}
END_TEST

START_TEST(ends_what_never_lets_go)
{
	ck_assert_int_eq(status_of(hold_for_ever), 4);
}
END_TEST

Suite *
watch_suite(void)
{
	Suite *s = suite_create("watch");
	TCase *tc = tcase_create("watch");

	tcase_set_timeout(tc, 60);
	tcase_add_test(tc, runs_to_the_end);
	tcase_add_test(tc, leaves_what_has_no_end);
	tcase_add_test(tc, counts_no_waiting);
	tcase_add_test(tc, has_its_time);
	tcase_add_test(tc, leaves_nothing_half_done);
	tcase_add_test(tc, leaves_memory_whole);
	tcase_add_test(tc, is_stopped);
	tcase_add_test(tc, ends_what_never_lets_go);
	suite_add_tcase(s, tc);
	return s;
}
