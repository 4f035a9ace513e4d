/* quit.h - how a run's report makes the program end. */
#ifndef QUIT_H
#define QUIT_H

#include "check/gate.h"
#include "cli/complain.h"

enum quit
quit_from_report(const struct report *report, const struct gate *gate);

#endif
