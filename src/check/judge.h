/*
 * judge.h - from facts to a report: runs the checks that were chosen.
 */
#ifndef CHECK_JUDGE_H
#define CHECK_JUDGE_H

#include "check/result.h"
#include "facts/driver.h"

/* The goal of a run that is to be judged: what the chosen checks need. */
struct check_goal {
	struct goal goal;
	const struct policy *policy;
};

struct check_goal check_goal(const struct policy *policy);

/* Whether that goal needs what the check does. */
bool judge_includes(
    const struct request *req, const struct policy *policy, enum check_id id);

struct changes;
struct baseline_view;
struct zones;

/* What came of a request: what every format prints.  Lives as long as the
 * run that it was made from. */
struct report {
	struct arena *a; /* for what a format makes of it */
	const struct request *req;
	struct result *results; /* in the order of checks.def */
	size_t nresults;
	enum status verdict;           /* the worst result's, as a rule */
	bool is_ready_known;           /* whether all that was looked at that
					* must hold before the request */
	size_t count[STATUS_FAIL + 1]; /* results by status */
	const struct answer **answers; /* by name and type, each once */
	size_t nanswers;
	int64_t elapsed_us;
	const struct baseline_view *baseline; /* NULL: none was given */
	const struct changes *changes; /* what to do (fix/); NULL: nothing */
	const struct zones *zones;     /* given, for places; NULL: none */
};

/* What a report is judged again with: the answers that it is about, and where
 * others come from. */
struct judge_world {
	struct store *store;
	const struct lookup *lookup; /* the run's, before its end */
	struct source *sources;
	const struct zones *zones; /* NULL: none were given */
	/* With a proposed change: what it is laid over. */
	struct store *published;
	struct source *published_sources;
	int64_t until_us; /* on clock_us(): the run's deadline */
	const struct policy *policy;
};

/* After the last step of a run with a goal of this policy: judges, once.  All
 * checks of a run that was given up are unknown; so is a check alone that
 * computes for too long.  It says nothing after watch_stop(). */
void
judge_run(struct run *run, const struct policy *policy, struct report *report);

/* The same in two steps: what each check found; then what of that counts, and
 * the verdict. */
void judge_results(
    struct run *run, const struct policy *policy, struct report *report);
void judge_verdict(
    struct run *run, const struct policy *policy, struct report *report);

/* The worst of what a result found that counts. */
enum status result_status(const struct result *result);

#endif
