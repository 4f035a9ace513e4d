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
#include "check/batch.h"
#include "cli/batch_line.h"
#include "cli/interrupt.h"
#include "cli/lines.h"
#include "cli/output.h"
#include "cli/progress.h"
#include "cli/quit.h"
#include "cli/reorder.h"
#include "cli/settings.h"
#include "cli/sources.h"
#include "report/batch_error.h"
#include "report/line.h"

enum {
	WINDOW = 256,     /* senders under way */
	STARTS_MAX = 32,  /* of them in one turn: then see what they take */
	TURN_US = 100000, /* how long nobody looks at input and signals */
	QUERIES = 20,     /* of a sender, about */
};

/* One line of input that is being judged. */
struct sender {
	struct job job;
	struct arena a; /* its request */
	struct request req;
	struct str started;
	uint64_t ticket; /* of its place in the output */
	struct sender *next;
};

struct batch_command {
	struct settings settings;
	struct format_choice choice;
	struct target target;
	struct batch batch;
	const struct sources *sources;
	struct store store;
	struct lines lines;
	bool input_is_over;
	int broken;     /* errno of the input; 0: it is not */
	int unwritable; /* errno of the output; 0: it is written */
	struct sender senders[WINDOW];
	struct sender *idle;
	struct reorder out;
	struct output to;
	struct buf text; /* of the report being written */
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

static void
write_report(struct batch_command *b, const struct report *report)
{
	if (b->target.format == FORMAT_TEXT)
		report_line(&b->text, report);
	else
		format_info[b->target.format].write(
		    &b->text, report, &b->choice);
}

/* Writes what is in order. */
static void
write_out(struct batch_command *b)
{
	for (struct str text; (text = reorder_ready(&b->out)).n > 0;) {
		if (b->unwritable == 0 && !output_put(&b->to, text))
			b->unwritable = errno;
		reorder_written(&b->out);
	}
	b->batch.burden = b->out.octets;
}

/* Puts the text in its place; one that is large is not left there for long. */
static void
put_text(struct batch_command *b, uint64_t ticket)
{
	bool is_large = b->text.n > REORDER_READY_MAX;

	reorder_put(&b->out, ticket, &b->text);
	b->batch.burden = b->out.octets;
	if (is_large)
		write_out(b);
}

static void
sender_done(struct batch *batch, struct job *job)
{
	struct batch_command *b = batch->owner;
	struct sender *sender = job->owner;
	struct report report;

	run_report(&job->run, &report);
	b->choice.started = sender->started;
	write_report(b, &report);
	put_text(b, sender->ticket);
	b->quit =
	    worse(b->quit, quit_from_report(&report, b->settings.fail_on));
	b->progress.done++;
	b->progress.verdicts[report.verdict]++;
	run_end(&job->run);
	sender->next = b->idle;
	b->idle = sender;
}

static void
put_bad_line(struct batch_command *b, struct str error)
{
	report_batch_error(&b->text, b->target.format, b->lines.number, error);
	put_text(b, reorder_take(&b->out, b->lines.number));
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
	*error = arena_printf(&sender->a, "%s '%.*s': %.*s",
	    request_part_text(err.part), PSTR(escape(&sender->a, err.value)),
	    PSTR(err.reason));
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
	if (!build_sender(sender, &text, &error)) {
		put_bad_line(b, error);
		return;
	}
	b->idle = sender->next;
	sender->job.owner = sender;
	if (!b->choice.timeless)
		sender->started = clock_rfc3339(&sender->a);
	sender->ticket = reorder_take(&b->out, b->lines.number);
	batch_start(&b->batch, &sender->job, &sender->req);
}

static bool
has_room(const struct batch_command *b)
{
	if (b->batch.nrunning == 0)
		return true;
	return b->idle != NULL && !reorder_is_full(&b->out) &&
	    batch_has_room(&b->batch) && !sources_are_behind(b->sources);
}

/* Starts senders while there is room and input.  With --rate, what one asks
 * is seen before the next. */
static void
fill(struct batch_command *b)
{
	size_t most = b->settings.rate > 0 ? 1 : STARTS_MAX;
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
		if (b->batch.nrunning == 0 && reorder_ready(&b->out).n > 0)
			return;
	}
}

/* Until all is judged, the output breaks or a signal comes. */
static void
judge_all(struct batch_command *b)
{
	while (interrupt_caught() == 0 && b->unwritable == 0) {
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
choose_format(struct batch_command *b, struct str *error)
{
	b->target = (struct target){ FORMAT_JSON, NULL };
	if (b->settings.ntargets > 1) {
		*error = S("--format: batch writes one report only");
		return false;
	}
	if (b->settings.ntargets > 0)
		b->target = b->settings.targets[0];
	b->choice = (struct format_choice){
		.compact = true,
		.timeless = b->settings.offline,
	};
	return true;
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
	if (args->noperands == 1 && !str_eq(args->operands[0], S("-")))
		fd = open(args->operands[0].s, O_RDONLY);
	if (fd < 0) {
		*error = arena_printf(a, "cannot read '%.*s': %s",
		    PSTR(args->operands[0]), strerror(errno));
		return false;
	}
	lines_begin(&b->lines, fd, BATCH_LINE_MAX);
	progress_begin(&b->progress,
	    fstat(fd, &st) == 0 && S_ISREG(st.st_mode) ? (uint64_t)st.st_size
						       : 0);
	return true;
}

/* Says how far it came, and dies of the signal. */
static void
die_of_signal(struct arena *a, const struct batch_command *b)
{
	if (b->to.path != NULL)
		complain(a, QUIT_ERROR,
		    "interrupted at line %llu of the input; '%s' is left as "
		    "it was",
		    (unsigned long long)b->out.written, b->to.path);
	else
		complain(a, QUIT_ERROR,
		    "interrupted; the output is complete up to line %llu of "
		    "the input",
		    (unsigned long long)b->out.written);
	interrupt_die();
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

static enum quit
run_batch(
    struct arena *a, struct batch_command *b, const struct sources *sources)
{
	size_t n = window(&b->settings);
	bool is_interrupted;

	store_init(&b->store);
	b->sources = sources;
	for (size_t i = 0; i < n; i++) {
		b->senders[i].next = b->idle;
		b->idle = &b->senders[i];
	}
	b->batch = (struct batch){
		.store = &b->store,
		.sources = sources->first,
		.policy = &b->settings.policy,
		.timeout_us = (int64_t)b->settings.timeout_s * 1000000,
		.done = sender_done,
		.owner = b,
	};
	judge_all(b);
	is_interrupted = interrupt_caught() != 0;
	progress_end(&b->progress);
	if (b->unwritable != 0) {
		errno = b->unwritable;
		return output_fail(a, &b->to);
	}
	if (is_interrupted || b->broken != 0)
		output_abandon(&b->to);
	if (is_interrupted)
		die_of_signal(a, b);
	if (b->broken != 0)
		return complain(a, QUIT_USAGE,
		    "cannot read the input beyond line %llu: %s",
		    (unsigned long long)b->lines.number, strerror(b->broken));
	return output_end(&b->to) ? b->quit : output_fail(a, &b->to);
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
	reorder_free(&b->out);
	buf_free(&b->text);
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
	    !choose_format(b, &error) || !open_input(a, args, b, &error) ||
	    !sources_open(a, &b->settings, true, &sources, &error)) {
		free(b);
		return complain(a, QUIT_USAGE, "%.*s", PSTR(error));
	}
	output_confine(a, &b->settings);
	interrupt_catch();
	if (output_begin(a, b->target.path, &b->to)) {
		quit = run_batch(a, b, &sources);
	} else {
		if (interrupt_caught() != 0)
			interrupt_die();
		quit = output_fail(a, &b->to);
	}
	free_batch(b, &sources);
	return quit;
}
