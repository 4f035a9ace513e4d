/* look.h - one look at a sender: what answers, the answers, the judgement. */
#ifndef LOOK_H
#define LOOK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "check/choices.h"
#include "cli/settings.h"
#include "cli/sources.h"
#include "facts/driver.h"

struct look {
	struct arena a;
	struct str started; /* when, for people */
	struct sources sources;
	struct store store;
	struct check_goal goal;
	struct policy policy;
	struct request req; /* with the selectors that were found */
	struct run run;
	int64_t until_us; /* its deadline, on clock_us() */
	struct choices choices;
	struct report report;
};

/* Opens what the settings say; they and the request outlive the look.  False,
 * nothing to close, and a line in *error, in the arena a, that names what is
 * wrong. */
bool
look_open(struct look *look, struct arena *a, const struct settings *settings,
    const struct request *req, struct str *error);

/* Asks and judges, within --timeout. */
void look_judge(struct look *look, const struct settings *settings);

/* Adds to the report which changes would mend what is wrong, in the time that
 * is left. */
void look_advise(struct look *look);

void look_close(struct look *look);

#endif
