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

enum quit
quit_worse(enum quit x, enum quit y)
{
	static const int weight[] = {
		[QUIT_PASSED] = 0,
		[QUIT_UNKNOWN] = 1,
		[QUIT_FAILED] = 2,
		[QUIT_USAGE] = 3,
		[QUIT_ERROR] = 4,
	};

	return weight[x] > weight[y] ? x : y;
}
