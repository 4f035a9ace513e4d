#include "cli/senders.h"
#include "base/clock.h"
#include "check/accepted.h"
#include "check/choices.h"
#include "cli/interrupt.h"
#include "fix/advise.h"

enum {
	STARTS_MAX = 32,  /* in one turn: then see what they take */
	QUERIES = 20,     /* of a sender, about */
	QUERIES_FIRST = 6 /* of them, before it has an answer */
};

enum batch_line
sender_read(struct sender *sender, const struct sources *sources,
    struct str line, struct str *error)
{
	struct request_text text;
	struct request_error err;
	enum batch_line kind;

	arena_reset(&sender->a);
	line = arena_str(&sender->a, line);
	kind = batch_line_parse(&sender->a, line, &text, error);
	if (kind != BATCH_LINE_SENDER)
		return kind;
	if (!request_build(&sender->a, &text, &sender->req, &err)) {
		*error = request_error_text(&sender->a, &err);
		return BATCH_LINE_BAD;
	}
	if (!sources_cover(sources, &sender->a, &sender->req, error))
		return BATCH_LINE_BAD;
	return BATCH_LINE_SENDER;
}

struct str
sender_name(struct sender *sender)
{
	return baseline_sender(&sender->a,
	    name_text(&sender->a, sender->req.domain), sender->req.label);
}

/* What is judged again and still has to ask keeps the others waiting, and not
 * for long: nearly always it has nothing to ask. */
static struct judge_world
world_of(const struct senders *s, const struct job *job)
{
	enum { AGAIN_US = 1000000 };
	int64_t until_us = clock_us() + AGAIN_US;
	int64_t deadline_us = run_deadline(&job->run);

	return (struct judge_world){
		.store = s->batch.store,
		.lookup = &job->run.facts.lookup,
		.sources = s->sources->first,
		.zones = sources_zones(s->sources),
		.published = s->sources->published,
		.published_sources = s->sources->below,
		.until_us = deadline_us < until_us ? deadline_us : until_us,
		.policy = &s->settings->policy,
	};
}

static void
sender_done(struct batch *batch, struct job *job)
{
	struct senders *s = batch->owner;
	struct sender *sender = job->owner;
	struct judge_world world = world_of(s, job);
	struct choices choices;
	struct report report;

	sources_note_late(s->sources, &job->run);
	judge_choices(&choices, &job->run, &world, &report);
	report.zones = s->settings->nzones > 0 ? s->sources->zones : NULL;
	if (interrupt_caught() == 0) { /* else it may be cut short */
		advise(&world, &report);
		s->done(s->owner, sender, &report);
	}
	choices_free(&choices);
	run_end(&job->run);
	if (interrupt_caught() != 0)
		return;
	sender->next = s->idle;
	s->idle = sender;
}

/* With --rate so many that each has had its turns in half of its time. */
size_t
senders_window(const struct settings *settings)
{
	size_t most = SENDERS_WINDOW / settings->jobs;
	uint64_t n =
	    (uint64_t)settings->rate * settings->timeout_s / (QUERIES * 2);

	if (settings->rate == 0 || n > most)
		return most;
	return n > 0 ? (size_t)n : 1;
}

void
senders_begin(
    struct senders *s, const struct settings *settings, struct sources *sources)
{
	size_t n = senders_window(settings);

	s->settings = settings;
	s->sources = sources;
	store_init(&s->store);
	for (size_t i = 0; i < n; i++) {
		s->list[i].next = s->idle;
		s->idle = &s->list[i];
	}
	s->goal = check_goal(&settings->policy);
	s->batch = (struct batch){
		.store = &s->store,
		.sources = sources->first,
		.goal = &s->goal.goal,
		.timeout_us = (int64_t)settings->timeout_s * SECOND_US,
		.done = sender_done,
		.owner = s,
		.processes = settings->jobs,
	};
}

void
senders_stop(struct senders *s)
{
	batch_stop(&s->batch);
}

void
senders_free(struct senders *s)
{
	store_free(&s->store);
	for (size_t i = 0; i < SENDERS_WINDOW; i++) {
		arena_free(&s->list[i].a);
		run_free(&s->list[i].job.run);
	}
}

bool
senders_have_room(const struct senders *s)
{
	if (s->batch.nrunning == 0)
		return true;
	return s->idle != NULL && batch_has_room(&s->batch) &&
	    !sources_are_behind(s->sources);
}

/* One with --rate, else as many as there is room for what each asks at first.
 */
size_t
senders_burst(const struct senders *s)
{
	size_t n = sources_room(s->sources) / QUERIES_FIRST;

	if (s->settings->rate > 0 || n == 0)
		return 1;
	return n < STARTS_MAX ? n : STARTS_MAX;
}

struct sender *
senders_next(struct senders *s)
{
	return s->idle;
}

void
senders_start(struct senders *s, struct sender *sender)
{
	s->idle = sender->next;
	sender->job.owner = sender;
	sender->started =
	    s->settings->timeless ? S("") : clock_rfc3339(&sender->a);
	batch_start(&s->batch, &sender->job, &sender->req);
}

void
senders_turn(struct senders *s, int64_t until_us)
{
	if (s->batch.nrunning > 0)
		batch_turn(&s->batch, until_us);
}
