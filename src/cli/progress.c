#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "cli/progress.h"

enum { SHOW_EVERY_US = SECOND_US / 4 };

/* The line is shown from its beginning and cut at the terminal's edge: one
 * that wrapped would not go away again. */
#define BEGIN_LINE "\r\033[K\033[?7l"
#define END_LINE   "\033[?7h"

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

/* ", h:mm:ss left": the lines begun say how long lines are, and so how many
 * there will be. */
static void
put_left(const struct progress *p, int64_t elapsed_us)
{
	double done = (double)(p->done + p->bad);
	double begun = done + (double)p->running, left;
	unsigned long long s;

	if (p->done == 0 || p->octets == 0 || p->of_octets < p->octets)
		return;
	left = begun * (double)p->of_octets / (double)p->octets - done;
	s = (unsigned long long)(left * (double)elapsed_us / done / SECOND_US +
	    0.5);
	fprintf(
	    stderr, ", %llu:%02llu:%02llu left", s / 3600, s / 60 % 60, s % 60);
}

void
progress_show(struct progress *p)
{
	int64_t now = clock_us(), elapsed = now - p->started_us;
	double rate;

	if (!p->shown || now < p->next_us)
		return;
	p->next_us = now + SHOW_EVERY_US;
	rate = (double)p->done * SECOND_US / (double)elapsed;
	fprintf(stderr, BEGIN_LINE "%zu done, %.*f/s", p->done,
	    rate < 10 ? 1 : 0, rate);
	put_left(p, elapsed);
	fprintf(stderr, ": %zu pass, %zu warn, %zu fail, %zu unknown",
	    p->verdicts[STATUS_PASS], p->verdicts[STATUS_WARN],
	    p->verdicts[STATUS_FAIL],
	    p->verdicts[STATUS_UNKNOWN] + p->verdicts[STATUS_SKIP]);
	if (p->bad > 0)
		fprintf(
		    stderr, ", %zu bad line%s", p->bad, p->bad > 1 ? "s" : "");
	fputs(END_LINE, stderr);
	fflush(stderr);
}

void
progress_end(struct progress *p)
{
	if (p->shown)
		fputs("\r\033[K", stderr);
}
