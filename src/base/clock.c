#include <time.h>

#include "base/clock.h"

int64_t
clock_us(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * SECOND_US + now.tv_nsec / 1000;
}

struct str
clock_rfc3339(struct arena *a)
{
	time_t now = time(NULL);
	struct tm tm;
	char text[sizeof("2026-11-21T23:22:08Z")];

	gmtime_r(&now, &tm);
	strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &tm);
	return arena_str(a, str_of(text));
}
