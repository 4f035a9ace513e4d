#include <assert.h>

#include "base/clock.h"
#include "base/watch.h"
#include "facts/derivations.h"
#include "facts/driver.h"

void
run_begin(struct run *run, struct store *store, const struct request *req,
    const struct goal *goal)
{
	facts_begin(&run->facts, derivations, store, req);
	run->goal = goal;
	run->started_us = clock_us();
	run_put_deadline(run, INT64_MAX);
	run->is_given_up = false;
}

int64_t
run_deadline(const struct run *run)
{
	return run->facts.lookup.sleeper.until_us;
}

void
run_put_deadline(struct run *run, int64_t until_us)
{
	run->facts.lookup.sleeper.until_us = until_us;
}

static void
derive(void *owner)
{
	struct run *run = owner;

	facts_derive(&run->facts, run->goal);
}

static int64_t
time_for_a_step(const struct run *run)
{
	int64_t left = run_deadline(run) - clock_us();

	if (left < STEP_LEAST_US)
		return STEP_LEAST_US;
	return left < STEP_MOST_US ? left : STEP_MOST_US;
}

bool
run_step(struct run *run)
{
	if (watch_run(derive, run, time_for_a_step(run)) != WATCH_DONE)
		run->is_given_up = true;
	return run->is_given_up || run->facts.is_closed;
}

void
run_expire(struct run *run)
{
	bool is_done;

	run->facts.lookup.expired = true;
	is_done = run_step(run);
	assert(is_done);
}

void
run_end(struct run *run)
{
	facts_end(&run->facts);
}

void
run_put_off(struct run *run)
{
	facts_put_off(&run->facts);
}

void
run_free(struct run *run)
{
	facts_free(&run->facts);
}

/* Until an answer is here that was waited for; false when none will come in
 * time. */
static bool
wait_for_any(struct store *store, struct source *sources, int64_t until_us)
{
	while (store_next_ready(store) == NULL)
		if (clock_us() >= until_us ||
		    !sources_wait(sources, store, until_us))
			return false;
	return true;
}

void
run_to_end(struct run *run, struct source *sources, int64_t until_us)
{
	struct store *store = run->facts.lookup.store;

	run_put_deadline(run, until_us);
	while (!run_step(run)) {
		sources_ask(sources, store);
		if (!wait_for_any(store, sources, until_us)) {
			run_expire(run);
			return;
		}
	}
}
