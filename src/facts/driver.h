/*
 * driver.h - the loop that evaluates a request.
 *
 * It knows no fact by name and no source: it derives what can come further,
 * lets the sources answer what is wanted, and stops when nothing is missing or
 * the deadline is over.  What it was for then reads the facts.
 *
 * A run that computes for too long is given up, by whichever step: its facts
 * cannot be read.  So is one that watch_stop() ends.
 */
#ifndef DRIVER_H
#define DRIVER_H

#include <stdbool.h>
#include <stdint.h>

#include "dns/source.h"
#include "facts/facts.h"

/* What one step may compute: until the deadline, but neither more nor less
 * than this.  The slowest records that we know of take a hundredth of it. */
enum { STEP_LEAST_US = 1000000, STEP_MOST_US = 5000000 };

/* One request under way. */
struct run {
	struct facts facts;
	const struct goal *goal;
	int64_t started_us;
	bool is_given_up;
};

/* req and goal must outlive the run.  A zeroed run is a new one; one that has
 * ended is used again with its memory.  It has no deadline yet. */
void run_begin(struct run *run, struct store *store, const struct request *req,
    const struct goal *goal);

/* By clock_us(); whoever waits for the run looks at it. */
int64_t run_deadline(const struct run *run);
void run_put_deadline(struct run *run, int64_t until_us);

/* Derives what answers have come for; true when nothing is missing any more,
 * or the run was given up. */
bool run_step(struct run *run);

/* The deadline is over: what is missing has timed out, and nothing is missing
 * any more. */
void run_expire(struct run *run);

void run_end(struct run *run);
void run_put_off(struct run *run); /* its end, too; it will begin again */
void run_free(struct run *run);    /* after its end */

/* From begin to the last step: one request, by clock_us() until_us at the
 * latest. */
void run_to_end(struct run *run, struct source *sources, int64_t until_us);

#endif
