/*
 * batch.h - many requests under way at once, sharing one store.
 *
 * The same loop as for one request: whoever got an answer is run once more,
 * after all that has come was taken in.  The owner starts jobs while there is
 * room, and is told of each that is done, in whatever order they end.
 */
#ifndef BATCH_H
#define BATCH_H

#include "check/driver.h"

struct job {
	struct run run;
	int64_t until_us;        /* its own deadline */
	struct job *prev, *next; /* in the order in which they were started */
	void *owner;
};

struct batch {
	struct store *store;
	struct source *sources;
	const struct policy *policy;
	int64_t timeout_us; /* of each job */
	void (*done)(struct batch *batch, struct job *job);
	void *owner;
	size_t nrunning;
	struct job *oldest, *newest;
};

/* The job must live until done() was called for it, which can be before this
 * returns; done() makes the report, and ends the run. */
void
batch_start(struct batch *batch, struct job *job, const struct request *req);

/* One turn: asks what is wanted, waits until something came, until_us is
 * over, or a job's deadline is, and runs whoever can go on. */
void batch_turn(struct batch *batch, int64_t until_us);

/* Drops all that runs, without done(). */
void batch_stop(struct batch *batch);

#endif
