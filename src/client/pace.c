#include "client/pace.h"

enum {
	SECOND_NS = 1000000000,
	US_NS = 1000,
	TOGETHER = 32 /* this part of a second's sends may go together */
};

/* In a second there are those that go together, and those that become due in
 * the meantime: with the first of them that makes no more than what is asked
 * for. */
struct pace
pace_of(uint32_t sends_a_second)
{
	int64_t together = sends_a_second / TOGETHER;
	int64_t spread = sends_a_second - together;
	struct pace pace = { 0 };

	if (sends_a_second == 0)
		return pace;
	pace.every_ns = (SECOND_NS + spread - 1) / spread;
	pace.early_ns = together * pace.every_ns;
	return pace;
}

void
pace_change(struct pace *pace, uint32_t sends_a_second)
{
	int64_t next_ns = pace->next_ns;

	*pace = pace_of(sends_a_second);
	if (sends_a_second > 0)
		pace->next_ns = next_ns;
}

int64_t
pace_turn_us(const struct pace *pace)
{
	int64_t turn_ns = pace->next_ns - pace->early_ns;

	return turn_ns > 0 ? (turn_ns + US_NS - 1) / US_NS : 0;
}

void
pace_sent(struct pace *pace, int64_t now_us)
{
	if (pace->next_ns < now_us * US_NS)
		pace->next_ns = now_us * US_NS;
	pace->next_ns += pace->every_ns;
}
