/* judgement.h - how a run's report makes the program end. */
#ifndef JUDGEMENT_H
#define JUDGEMENT_H

#include "check/driver.h"
#include "cli/command.h"

/* fail_on is the severity from which a finding is a failure. */
enum quit judge(const struct report *report, enum severity fail_on);

#endif
