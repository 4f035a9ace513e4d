/*
 * window.h - how much may be under way at once, and how fast.
 *
 * A resolver that is asked too much loses questions, refuses them or fails
 * them, and only that shows how much is too much.  The window begins small, is
 * halved while much goes wrong, and grows slowly while all goes well.  A
 * question that is never answered proves nothing, because the servers of its
 * name may be dead: when many are late, a probe (probe.h) tells which it is.
 *
 * After questions were lost, no more are sent a second than were answered a
 * second; that limit is lifted slowly.
 */
#ifndef WINDOW_H
#define WINDOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { WINDOW_START = 64 };

struct window {
	size_t size;    /* queries that may wait for a first answer */
	size_t counted; /* that do */
	/* Since the size was looked at: answers, first sends without one,
	 * signs of too much, and which of them are slowness. */
	size_t in_time, late, trouble, slow;
	bool is_silent; /* much was late, and little in trouble, by then */
	int64_t looked_us;
	int64_t second_us;       /* when the second began that is counted */
	size_t answered, before; /* in it, and in the one before */
	uint32_t rate;           /* sends a second; 0: no limit */
	int64_t raised_us;       /* when that was raised last */
	uint32_t keeps_up;       /* the most answers in a second of trouble */
};

void window_init(struct window *w);

/* Whether another may be sent. */
bool window_has_room(const struct window *w);

/* An answer came; to a query that had to be sent again, as it was slow or what
 * was sent before was lost. */
void window_answered(struct window *w, int64_t now_us);
void window_slow(struct window *w, int64_t now_us);

/* A server that answers others refused or failed one. */
void window_failed(struct window *w);

/* A probe was answered in time, or not; or what was sent of it first was lost:
 * as it is answered at once, that cannot be the resolver's slowness. */
void window_proved(struct window *w);
void window_disproved(struct window *w, int64_t now_us);
void window_lost(struct window *w, int64_t now_us);

/* Adapts the size when enough has been seen; true where only a probe can tell
 * what so many late ones mean. */
bool window_adapt(struct window *w, int64_t now_us);

#endif
