#include "cli/look.h"
#include "base/clock.h"
#include "facts/usual_selectors.h"
#include "fix/advise.h"
#include "talk/sts_fetch.h"

/* The message outlives what it was made in. */
static bool
fail(struct look *look, struct arena *a, struct str *error)
{
	*error = arena_str(a, *error);
	arena_free(&look->a);
	return false;
}

bool
look_open(struct look *look, struct arena *a, const struct settings *settings,
    const struct request *req, struct str *error)
{
	*look = (struct look){ .policy = settings->policy, .req = *req };
	look->started = clock_rfc3339(&look->a);
	if (!sources_open(&look->a, settings, false, &look->sources, error))
		return fail(look, a, error);
	if (!sources_cover(&look->sources, &look->a, req, error)) {
		sources_close(&look->sources);
		return fail(look, a, error);
	}
	look->policy.plan = look->sources.plan;
	look->goal = check_goal(&look->policy);
	sources_subjects(&look->sources, &look->a, req);
	store_init(&look->store);
	run_begin(&look->run, &look->store, &look->req, &look->goal.goal);
	return true;
}

static struct judge_world
world_of(struct look *look)
{
	return (struct judge_world){
		.store = &look->store,
		.lookup = &look->run.facts.lookup,
		.sources = look->sources.first,
		.zones = sources_zones(&look->sources),
		.published = look->sources.published,
		.published_sources = look->sources.below,
		.until_us = look->until_us,
		.policy = &look->policy,
	};
}

/* The keys at the usual selectors, as if these had been given. */
static void
find_selectors(struct look *look)
{
	int64_t started_us = look->run.started_us;

	run_end(&look->run);
	look->req.selectors =
	    usual_selectors_find(&look->a, &look->store, look->sources.first,
		&look->req, look->until_us, &look->req.nselectors);
	look->req.nsought = usual_selectors();
	run_begin(&look->run, &look->store, &look->req, &look->goal.goal);
	look->run.started_us = started_us;
}

/* With --fetch a third of the time is for that. */
static int64_t
until_of_lookups(const struct look *look, const struct settings *settings)
{
	return look->policy.fetch
	    ? look->until_us - (int64_t)settings->timeout_s * SECOND_US / 3
	    : look->until_us;
}

/* The policy of MTA-STS from its host, or as it was recorded. */
static void
fetch_policy(struct look *look)
{
	static const struct fetched unrecorded = { .end = FETCHED_UNRECORDED };
	struct sources *sources = &look->sources;
	struct facts *facts = &look->run.facts;
	const struct fetched *known;
	struct fetched *out;
	struct name host;

	look->req.fetched = NULL;
	if (!look->policy.fetch || look->run.is_given_up ||
	    !judge_includes(&look->req, &look->policy, CHECK_MTA_STS) ||
	    !sts_fetch_host(&look->a, facts, &host))
		return;
	out = arena_new(&look->a, struct fetched);
	if (sources->replayed != NULL) {
		known = recording_fetched(sources->replayed, host);
		*out = known != NULL ? *known : unrecorded;
	} else {
		*out = sts_fetch(&look->a, facts, host, look->until_us);
	}
	if (sources->recording != NULL)
		recording_put_fetched(sources->recording, host, out);
	look->req.fetched = out;
}

void
look_judge(struct look *look, const struct settings *settings)
{
	struct judge_world world;

	look->until_us =
	    look->run.started_us + (int64_t)settings->timeout_s * SECOND_US;
	if (settings->find_selectors && look->req.nselectors == 0)
		find_selectors(look);
	run_to_end(
	    &look->run, look->sources.first, until_of_lookups(look, settings));
	fetch_policy(look);
	sources_note_late(&look->sources, &look->run);
	world = world_of(look);
	judge_choices(&look->choices, &look->run, &world, &look->report);
	look->report.zones = settings->nzones > 0 ? look->sources.zones : NULL;
}

void
look_advise(struct look *look)
{
	struct judge_world world = world_of(look);

	advise(&world, &look->report);
}

void
look_close(struct look *look)
{
	choices_free(&look->choices);
	run_end(&look->run);
	run_free(&look->run);
	sources_close(&look->sources);
	store_free(&look->store);
	arena_free(&look->a);
}
