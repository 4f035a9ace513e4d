/*
 * batch.h - many requests under way at once, sharing one store.
 *
 * The same loop as for one request: when all answers that have come are in the
 * store, the jobs that waited for one of them are run again.  The owner starts
 * jobs while there is room, and is told of each that is done, in whatever order
 * they end.
 *
 * Where answers are large there are fewer jobs at a time: when those under way
 * hold too much, the youngest are put aside, and begun afresh when others are
 * done.  The oldest always goes on.
 */
#ifndef BATCH_H
#define BATCH_H

#include "facts/driver.h"

/* Octets that are held: above the first no job is started, above the second
 * some are put aside.  What is made of answers takes a few times as much. */
enum {
	BATCH_HELD_ROOM = 3 * 1024 * 1024,
	BATCH_HELD_MAX = 4 * 1024 * 1024,
};

/* A turn that takes longer than this takes it from nobody: all deadlines are
 * put off by as much. */
enum { BATCH_STALL_US = 500000 };

struct job {
	struct run run;
	struct job *prev, *next; /* in the order in which they were begun */
	void *owner;
};

struct batch {
	struct store *store;
	struct source *sources;
	const struct goal *goal; /* of each job */
	int64_t timeout_us;      /* of each job */
	void (*done)(struct batch *batch, struct job *job);
	void *owner;
	size_t nrunning; /* started, and not done */
	size_t nactive;  /* of them, not put aside */
	struct job *oldest, *newest;
	struct job *aside; /* the oldest first */
	size_t most;       /* active at a time; 0: any number */
	size_t burden;     /* octets that the owner holds for jobs done */
	size_t processes;  /* that share the limits; 0: it is alone */
};

/* Whether another job may be started; always, while there is none. */
bool batch_has_room(const struct batch *batch);

/* The job must live until done() was called for it, which can be before this
 * returns; done() makes the report, and ends the run. */
void
batch_start(struct batch *batch, struct job *job, const struct request *req);

/* One turn: asks what is wanted, waits for an answer, for until_us or for a
 * job's deadline, and goes on with the jobs that can. */
void batch_turn(struct batch *batch, int64_t until_us);

/* Drops all jobs, without done(). */
void batch_stop(struct batch *batch);

#endif
