/* clock.h - the two clocks: one that only goes forward, one for people. */
#ifndef CLOCK_H
#define CLOCK_H

#include <stdint.h>

#include "base/arena.h"

enum { SECOND_US = 1000000 };

/* Microseconds of the monotonic clock. */
int64_t clock_us(void);

/* The time of day as RFC 3339 has it, in UTC. */
struct str clock_rfc3339(struct arena *a);

#endif
