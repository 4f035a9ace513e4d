#include "client/upstream.h"

enum {
	WAIT_FIRST_US = 500000, /* before anything is measured */
	/* A resolver that knows takes one round trip, one that has to ask
	 * many: what is answered soon says little about the rest. */
	WAIT_MIN_US = 300000,
	WAIT_MAX_US = 2000000,
	DEAD_AFTER = 3,         /* time-outs without any answer */
	DEAD_US = 10 * 1000000, /* then it is left alone */
	PROBE_US = 1000000      /* between questions that try it again */
};

int64_t
upstream_wait_us(const struct upstream *u)
{
	int64_t wait = u->rtt_us + 4 * u->deviation_us;

	if (u->rtt_us == 0)
		return WAIT_FIRST_US;
	if (wait < WAIT_MIN_US)
		return WAIT_MIN_US;
	return wait < WAIT_MAX_US ? wait : WAIT_MAX_US;
}

/* RFC 6298 section 2. */
static void
measure(struct upstream *u, int64_t rtt_us)
{
	int64_t off =
	    rtt_us > u->rtt_us ? rtt_us - u->rtt_us : u->rtt_us - rtt_us;

	if (u->rtt_us == 0) {
		u->rtt_us = rtt_us + 1;
		u->deviation_us = rtt_us / 2;
		return;
	}
	u->deviation_us += (off - u->deviation_us) / 4;
	u->rtt_us += (rtt_us - u->rtt_us) / 8;
}

void
upstream_answered(struct upstream *u, int64_t rtt_us)
{
	u->answers++;
	u->silent = 0;
	if (rtt_us >= 0)
		measure(u, rtt_us);
}

void
upstream_timed_out(struct upstream *u, int64_t now_us)
{
	u->silent++;
	u->dead_until_us = now_us + DEAD_US;
}

void
upstream_unreachable(struct upstream *u, int64_t now_us)
{
	u->silent += DEAD_AFTER;
	u->dead_until_us = now_us + DEAD_US;
}

bool
upstream_is_dead(const struct upstream *u)
{
	return u->silent >= DEAD_AFTER;
}

bool
upstream_may_try(struct upstream *u, int64_t now_us)
{
	if (!upstream_is_dead(u))
		return true;
	if (now_us < u->dead_until_us)
		return false;
	u->dead_until_us = now_us + PROBE_US;
	return true;
}
