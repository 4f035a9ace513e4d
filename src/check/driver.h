/*
 * driver.h - runs the checks of one request, and of many at once.
 *
 * It knows no check by name and no source: it runs what is pending, lets the
 * sources answer what is wanted, and stops when nothing is pending or the
 * deadline is over.
 */
#ifndef DRIVER_H
#define DRIVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "check/check.h"
#include "dns/source.h"

/* What came of a request: what every format prints.  Lives as long as the
 * run that it was made from. */
struct report {
	struct arena *a; /* for what a format makes of it */
	const struct request *req;
	struct result *results; /* in the order of checks.def */
	size_t nresults;
	enum status verdict;           /* the worst result's */
	size_t count[STATUS_FAIL + 1]; /* results by status */
	const struct answer **answers; /* by name and type, each once */
	size_t nanswers;
	int64_t elapsed_us;
};

/* One request under way. */
struct run {
	const struct request *req;
	const struct policy *policy;
	struct arena arena; /* what its checks found */
	struct lookup lookup;
	struct check *checks;
	struct result *results;
	size_t n, ndone;
	int64_t started_us;
};

/* req and policy must outlive the run.  A zeroed run is a new one; one that
 * has ended is used again with its memory. */
void run_begin(struct run *run, struct store *store, const struct request *req,
    const struct policy *policy);

/* Runs what is pending afresh; true when nothing is pending any more. */
bool run_step(struct run *run);

/* The deadline is over: what is missing has timed out, and every check ends. */
void run_expire(struct run *run);

/* After the last step.  The report's memory is the run's. */
void run_report(struct run *run, struct report *report);

void run_end(struct run *run);
void run_put_off(struct run *run); /* its end, too; it will begin again */
void run_free(struct run *run);    /* after its end */

/* From begin to the last step: one request, by clock_us() until_us at the
 * latest. */
void run_to_end(struct run *run, struct source *sources, int64_t until_us);

#endif
