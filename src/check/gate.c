#include "check/gate.h"

enum outcome
gate_outcome(const struct gate *gate, const struct result *r)
{
	bool is_unknown = false;

	for (const struct finding *f = r->findings; f != NULL; f = f->next) {
		enum severity severity =
		    f->severity == SEV_UNKNOWN ? gate->unknown : f->severity;

		if (!finding_counts(f))
			continue;
		is_unknown |= severity == SEV_UNKNOWN;
		if (severity == SEV_FAIL ||
		    (severity == SEV_WARN && gate->fail_on == SEV_WARN))
			return OUTCOME_FAIL;
	}
	if (is_unknown)
		return OUTCOME_ERROR;
	return r->status == STATUS_SKIP ? OUTCOME_SKIP : OUTCOME_PASS;
}

bool
gate_stops(const struct gate *gate, const struct result *r)
{
	enum outcome outcome = gate_outcome(gate, r);

	return outcome == OUTCOME_FAIL || outcome == OUTCOME_ERROR;
}

enum outcome
gate_report(const struct gate *gate, const struct report *report)
{
	bool is_unknown = false;

	for (size_t i = 0; i < report->nresults; i++) {
		enum outcome outcome = gate_outcome(gate, &report->results[i]);

		if (outcome == OUTCOME_FAIL)
			return OUTCOME_FAIL;
		is_unknown |= outcome == OUTCOME_ERROR;
	}
	if (is_unknown)
		return OUTCOME_ERROR;
	/* What was not looked at is nobody's to let pass. */
	return report->verdict == STATUS_SKIP ||
		(report->verdict == STATUS_UNKNOWN &&
		    report->count[STATUS_UNKNOWN] == 0)
	    ? OUTCOME_SKIP
	    : OUTCOME_PASS;
}
