#include "cli/wait_pause.h"
#include "base/clock.h"

uint32_t
wait_pause(uint32_t kept_s, unsigned nlooks)
{
	uint32_t pause = WAIT_PAUSE_S;

	if (kept_s > 0) {
		pause = kept_s + 1; /* then it has expired */
		return pause < WAIT_PAUSE_S    ? WAIT_PAUSE_S
		    : pause > WAIT_PAUSE_S_MAX ? WAIT_PAUSE_S_MAX
					       : pause;
	}
	for (unsigned i = 1; i < nlooks && pause < WAIT_ZONES_PAUSE_S_MAX; i++)
		pause += pause / 2;
	return pause < WAIT_ZONES_PAUSE_S_MAX ? pause : WAIT_ZONES_PAUSE_S_MAX;
}

int64_t
wait_next_us(
    int64_t now_us, int64_t until_us, uint32_t pause_s, unsigned char random)
{
	int64_t pause_us = (int64_t)pause_s * SECOND_US;
	int64_t next_us = now_us + pause_us + pause_us / 10 * random / 255;

	if (now_us >= until_us)
		return 0;
	if (next_us > until_us - (int64_t)WAIT_PAUSE_S * SECOND_US)
		return until_us;
	return next_us;
}
