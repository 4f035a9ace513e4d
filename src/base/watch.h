/*
 * watch.h - stops what computes for too long.
 *
 * A hostile record may keep an evaluation busy without end.  watch_run()
 * abandons one that has computed for too long, wherever it is; time spent
 * waiting does not count.  What it has allocated in an arena goes with the
 * arena.
 *
 * What nobody may leave half done, such as a list of others or a call of a
 * library, is held: it is left when it is released.  What never comes to that
 * ends the process, with status 4.
 */
#ifndef WATCH_H
#define WATCH_H

#include <stdint.h>

enum watch_end {
	WATCH_DONE,
	WATCH_TOO_LONG, /* it was left */
	WATCH_STOPPED,  /* it was left, or not begun: watch_stop() */
};

/* Runs work, which may compute for so long; not one within another. */
enum watch_end
watch_run(void (*work)(void *owner), void *owner, int64_t limit_us);

/* Around what must be whole; may be nested.  Out of watch_run() they do
 * nothing. */
void watch_hold(void);
void watch_release(void);

/* For a signal's handler: what runs is left soon, and nothing is begun. */
void watch_stop(void);

#endif
