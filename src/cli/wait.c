#include <assert.h>
#include <errno.h>
#include <time.h>

#include "base/clock.h"
#include "base/random.h"
#include "cli/quit.h"
#include "cli/wait.h"
#include "cli/wait_pause.h"
#include "cli/wait_show.h"

/* Who is asked. */
struct whom {
	struct settings settings;
	const char *name;
};

struct waiting {
	struct look *look;
	struct wait_show show;
	int64_t until_us;
	unsigned nlooks; /* at the same servers */
};

static void
open_again(
    struct waiting *w, const struct whom *whom, const struct request *req)
{
	struct arena a = { 0 };
	struct str error;
	bool is_open = look_open(w->look, &a, &whom->settings, req, &error);

	/* It was open before, and reads no file that could have changed. */
	assert(is_open);
	arena_free(&a);
}

/* For how long the first cached answer that shows the old state is kept. */
static uint32_t
kept_s(const struct report *report, const struct gate *gate)
{
	uint32_t least = 0;

	for (size_t i = 0; i < report->nresults; i++) {
		const struct result *r = &report->results[i];

		if (!gate_stops(gate, r))
			continue;
		for (const struct finding *f = r->findings; f != NULL;
		     f = f->next)
			if (finding_counts(f) && f->cached_s > 0 &&
			    (least == 0 || f->cached_s < least))
				least = f->cached_s;
	}
	return least;
}

static void
sleep_us(int64_t us)
{
	struct timespec left = {
		.tv_sec = (time_t)(us / SECOND_US),
		.tv_nsec = (long)(us % SECOND_US) * 1000,
	};

	while (nanosleep(&left, &left) != 0 && errno == EINTR)
		continue;
}

/* Until then, by a second at a time: the line that is shown counts down. */
static void
sleep_until(const struct waiting *w, int64_t at_us)
{
	int64_t left_us;

	while ((left_us = at_us - clock_us()) > 0) {
		wait_show_left(&w->show,
		    (uint32_t)((left_us + SECOND_US - 1) / SECOND_US));
		sleep_us(left_us < SECOND_US ? left_us : SECOND_US);
	}
}

/* Looks again and again; true once it passes, false when the time is over or
 * there is no use in going on. */
static bool
look_until(
    struct waiting *w, const struct whom *whom, const struct request *req)
{
	const struct settings *settings = &whom->settings;
	struct look *look = w->look;
	unsigned char random;
	uint32_t kept, pause;
	int64_t next_us;

	for (w->nlooks = 1;; w->nlooks++) {
		look_judge(look, settings);
		if (quit_from_report(&look->report, &settings->gate) ==
		    QUIT_PASSED)
			return true;
		if (settings->authoritative &&
		    sources_are_walled(&look->sources))
			return false;
		kept = settings->authoritative
		    ? 0
		    : kept_s(&look->report, &settings->gate);
		wait_show_look(
		    &w->show, whom->name, &look->report, &settings->gate, kept);
		pause = wait_pause(kept, w->nlooks);
		random_fill(&random, sizeof(random));
		next_us = wait_next_us(clock_us(), w->until_us, pause, random);
		if (next_us == 0)
			return false;
		sleep_until(w, next_us);
		look_close(look);
		open_again(w, whom, req);
	}
}

void
wait_for(struct look *look, const struct settings *settings,
    const struct request *req)
{
	bool with_zones = settings->nservers == 0 || settings->authoritative;
	struct whom zones = { *settings, "the zones' own servers" };
	struct whom resolvers = { *settings, "the resolvers" };
	struct waiting w = { .look = look };
	bool is_right = true;

	zones.settings.authoritative = true;
	w.until_us = clock_us() + (int64_t)settings->wait_s * SECOND_US;
	wait_show_begin(&w.show);
	if (with_zones) {
		look_close(look);
		open_again(&w, &zones, req);
		is_right = look_until(&w, &zones, req) ||
		    sources_are_walled(&look->sources);
	}
	if (is_right && !settings->authoritative) {
		if (with_zones) {
			look_close(look);
			open_again(&w, &resolvers, req);
		}
		look_until(&w, &resolvers, req);
	}
	wait_show_end(&w.show);
}
