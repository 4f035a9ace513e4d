/* subject.h - what the checks of a host have in common. */
#ifndef SUBJECT_H
#define SUBJECT_H

#include "check/check.h"
#include "facts/host.h"

/* Ends the check where there is no host: as skipped, or graded by the worst
 * finding about a host.  False where there is one. */
bool host_is_missing(
    struct check *c, const struct host *host, enum finding_id worst);

/* The addresses of an answer for people, "nothing" where it has none. */
struct str list_addresses(struct check *c, const struct answer *answer);

#endif
