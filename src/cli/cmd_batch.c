/*
 * cmd_batch.c - judge the senders of a file, one a line: a filter with a
 * window of senders under way, and its output in the order of its input.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/escape.h"
#include "check/accepted.h"
#include "check/choices.h"
#include "cli/batch_line.h"
#include "cli/batch_reports.h"
#include "cli/interrupt.h"
#include "cli/lines.h"
#include "cli/progress.h"
#include "cli/quit.h"
#include "cli/settings.h"
#include "cli/sources.h"
#include "facts/batch.h"
#include "fix/advise.h"

enum {
	WINDOW = 256,     /* senders under way */
	STARTS_MAX = 32,  /* of them in one turn: then see what they take */
	TURN_US = 100000, /* how long nobody looks at input and signals */
	QUERIES = 20,     /* of a sender, about */
	QUERIES_FIRST = 6 /* of them, before it has an answer */
};

/* One line of input that is being judged. */
struct sender {
	struct job job;
	struct arena a; /* its request */
	struct request req;
	struct str started;
	struct batch_place place; /* in the output */
	struct sender *next;
};

struct batch_command {
	struct settings settings;
	struct batch batch;
	struct check_goal goal; /* of each sender */
	const struct sources *sources;
	struct sources *recorded; /* the same, where a recording is made */
	struct store store;
	const char *input; /* its file; NULL: standard input */
	struct lines lines;
	bool input_is_over;
	int broken; /* errno of the input; 0: it is not */
	struct sender senders[WINDOW];
	struct sender *idle;
	struct batch_reports reports;
	struct progress progress;
	enum quit quit;
};

/* The worse of two endings: a bad line, then a failure, then unknown. */
static enum quit
worse(enum quit x, enum quit y)
{
	static const int weight[] = {
		[QUIT_PASSED] = 0,
		[QUIT_UNKNOWN] = 1,
		[QUIT_FAILED] = 2,
		[QUIT_USAGE] = 3,
		[QUIT_ERROR] = 4,
	};

	return weight[x] > weight[y] ? x : y;
}

/* Writes what is in order. */
static void
write_out(struct batch_command *b)
{
	batch_reports_write(&b->reports);
	b->batch.burden = batch_reports_octets(&b->reports);
}

/* What is judged again and still has to ask keeps the others waiting, and not
 * for long: nearly always it has nothing to ask. */
static struct judge_world
world_of(const struct batch_command *b, const struct job *job)
{
	enum { AGAIN_US = 1000000 };
	int64_t until_us = clock_us() + AGAIN_US;
	int64_t deadline_us = run_deadline(&job->run);

	return (struct judge_world){
		.store = b->batch.store,
		.lookup = &job->run.facts.lookup,
		.sources = b->sources->first,
		.zones = sources_zones(b->sources),
		.published = b->sources->published,
		.published_sources = b->sources->below,
		.until_us = deadline_us < until_us ? deadline_us : until_us,
		.policy = &b->settings.policy,
	};
}

static void
write_sender(
    struct batch_command *b, struct sender *sender, struct report *report)
{
	batch_reports_put_sender(
	    &b->reports, &sender->place, report, sender->started);
	b->batch.burden = batch_reports_octets(&b->reports);
	b->quit = worse(b->quit, quit_from_report(report, &b->settings.gate));
	b->progress.done++;
	b->progress.verdicts[report->verdict]++;
}

static void
sender_done(struct batch *batch, struct job *job)
{
	struct batch_command *b = batch->owner;
	struct sender *sender = job->owner;
	struct judge_world world = world_of(b, job);
	struct choices choices;
	struct report report;

	sources_note_late(b->recorded, &job->run);
	judge_choices(&choices, &job->run, &world, &report);
	report.zones = b->settings.nzones > 0 ? b->sources->zones : NULL;
	if (interrupt_caught() == 0) { /* else it may be cut short */
		advise(&world, &report);
		write_sender(b, sender, &report);
	}
	choices_free(&choices);
	run_end(&job->run);
	if (interrupt_caught() != 0)
		return;
	sender->next = b->idle;
	b->idle = sender;
}

/* A sender cannot tell: another may be what a waiver is for. */
static void
tell_unused(struct arena *a, const struct waivers *waivers)
{
	for (size_t i = 0; waivers != NULL && i < waivers->n; i++)
		if (!waivers->list[i].is_used)
			complain(a, QUIT_PASSED,
			    "waiver.unused: nothing was found that the waiver "
			    "of %.*s until %.*s is for",
			    PSTR(waivers->list[i].code),
			    PSTR(waivers->list[i].until));
}

static void
put_bad_line(struct batch_command *b, struct str error)
{
	batch_reports_put_bad_line(&b->reports, b->lines.number, error);
	b->batch.burden = batch_reports_octets(&b->reports);
	b->quit = worse(b->quit, QUIT_USAGE);
	b->progress.bad++;
}

static bool
build_sender(
    struct sender *sender, const struct request_text *text, struct str *error)
{
	struct request_error err;

	if (request_build(&sender->a, text, &sender->req, &err))
		return true;
	*error = request_error_text(&sender->a, &err);
	return false;
}

static void
start_line(struct batch_command *b, struct str line)
{
	struct sender *sender = b->idle;
	struct request_text text;
	struct str error;

	arena_reset(&sender->a);
	line = arena_str(&sender->a, line);
	switch (batch_line_parse(&sender->a, line, &text, &error)) {
	case BATCH_LINE_EMPTY:
		return;
	case BATCH_LINE_BAD:
		put_bad_line(b, error);
		return;
	case BATCH_LINE_SENDER:
		break;
	}
	if (!build_sender(sender, &text, &error) ||
	    !sources_cover(b->sources, &sender->a, &sender->req, &error)) {
		put_bad_line(b, error);
		return;
	}
	b->idle = sender->next;
	sender->job.owner = sender;
	if (!b->settings.timeless)
		sender->started = clock_rfc3339(&sender->a);
	sender->place = batch_reports_take(&b->reports, b->lines.number,
	    baseline_sender(&sender->a,
		name_text(&sender->a, sender->req.domain), sender->req.label));
	batch_start(&b->batch, &sender->job, &sender->req);
}

static bool
has_room(const struct batch_command *b)
{
	if (b->batch.nrunning == 0)
		return true;
	return b->idle != NULL && !batch_reports_are_full(&b->reports) &&
	    batch_has_room(&b->batch) && !sources_are_behind(b->sources);
}

/* How many may start before it is seen what they ask: one with --rate, else
 * as many as there is room for what each asks at first. */
static size_t
starts(const struct batch_command *b)
{
	size_t n = sources_room(b->sources) / QUERIES_FIRST;

	if (b->settings.rate > 0 || n == 0)
		return 1;
	return n < STARTS_MAX ? n : STARTS_MAX;
}

/* Starts senders while there is room and input. */
static void
fill(struct batch_command *b)
{
	size_t most = starts(b);
	struct str line;

	for (size_t started = b->batch.nrunning; has_room(b) &&
	     b->batch.nrunning < started + most && !b->input_is_over &&
	     interrupt_caught() == 0;) {
		switch (lines_next(&b->lines, b->batch.nrunning == 0, &line)) {
		case LINES_LINE:
			start_line(b, line);
			break;
		case LINES_LATER:
			return;
		case LINES_ERROR:
			b->broken = errno;
			b->input_is_over = true;
			break;
		case LINES_END:
			b->input_is_over = true;
			break;
		}
		/* Nobody is kept waiting for what is ready. */
		if (b->batch.nrunning == 0 &&
		    batch_reports_are_ready(&b->reports))
			return;
	}
}

/* Until all is judged, the output breaks or a signal comes. */
static void
judge_all(struct batch_command *b)
{
	while (interrupt_caught() == 0 && !b->reports.is_broken) {
		fill(b);
		if (b->batch.nrunning > 0)
			batch_turn(&b->batch, clock_us() + TURN_US);
		write_out(b);
		b->progress.octets = b->lines.octets;
		b->progress.running = b->batch.nrunning;
		progress_show(&b->progress);
		if (b->input_is_over && b->batch.nrunning == 0)
			break;
	}
}

static bool
open_input(struct arena *a, const struct args *args, struct batch_command *b,
    struct str *error)
{
	int fd = STDIN_FILENO;
	struct stat st;

	if (args->noperands > 1) {
		*error = arena_printf(
		    a, "'%.*s': one FILE only", PSTR(args->operands[1]));
		return false;
	}
	if (args->noperands == 1 && !str_eq(args->operands[0], S("-"))) {
		b->input = args->operands[0].s;
		fd = open(b->input, O_RDONLY);
	}
	if (fd < 0) {
		*error = arena_printf(a, "cannot read '%.*s': %s",
		    PSTR(args->operands[0]), strerror(errno));
		return false;
	}
	lines_begin(&b->lines, fd, BATCH_LINE_MAX);
	b->lines.number = b->settings.first_line - 1;
	progress_begin(&b->progress,
	    fstat(fd, &st) == 0 && S_ISREG(st.st_mode) ? (uint64_t)st.st_size
						       : 0);
	return true;
}

/* Senders under way; with --rate so many that each has had its turns in half
 * of its time. */
static size_t
window(const struct settings *settings)
{
	uint64_t n =
	    (uint64_t)settings->rate * settings->timeout_s / (QUERIES * 2);

	if (settings->rate == 0 || n > WINDOW)
		return WINDOW;
	return n > 0 ? (size_t)n : 1;
}

/* Where the resolver could not keep up, a limit below that loses nothing. */
static void
say_losses(struct arena *a, const struct sources *sources)
{
	struct client_tally tally = sources_tally(sources);

	if (tally.rate == 0 || tally.unanswered + tally.resent == 0)
		return;
	complain(a, QUIT_PASSED,
	    "%zu lookups were lost, and %zu had to be sent again: the resolver "
	    "keeps up with about --rate %u",
	    tally.unanswered, tally.resent, tally.rate);
}

static enum quit
run_batch(struct arena *a, struct batch_command *b, struct sources *sources)
{
	size_t n = window(&b->settings);
	bool is_interrupted;

	store_init(&b->store);
	if (b->settings.policy.waivers != NULL)
		b->settings.policy.waivers->many = true;
	b->sources = b->recorded = sources;
	for (size_t i = 0; i < n; i++) {
		b->senders[i].next = b->idle;
		b->idle = &b->senders[i];
	}
	b->settings.policy.plan = sources->plan;
	b->goal = check_goal(&b->settings.policy);
	b->batch = (struct batch){
		.store = &b->store,
		.sources = sources->first,
		.goal = &b->goal.goal,
		.timeout_us = (int64_t)b->settings.timeout_s * 1000000,
		.done = sender_done,
		.owner = b,
	};
	judge_all(b);
	is_interrupted = interrupt_caught() != 0;
	progress_end(&b->progress);
	say_losses(a, sources);
	if (!b->reports.is_broken && (is_interrupted || b->broken != 0))
		batch_reports_abandon(&b->reports);
	if (!b->reports.is_broken && is_interrupted) {
		batch_reports_interrupted(a, &b->reports);
		interrupt_die();
	}
	if (!b->reports.is_broken && b->broken != 0)
		return complain(a, QUIT_USAGE,
		    "cannot read the input beyond line %llu: %s",
		    (unsigned long long)b->lines.number, strerror(b->broken));
	if (!b->reports.is_broken)
		tell_unused(a, b->settings.policy.waivers);
	if (!b->reports.is_broken &&
	    sources_write_recording(sources, a) != QUIT_PASSED)
		b->quit = QUIT_ERROR;
	return worse(b->quit, batch_reports_end(a, &b->reports));
}

static void
free_batch(struct batch_command *b, struct sources *sources)
{
	batch_stop(&b->batch);
	sources_close(sources);
	store_free(&b->store);
	for (size_t i = 0; i < WINDOW; i++) {
		arena_free(&b->senders[i].a);
		run_free(&b->senders[i].job.run);
	}
	batch_reports_free(&b->reports);
	lines_end(&b->lines);
	free(b);
}

enum quit
cmd_batch(struct arena *a, const struct args *args)
{
	struct batch_command *b = mem_new(1, sizeof(*b));
	struct sources sources;
	struct str error;
	enum quit quit;

	if (!settings_read(a, args, &b->settings, &error) ||
	    !open_input(a, args, b, &error) ||
	    !sources_open(a, &b->settings, true, &sources, &error)) {
		free(b);
		return complain(a, QUIT_USAGE, "%.*s", PSTR(error));
	}
	if (!batch_reports_init(&b->reports, &b->settings, b->input)) {
		quit = complain(a, QUIT_ERROR,
		    "cannot make a temporary file: %s", strerror(errno));
		free_batch(b, &sources);
		return quit;
	}
	output_confine(a, &b->settings);
	interrupt_catch();
	quit = batch_reports_begin(a, &b->reports);
	if (quit == QUIT_PASSED)
		quit = run_batch(a, b, &sources);
	free_batch(b, &sources);
	return quit;
}
