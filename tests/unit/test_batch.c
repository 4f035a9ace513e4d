#include <stdlib.h>

#include "base/clock.h"
#include "check/judge.h"
#include "facts/batch.h"

#include "unit.h"

enum { JOBS = 50, HELD_MAX = 256 };

/* A source that answers late, the newest question first or those of all in
 * turn; names that start with "dead" get no answer at all. */
struct late {
	struct source source;
	struct entry *held[HELD_MAX];
	size_t n;
	size_t step;      /* to the question that is answered next */
	struct str note;  /* of each answer: how large it is */
	int64_t until_us; /* that it was to wait at most, the last time */
};

static bool
late_ask(struct source *self, struct store *store, struct entry *entry)
{
	struct late *late = (struct late *)self;

	(void)store;
	ck_assert_uint_lt(late->n, HELD_MAX);
	if (!str_starts(name_label(entry->question.name), S("dead")))
		late->held[late->n++] = entry;
	return true;
}

static bool
late_wait(struct source *self, struct store *store, int64_t until_us)
{
	struct late *late = (struct late *)self;
	struct answer answer = {
		.status = ANSWER_NXDOMAIN,
		.ttl = 60,
		.note = late->note,
	};

	late->until_us = until_us;
	if (late->n > 0) {
		struct entry **at = &late->held[late->n - 1];

		if (late->step > 0)
			at = &late->held[late->step % late->n];
		store_put(store, *at, &answer);
		*at = late->held[--late->n];
	} else {
		while (clock_us() < until_us)
			;
	}
	return true;
}

struct fixture {
	struct arena a;
	struct store store;
	struct late late;
	struct policy policy;
	struct check_goal goal;
	struct batch batch;
	struct request requests[JOBS];
	struct job jobs[JOBS];
	enum status verdict[JOBS];
	size_t done;
};

static void
done(struct batch *batch, struct job *job)
{
	struct fixture *f = batch->owner;
	struct report report;

	judge_run(&job->run, &f->policy, &report);
	f->verdict[job - f->jobs] = report.verdict;
	f->done++;
	run_end(&job->run);
	run_free(&job->run);
}

static void
begin(struct fixture *f)
{
	*f = (struct fixture){ 0 };
	store_init(&f->store);
	f->late.source = (struct source){ late_ask, late_wait, NULL };
	f->policy.chosen[CHECK_MX] = true;
	f->goal = check_goal(&f->policy);
	f->batch = (struct batch){
		.store = &f->store,
		.sources = &f->late.source,
		.goal = &f->goal.goal,
		.timeout_us = 60 * (int64_t)SECOND_US,
		.done = done,
		.owner = f,
	};
}

static void
start(struct fixture *f, size_t i, struct str domain)
{
	ck_assert(name_parse(&f->a, domain, &f->requests[i].domain));
	f->requests[i].mail_from = f->requests[i].domain;
	batch_start(&f->batch, &f->jobs[i], &f->requests[i]);
}

static void
finish(struct fixture *f)
{
	for (int turns = 0; f->batch.nrunning > 0; turns++) {
		ck_assert_int_lt(turns, 10000);
		batch_turn(&f->batch, clock_us() + 1000);
	}
	store_free(&f->store);
	arena_free(&f->a);
}

START_TEST(ends_all)
{
	struct fixture f;

	begin(&f);
	for (size_t i = 0; i < JOBS; i++)
		start(
		    &f, i, arena_printf(&f.a, "n%zu.example", i % (JOBS / 2)));
	finish(&f);
	ck_assert_uint_eq(f.done, JOBS);
	for (size_t i = 0; i < JOBS; i++)
		ck_assert_int_eq(f.verdict[i], STATUS_FAIL);
}
END_TEST

START_TEST(one_dead_name_stops_nobody)
{
	struct fixture f;

	begin(&f);
	f.batch.timeout_us = SECOND_US / 5;
	start(&f, 0, S("dead.example"));
	for (size_t i = 1; i < 5; i++)
		start(&f, i, arena_printf(&f.a, "n%zu.example", i));
	finish(&f);
	ck_assert_int_eq(f.verdict[0], STATUS_UNKNOWN);
	ck_assert_int_eq(f.verdict[4], STATUS_FAIL);
}
END_TEST

/* The wait ends at the job's deadline or the turn's end, whatever is first. */
START_TEST(waits_until_the_first)
{
	struct fixture f;
	int64_t begun_us = clock_us();

	begin(&f);
	f.batch.timeout_us = SECOND_US / 5;
	start(&f, 0, S("dead.example"));
	batch_turn(&f.batch, begun_us + 1000);
	ck_assert_int_le(f.late.until_us, begun_us + 1000);
	batch_turn(&f.batch, begun_us + 100 * (int64_t)SECOND_US);
	ck_assert_int_gt(f.late.until_us, begun_us + 1000);
	ck_assert_int_lt(f.late.until_us, begun_us + 10 * SECOND_US);
	finish(&f);
}
END_TEST

/* Where answers are large, or the owner holds much, some jobs are put aside:
 * what is held stays bounded, and all of them end. */
START_TEST(holds_little)
{
	enum { LARGE = 256 * 1024 };
	static const struct {
		size_t octets, burden;
	} loads[] = { { LARGE, 0 }, { 1, BATCH_HELD_MAX + 1 } };
	struct fixture f;
	bool was_aside = false;

	begin(&f);
	f.policy.chosen[CHECK_MX] = false;
	f.policy.chosen[CHECK_DMARC] = true; /* it has several questions */
	f.late.step = JOBS / 2 + 1;
	f.batch.burden = loads[_i].burden;
	f.late.note = (struct str){
		arena_array(&f.a, LARGE, char),
		loads[_i].octets,
	};
	for (size_t i = 0; i < JOBS; i++) {
		start(&f, i, arena_printf(&f.a, "n%zu.example", i));
		ck_assert(!batch_has_room(&f.batch) == (loads[_i].burden > 0));
	}
	while (f.batch.nrunning > 0) {
		batch_turn(&f.batch, clock_us() + 1000);
		ck_assert_uint_le(store_held_bytes(&f.store), BATCH_HELD_MAX);
		was_aside |= f.batch.nactive < f.batch.nrunning;
		if (loads[_i].burden > 0)
			ck_assert_uint_le(f.batch.nactive, 1);
	}
	ck_assert(was_aside);
	ck_assert_uint_eq(f.done, JOBS);
	for (size_t i = 0; i < JOBS; i++)
		ck_assert_int_eq(f.verdict[i], STATUS_WARN);
	finish(&f);
}
END_TEST

Suite *
batch_suite(void)
{
	Suite *s = suite_create("batch");
	TCase *tc = tcase_create("batch");

	tcase_add_test(tc, ends_all);
	tcase_add_loop_test(tc, holds_little, 0, 2);
	tcase_add_test(tc, one_dead_name_stops_nobody);
	tcase_add_test(tc, waits_until_the_first);
	suite_add_tcase(s, tc);
	return s;
}
