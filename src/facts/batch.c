#include "facts/batch.h"
#include "base/clock.h"

static void
link_job(struct batch *batch, struct job *job)
{
	job->prev = batch->newest;
	job->next = NULL;
	*(batch->newest != NULL ? &batch->newest->next : &batch->oldest) = job;
	batch->newest = job;
	batch->nactive++;
}

static void
unlink_job(struct batch *batch, struct job *job)
{
	*(job->prev != NULL ? &job->prev->next : &batch->oldest) = job->next;
	*(job->next != NULL ? &job->next->prev : &batch->newest) = job->prev;
	batch->nactive--;
}

/* As if all processes that share the limits held as much. */
static size_t
held(const struct batch *batch)
{
	size_t own = store_held_bytes(batch->store) + batch->burden;

	return batch->processes > 1 ? own * batch->processes : own;
}

/* With every job that is done while little is held, there may be one more. */
static void
end_job(struct batch *batch, struct job *job)
{
	unlink_job(batch, job);
	batch->nrunning--;
	batch->done(batch, job);
	if (batch->most > 0 && held(batch) < BATCH_HELD_ROOM / 2)
		batch->most++;
}

/* What one job computed, or its owner was kept from, is not the others' time:
 * their answers may be here. */
static void
make_up_for(struct batch *batch, int64_t from_us)
{
	int64_t us = clock_us() - from_us;

	if (us > BATCH_STALL_US)
		for (struct job *job = batch->oldest; job != NULL;
		     job = job->next)
			run_put_deadline(
			    &job->run, run_deadline(&job->run) + us);
}

static void
step(struct batch *batch, struct job *job)
{
	int64_t from_us = clock_us();

	if (run_step(&job->run))
		end_job(batch, job);
	make_up_for(batch, from_us);
}

static void
begin_job(struct batch *batch, struct job *job, const struct request *req)
{
	run_begin(&job->run, batch->store, req, batch->goal);
	job->run.facts.lookup.sleeper.owner = job;
	run_put_deadline(&job->run, job->run.started_us + batch->timeout_us);
	link_job(batch, job);
	step(batch, job);
}

void
batch_start(struct batch *batch, struct job *job, const struct request *req)
{
	batch->nrunning++;
	begin_job(batch, job, req);
}

/* Whether one more may be active. */
static bool
has_room(const struct batch *batch)
{
	if (batch->nactive == 0)
		return true;
	return (batch->most == 0 || batch->nactive < batch->most) &&
	    held(batch) < BATCH_HELD_ROOM;
}

bool
batch_has_room(const struct batch *batch)
{
	return batch->aside == NULL && has_room(batch);
}

/* Puts the youngest aside until the others hold no more than they may. */
static void
relieve(struct batch *batch)
{
	while (batch->nactive > 1 && held(batch) > BATCH_HELD_MAX) {
		struct job *job = batch->newest;

		unlink_job(batch, job);
		run_put_off(&job->run);
		job->next = batch->aside;
		batch->aside = job;
		batch->most = batch->nactive;
	}
}

/* Begins those again that were put aside, as far as there is room. */
static void
resume(struct batch *batch)
{
	while (batch->aside != NULL && has_room(batch)) {
		struct job *job = batch->aside;

		batch->aside = job->next;
		begin_job(batch, job, job->run.facts.req);
	}
}

/* Goes on with the jobs that got an answer; true if any did. */
static bool
run_ready(struct batch *batch)
{
	bool any = false;

	for (;;) {
		struct sleeper *ready;
		struct job *job;

		relieve(batch);
		ready = store_next_ready(batch->store);
		if (ready == NULL)
			return any;
		job = ready->owner;
		any = true;
		step(batch, job);
	}
}

/* Jobs were started in the order of their deadlines. */
static void
expire(struct batch *batch, int64_t now_us)
{
	while (batch->oldest != NULL &&
	    run_deadline(&batch->oldest->run) <= now_us) {
		struct job *job = batch->oldest;
		int64_t from_us = clock_us();

		run_expire(&job->run);
		end_job(batch, job);
		make_up_for(batch, from_us);
	}
}

void
batch_turn(struct batch *batch, int64_t until_us)
{
	bool waited;

	resume(batch);
	sources_ask(batch->sources, batch->store);
	if (run_ready(batch) || batch->oldest == NULL)
		return;
	if (run_deadline(&batch->oldest->run) < until_us)
		until_us = run_deadline(&batch->oldest->run);
	waited = sources_wait(batch->sources, batch->store, until_us);
	if (!run_ready(batch) && !waited)
		expire(batch, INT64_MAX); /* nothing will ever come */
	else
		expire(batch, clock_us());
}

void
batch_stop(struct batch *batch)
{
	while (batch->oldest != NULL) {
		struct job *job = batch->oldest;

		unlink_job(batch, job);
		run_end(&job->run);
	}
}
