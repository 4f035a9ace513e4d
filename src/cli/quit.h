/* quit.h - how a run's report makes the program end. */
#ifndef QUIT_H
#define QUIT_H

#include "check/judge.h"
#include "cli/command.h"

/* fail_on is the severity from which a finding is a failure. */
enum quit quit_from_report(const struct report *report, enum severity fail_on);

#endif
