/*
 * pace.h - no more than so many sends in any second.
 *
 * Sends are spread over the second.  A few may go together, so that little is
 * lost when a turn is noticed late; the rest of the second gets that many
 * fewer. A zeroed pace has no limit.
 */
#ifndef PACE_H
#define PACE_H

#include <stdint.h>

struct pace {
	int64_t every_ns; /* from one send to the next; 0: there is no limit */
	int64_t early_ns; /* how long before its time a send may go */
	int64_t next_ns;  /* the next one's time, on clock_us() */
};

/* 0: no limit. */
struct pace pace_of(uint32_t sends_a_second);

/* Another limit from now on; what was sent before still counts. */
void pace_change(struct pace *pace, uint32_t sends_a_second);

/* From when on, on clock_us(), there may be another send. */
int64_t pace_turn_us(const struct pace *pace);

/* There was one.  now_us is no earlier than that: a send that took its time
 * must not make those after it come too soon. */
void pace_sent(struct pace *pace, int64_t now_us);

#endif
