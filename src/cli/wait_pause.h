/* wait_pause.h - when the next look of --wait is due. */
#ifndef WAIT_PAUSE_H
#define WAIT_PAUSE_H

#include <stdint.h>

enum {
	WAIT_PAUSE_S = 10,      /* the least between two looks */
	WAIT_PAUSE_S_MAX = 300, /* and the most */
	/* Zones' own servers have no cache to wait for: they are asked less and
	 * less often, until it is as seldom as this. */
	WAIT_ZONES_PAUSE_S_MAX = 60,
};

/* Seconds from the end of a look to the next.  kept_s: for how long the first
 * cached answer that shows the old state stays cached, or 0: there is none;
 * nlooks: how many there were. */
uint32_t wait_pause(uint32_t kept_s, unsigned nlooks);

/* The time of the next look on the clock of now_us.  It is up to a tenth of
 * the pause later, by a random octet, so that not all ask at once; at the
 * deadline where little would be left after it.  0: the deadline is over. */
int64_t wait_next_us(
    int64_t now_us, int64_t until_us, uint32_t pause_s, unsigned char random);

#endif
