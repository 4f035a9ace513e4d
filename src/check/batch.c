#include "check/batch.h"
#include "base/clock.h"

static void
link_job(struct batch *batch, struct job *job)
{
	job->prev = batch->newest;
	job->next = NULL;
	*(batch->newest != NULL ? &batch->newest->next : &batch->oldest) = job;
	batch->newest = job;
	batch->nrunning++;
}

static void
unlink_job(struct batch *batch, struct job *job)
{
	*(job->prev != NULL ? &job->prev->next : &batch->oldest) = job->next;
	*(job->next != NULL ? &job->next->prev : &batch->newest) = job->prev;
	batch->nrunning--;
}

static void
end_job(struct batch *batch, struct job *job)
{
	unlink_job(batch, job);
	batch->done(batch, job);
}

void
batch_start(struct batch *batch, struct job *job, const struct request *req)
{
	run_begin(&job->run, batch->store, req, batch->policy);
	job->run.lookup.sleeper.owner = job;
	job->until_us = job->run.started_us + batch->timeout_us;
	link_job(batch, job);
	if (run_step(&job->run))
		end_job(batch, job);
}

/* Runs whoever got an answer; true if somebody did. */
static bool
run_ready(struct batch *batch)
{
	struct sleeper *ready;
	bool any = false;

	while ((ready = store_next_ready(batch->store)) != NULL) {
		struct job *job = ready->owner;

		any = true;
		if (run_step(&job->run))
			end_job(batch, job);
	}
	return any;
}

/* Jobs were started in the order of their deadlines. */
static void
expire(struct batch *batch, int64_t now_us)
{
	while (batch->oldest != NULL && batch->oldest->until_us <= now_us) {
		struct job *job = batch->oldest;

		run_expire(&job->run);
		end_job(batch, job);
	}
}

void
batch_turn(struct batch *batch, int64_t until_us)
{
	bool waited;

	sources_ask(batch->sources, batch->store);
	if (run_ready(batch) || batch->oldest == NULL)
		return;
	if (batch->oldest->until_us < until_us)
		until_us = batch->oldest->until_us;
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
