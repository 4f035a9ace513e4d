/*
 * plan_nsupdate.h - scripts for nsupdate (RFC 2136).
 *
 * Names are absolute there, with the final dot or without it; data is as in a
 * zone file.
 */
#ifndef PLAN_NSUPDATE_H
#define PLAN_NSUPDATE_H

#include "plan/plan.h"

/* Whether the first word of a text is one of nsupdate's. */
bool nsupdate_is_one(struct arena *a, struct str text);

bool nsupdate_read(struct plan *plan, struct str text, struct str label,
    struct plan_error *err);

#endif
