/*
 * timers.h - which of many deadlines comes first: a binary heap.
 *
 * A timer is part of whatever it wakes, and zeroed it is not set.
 */
#ifndef TIMERS_H
#define TIMERS_H

#include <stddef.h>
#include <stdint.h>

struct timer {
	int64_t at_us; /* on clock_us() */
	void *owner;
	size_t place; /* in the heap, from 1; 0: not set */
};

struct timers {
	struct timer **heap; /* heap[0] is not used */
	size_t n, cap;
};

/* Sets it, or sets it anew. */
void timer_set(struct timers *timers, struct timer *timer, int64_t at_us);
void timer_stop(struct timers *timers, struct timer *timer);

/* The first; NULL where none is set. */
struct timer *timers_first(const struct timers *timers);

void timers_free(struct timers *timers);

#endif
