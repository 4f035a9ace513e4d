/* Waivers and baselines: what is read holds its own rules, what is not has a
 * reason. */
#include <stdio.h>

#include "cli/baseline.h"
#include "cli/waivers.h"

#include "fuzz.h"

enum { TODAY = 20000 };

static void
hold_waivers(struct str text)
{
	struct arena a = { 0 };
	struct str error = { NULL, 0 };
	const struct waivers *waivers = waivers_parse(&a, text, TODAY, &error);

	assert((waivers == NULL) == (error.n > 0));
	for (size_t i = 0; waivers != NULL && i < waivers->n; i++) {
		const struct waiver *w = &waivers->list[i];

		assert(w->code.n > 0 && w->reason.n > 0 && w->until.n == 10);
		assert(w->until_day <= TODAY + WAIVER_DAYS_MAX);
		assert(!w->is_used);
	}
	arena_free(&a);
}

static void
hold_baseline(struct str text)
{
	struct arena a = { 0 };
	struct str error = { NULL, 0 };
	FILE *file = tmpfile();
	const struct baseline *baseline;

	assert(file != NULL);
	assert(fwrite(text.s, 1, text.n, file) == text.n);
	rewind(file);
	baseline = baseline_load(&a, file, &error);
	assert((baseline == NULL) == (error.n > 0));
	for (size_t i = 0; baseline != NULL && i < baseline->n; i++) {
		const struct known *known = &baseline->list[i];

		assert(known->check < CHECK_COUNT);
		assert(known->id < FINDING_COUNT);
		assert(known->severity != SEV_UNKNOWN);
		assert(
		    i == 0 || str_order(known[-1].sender, known->sender) <= 0);
	}
	fclose(file);
	arena_free(&a);
}

FUZZ(accepted)
{
	struct str text = { size == 0 ? "" : (const char *)data, size };

	hold_waivers(text);
	hold_baseline(text);
}
