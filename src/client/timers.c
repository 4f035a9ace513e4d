#include <stdlib.h>

#include "base/arena.h"
#include "client/timers.h"

static void
put(struct timers *t, size_t place, struct timer *timer)
{
	t->heap[place] = timer;
	timer->place = place;
}

static void
move_up(struct timers *t, struct timer *timer)
{
	size_t at = timer->place;

	for (; at > 1 && t->heap[at / 2]->at_us > timer->at_us; at /= 2)
		put(t, at, t->heap[at / 2]);
	put(t, at, timer);
}

static void
move_down(struct timers *t, struct timer *timer)
{
	size_t at = timer->place, child;

	for (; (child = at * 2) <= t->n; at = child) {
		if (child < t->n &&
		    t->heap[child + 1]->at_us < t->heap[child]->at_us)
			child++;
		if (t->heap[child]->at_us >= timer->at_us)
			break;
		put(t, at, t->heap[child]);
	}
	put(t, at, timer);
}

void
timer_set(struct timers *timers, struct timer *timer, int64_t at_us)
{
	timer->at_us = at_us;
	if (timer->place == 0) {
		if (timers->n + 1 >= timers->cap) {
			timers->cap = timers->cap * 2 + 64;
			timers->heap = mem_grow(
			    timers->heap, timers->cap, sizeof(struct timer *));
		}
		put(timers, ++timers->n, timer);
	}
	move_up(timers, timer);
	move_down(timers, timer);
}

void
timer_stop(struct timers *timers, struct timer *timer)
{
	struct timer *last;

	if (timer->place == 0)
		return;
	last = timers->heap[timers->n--];
	if (last != timer) {
		put(timers, timer->place, last);
		move_up(timers, last);
		move_down(timers, last);
	}
	timer->place = 0;
}

struct timer *
timers_first(const struct timers *timers)
{
	return timers->n > 0 ? timers->heap[1] : NULL;
}

void
timers_free(struct timers *timers)
{
	free(timers->heap);
	*timers = (struct timers){ 0 };
}
