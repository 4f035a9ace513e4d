/*
 * wait_show.h - what --wait says on standard error while it waits: on a
 * terminal one line that is kept up to date, elsewhere a line whenever
 * something changes.
 */
#ifndef WAIT_SHOW_H
#define WAIT_SHOW_H

#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "base/arena.h"
#include "base/buf.h"
#include "check/gate.h"

struct wait_show {
	bool is_terminal;
	struct buf state; /* what is missing, in words */
	time_t since;     /* of day, when that began */
	time_t kept;      /* until when a cache may hold it; 0: none does */
};

void wait_show_begin(struct wait_show *show);

/* A look has ended.  whom names who was asked; kept_s as wait_pause() has it.
 */
void wait_show_look(struct wait_show *show, const char *whom,
    const struct report *report, const struct gate *gate, uint32_t kept_s);

/* On a terminal: so many seconds to the next look. */
void wait_show_left(const struct wait_show *show, uint32_t seconds);

/* Wipes the line. */
void wait_show_end(struct wait_show *show);

#endif
