#include "cli/quit.h"

enum quit
quit_from_report(const struct report *report, const struct gate *gate)
{
	switch (gate_report(gate, report)) {
	case OUTCOME_PASS:
		return QUIT_PASSED;
	case OUTCOME_FAIL:
		return QUIT_FAILED;
	case OUTCOME_SKIP: /* nothing is known: no silent pass */
	case OUTCOME_ERROR:
		break;
	}
	return QUIT_UNKNOWN;
}
