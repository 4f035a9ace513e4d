/*
 * advise.h - the changes of a report: composed for the whole run, laid over
 * the answers, and kept only if the judgement of that says that they help.
 */
#ifndef ADVISE_H
#define ADVISE_H

#include "check/judge.h"
#include "dns/zone.h"
#include "fix/change.h"

/* What a proof is made of: the answers that the report is about, and where
 * others come from. */
struct advise_world {
	struct store *store;
	const struct lookup *lookup; /* the run's, before its end */
	struct source *sources;
	const struct zones *zones; /* NULL: none were given */
	int64_t until_us;          /* on clock_us(): the run's deadline */
	const struct policy *policy;
};

/* Fills in report->changes, in the report's memory. */
void advise(const struct advise_world *world, struct report *report);

#endif
