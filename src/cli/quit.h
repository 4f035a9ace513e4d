/* quit.h - how a run's report makes the program end. */
#ifndef QUIT_H
#define QUIT_H

#include "check/gate.h"
#include "cli/complain.h"

/* The worse of two endings: an error, then a bad line, then a failure, then
 * unknown. */
enum quit quit_worse(enum quit x, enum quit y);

enum quit
quit_from_report(const struct report *report, const struct gate *gate);

#endif
