#include "cli/quit.h"

static bool
has_warning(const struct report *report)
{
	for (size_t i = 0; i < report->nresults; i++)
		for (const struct finding *f = report->results[i].findings;
		     f != NULL; f = f->next)
			if (f->severity == SEV_WARN)
				return true;
	return false;
}

enum quit
quit_from_report(const struct report *report, enum severity fail_on)
{
	if (report->count[STATUS_FAIL] > 0 ||
	    (fail_on == SEV_WARN && has_warning(report)))
		return QUIT_FAILED;
	if (report->count[STATUS_UNKNOWN] > 0)
		return QUIT_UNKNOWN;
	/* Where all was skipped, nothing is known: no silent pass. */
	return report->verdict == STATUS_SKIP ? QUIT_UNKNOWN : QUIT_PASSED;
}
