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
#include "cli/confined.h"
#include "cli/interrupt.h"
#include "cli/jobs.h"
#include "cli/lines.h"
#include "cli/progress.h"
#include "cli/quit.h"
#include "cli/senders.h"

enum { TURN_MS = 100 }; /* how long nobody looks at input and signals */

struct batch_command {
	struct settings settings;
	struct sources sources;
	struct senders senders; /* without --jobs; with it: */
	struct jobs *jobs;
	struct sender read; /* that is to be given to one of them */
	const char *input;  /* its file; NULL: standard input */
	struct lines lines;
	bool input_is_over;
	int broken; /* errno of the input; 0: it is not */
	int lost;   /* errno of a process that cannot be started */
	struct batch_reports reports;
	struct progress progress;
	enum quit quit;
};

/* Octets of reports that wait count as those of answers do. */
static void
weigh_reports(struct batch_command *b)
{
	b->senders.batch.burden = batch_reports_octets(&b->reports);
}

/* Writes what is in order. */
static void
write_out(struct batch_command *b)
{
	batch_reports_write(&b->reports);
	weigh_reports(b);
}

static void
count_sender(void *owner, enum quit quit, enum status verdict)
{
	struct batch_command *b = owner;

	b->quit = quit_worse(b->quit, quit);
	b->progress.done++;
	b->progress.verdicts[verdict]++;
}

static void
write_sender(
    void *owner, const struct sender *sender, const struct report *report)
{
	struct batch_command *b = owner;

	batch_reports_put_sender(
	    &b->reports, &sender->place, report, sender->started);
	weigh_reports(b);
	count_sender(
	    b, quit_from_report(report, &b->settings.gate), report->verdict);
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
	weigh_reports(b);
	b->quit = quit_worse(b->quit, QUIT_USAGE);
	b->progress.bad++;
}

static void
start_line(struct batch_command *b, struct str line)
{
	struct sender *sender =
	    b->jobs != NULL ? &b->read : senders_next(&b->senders);
	struct str error;

	switch (sender_read(sender, &b->sources, line, &error)) {
	case BATCH_LINE_EMPTY:
		return;
	case BATCH_LINE_BAD:
		put_bad_line(b, error);
		return;
	case BATCH_LINE_SENDER:
		break;
	}
	sender->place = batch_reports_take(
	    &b->reports, b->lines.number, sender_name(sender));
	if (b->jobs != NULL)
		jobs_give(b->jobs, &sender->place, line);
	else
		senders_start(&b->senders, sender);
}

static size_t
running(const struct batch_command *b)
{
	return b->jobs != NULL ? jobs_open(b->jobs) : b->senders.batch.nrunning;
}

static bool
has_room(const struct batch_command *b)
{
	return running(b) == 0 ||
	    (!batch_reports_are_full(&b->reports) &&
		(b->jobs != NULL ? jobs_have_room(b->jobs)
				 : senders_have_room(&b->senders)));
}

/* How many may be started before turn() is to see what they ask. */
static size_t
burst(const struct batch_command *b)
{
	return b->jobs != NULL ? SIZE_MAX : senders_burst(&b->senders);
}

/* Waits until something can go on, but not for long. */
static void
turn(struct batch_command *b)
{
	bool wants_input = !b->input_is_over && has_room(b);

	if (b->jobs == NULL)
		senders_turn(&b->senders, clock_us() + TURN_MS * 1000);
	else if (running(b) > 0 &&
	    !jobs_turn(b->jobs, wants_input ? b->lines.fd : -1, TURN_MS))
		b->lost = errno;
}

/* Starts senders while there is room and input. */
static void
fill(struct batch_command *b)
{
	size_t most = burst(b);
	struct str line;

	for (size_t started = running(b); has_room(b) &&
	     running(b) - started < most && !b->input_is_over &&
	     interrupt_caught() == 0;) {
		switch (lines_next(&b->lines, running(b) == 0, &line)) {
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
		if (running(b) == 0 && batch_reports_are_ready(&b->reports))
			return;
	}
}

/* Until all is judged, the output breaks or a signal comes. */
static void
judge_all(struct batch_command *b)
{
	while (
	    interrupt_caught() == 0 && !b->reports.is_broken && b->lost == 0) {
		fill(b);
		turn(b);
		write_out(b);
		b->progress.octets = b->lines.octets;
		b->progress.running = running(b);
		progress_show(&b->progress);
		if (b->input_is_over && running(b) == 0)
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

/* Where the resolver could not keep up, a limit below that loses nothing. */
static void
say_losses(struct arena *a, struct client_tally tally)
{
	if (tally.rate == 0 || tally.unanswered + tally.resent == 0)
		return;
	complain(a, QUIT_PASSED,
	    "%zu lookups were lost, and %zu had to be sent again: the resolver "
	    "keeps up with about --rate %u",
	    tally.unanswered, tally.resent, tally.rate);
}

/* False, and errno. */
static bool
begin(struct batch_command *b)
{
	if (b->settings.jobs > 1) {
		b->jobs = jobs_start(b->settings.jobs, &b->settings,
		    &b->sources, &b->reports, count_sender, b);
		return b->jobs != NULL;
	}
	senders_begin(&b->senders, &b->settings, &b->sources);
	b->senders.done = write_sender;
	b->senders.owner = b;
	return true;
}

/* What the network lost. */
static struct client_tally
end(struct batch_command *b)
{
	struct client_tally tally = { 0 };

	if (b->jobs != NULL)
		tally = jobs_end(b->jobs);
	else if (b->settings.jobs == 1)
		tally = sources_tally(&b->sources);
	b->jobs = NULL;
	return tally;
}

static enum quit
run_batch(struct arena *a, struct batch_command *b)
{
	struct client_tally tally;
	bool is_interrupted;

	if (!begin(b))
		b->lost = errno;
	judge_all(b);
	is_interrupted = interrupt_caught() != 0;
	tally = end(b);
	progress_end(&b->progress);
	say_losses(a, tally);
	if (!b->reports.is_broken &&
	    (is_interrupted || b->broken != 0 || b->lost != 0))
		batch_reports_abandon(&b->reports);
	if (!b->reports.is_broken && is_interrupted) {
		batch_reports_interrupted(a, &b->reports);
		interrupt_die();
	}
	if (!b->reports.is_broken && b->broken != 0)
		return complain(a, QUIT_USAGE,
		    "cannot read the input beyond line %llu: %s",
		    (unsigned long long)b->lines.number, strerror(b->broken));
	if (!b->reports.is_broken && b->lost != 0)
		return complain(a, QUIT_ERROR, "cannot go on with --jobs: %s",
		    strerror(b->lost));
	if (!b->reports.is_broken)
		tell_unused(a, b->settings.policy.waivers);
	if (!b->reports.is_broken &&
	    sources_write_recording(&b->sources, a) != QUIT_PASSED)
		b->quit = QUIT_ERROR;
	return quit_worse(b->quit, batch_reports_end(a, &b->reports));
}

static void
free_batch(struct batch_command *b)
{
	senders_stop(&b->senders);
	sources_close(&b->sources);
	senders_free(&b->senders);
	arena_free(&b->read.a);
	batch_reports_free(&b->reports);
	lines_end(&b->lines);
	free(b);
}

/* What is asked for, read before the process confines itself. */
static enum quit
open_batch(struct arena *a, const struct args *args, struct batch_command *b)
{
	struct str error;

	if (!settings_read(a, args, &b->settings, &error) ||
	    !open_input(a, args, b, &error) ||
	    !sources_open(a, &b->settings, true, &b->sources, &error))
		return complain(a, QUIT_USAGE, "%.*s", PSTR(error));
	b->settings.policy.plan = b->sources.plan;
	if (b->settings.policy.waivers != NULL)
		b->settings.policy.waivers->many = true;
	if (batch_reports_init(&b->reports, &b->settings, b->input))
		return QUIT_PASSED;
	return complain(
	    a, QUIT_ERROR, "cannot make a temporary file: %s", strerror(errno));
}

enum quit
cmd_batch(struct arena *a, const struct args *args)
{
	struct batch_command *b = mem_new(1, sizeof(*b));
	enum quit quit = open_batch(a, args, b);

	if (quit != QUIT_PASSED) {
		free(b);
		return quit;
	}
	confined_begin(a, &b->settings, 0);
	interrupt_catch();
	quit = batch_reports_begin(a, &b->reports);
	if (quit == QUIT_PASSED)
		quit = run_batch(a, b);
	free_batch(b);
	return quit;
}
