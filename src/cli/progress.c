#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "cli/progress.h"

enum { SHOW_EVERY_US = 250000, SECOND_US = 1000000 };

void
progress_begin(struct progress *p, uint64_t of_octets)
{
	*p = (struct progress){
		.shown = isatty(STDERR_FILENO) != 0,
		.started_us = clock_us(),
		.of_octets = of_octets,
	};
	p->next_us = p->started_us + SHOW_EVERY_US;
}

/* "h:mm:ss left", by the part of the input that is done. */
static void
put_left(const struct progress *p, int64_t elapsed_us)
{
	uint64_t left;

	if (p->octets == 0 || p->of_octets <= p->octets)
		return;
	left = (uint64_t)(elapsed_us / SECOND_US) * (p->of_octets - p->octets) /
	    p->octets;
	fprintf(stderr, ", %llu:%02llu:%02llu left",
	    (unsigned long long)(left / 3600),
	    (unsigned long long)(left / 60 % 60),
	    (unsigned long long)(left % 60));
}

void
progress_show(struct progress *p)
{
	int64_t now = clock_us(), elapsed = now - p->started_us;

	if (!p->shown || now < p->next_us)
		return;
	p->next_us = now + SHOW_EVERY_US;
	fprintf(stderr,
	    "\r\033[K%zu done, %lld/s: %zu pass, %zu warn, %zu fail, "
	    "%zu unknown",
	    p->done, (long long)((int64_t)p->done * SECOND_US / elapsed),
	    p->verdicts[STATUS_PASS], p->verdicts[STATUS_WARN],
	    p->verdicts[STATUS_FAIL],
	    p->verdicts[STATUS_UNKNOWN] + p->verdicts[STATUS_SKIP]);
	if (p->bad > 0)
		fprintf(stderr, ", %zu bad lines", p->bad);
	put_left(p, elapsed);
	fflush(stderr);
}

void
progress_end(struct progress *p)
{
	if (p->shown)
		fputs("\r\033[K", stderr);
}
