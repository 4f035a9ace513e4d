/*
 * gate.h - what the user lets pass: how the exit status, and formats that know
 * failures, take a result.
 */
#ifndef GATE_H
#define GATE_H

#include "check/judge.h"

struct gate {
	enum severity fail_on; /* --fail-on: from which a finding fails */
	enum severity unknown; /* --unknown: as what an unknown one counts */
};

enum outcome {
	OUTCOME_PASS, /* warnings that do not count included */
	OUTCOME_SKIP,
	OUTCOME_FAIL,
	OUTCOME_ERROR, /* could not be determined */
};

enum outcome gate_outcome(const struct gate *gate, const struct result *r);

/* Whether a result is why the exit status is not 0. */
bool gate_stops(const struct gate *gate, const struct result *r);

/* Of all results: OUTCOME_SKIP where nothing was checked. */
enum outcome gate_report(const struct gate *gate, const struct report *report);

#endif
