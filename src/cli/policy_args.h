/* policy_args.h - --only, --skip and --set: which checks, how severe. */
#ifndef POLICY_ARGS_H
#define POLICY_ARGS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "check/check.h"
#include "cli/args.h"

struct recording;

/* today is the day for waivers; whether the zones' own servers answer decides
 * about the check that compares them.
 * False, and a line in *error, for a check, code or severity that is none,
 * and where no check is left. */
bool policy_read(struct arena *a, const struct args *args, int64_t today,
    const struct recording *replayed, bool is_authoritative, struct policy *out,
    struct str *error);

#endif
