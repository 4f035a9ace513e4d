/* plan_read.h - a proposed change, in any of the formats that people have. */
#ifndef PLAN_READ_H
#define PLAN_READ_H

#include "plan/plan.h"

/* Lays what a file says over what is there; label is its name, and origin, or
 * no name, the zone of relative names whose zone it does not tell.  False, and
 * *err is set, where it cannot be read. */
bool plan_read(struct plan *plan, struct str text, struct str label,
    struct name origin, struct plan_error *err);

#endif
