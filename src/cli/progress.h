/*
 * progress.h - how far a batch is, on a terminal's standard error: done,
 * rate, verdicts so far, time left.  Silent where that is no terminal.
 */
#ifndef PROGRESS_H
#define PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "check/check.h"

struct progress {
	bool shown; /* standard error is a terminal */
	int64_t started_us, next_us;
	size_t done, running;
	size_t verdicts[STATUS_FAIL + 1];
	size_t bad;                 /* lines */
	uint64_t octets, of_octets; /* of input; 0: how much is not known */
};

void progress_begin(struct progress *p, uint64_t of_octets);
void progress_show(struct progress *p); /* at most a few times a second */
void progress_end(struct progress *p);  /* wipes the line */

#endif
