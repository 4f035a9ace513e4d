#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "check/accepted.h"
#include "cli/frame.h"
#include "cli/lines.h"
#include "cli/quit.h"
#include "cli/senders.h"
#include "cli/worker.h"

enum {
	TURN_US = 20000,           /* how long nobody looks for lines */
	WRITE_OCTETS = 128 * 1024, /* of frames: then they are handed on */
};

struct worker {
	const struct settings *settings;
	struct senders senders;
	struct batch_reports *reports;
	struct lines lines;
	bool lines_are_over;
	int frames_fd;
	struct buf frames; /* not yet written */
};

void
worker_line(struct buf *out, const struct batch_place *place, struct str line)
{
	buf_printf(out, "%llu %llu %d ", (unsigned long long)place->ticket,
	    (unsigned long long)place->line, place->is_again);
	buf_str(out, line);
	buf_byte(out, '\n');
}

static bool
read_number(struct str *line, uint64_t *out)
{
	struct str word;

	*out = 0;
	if (!str_cut(line, ' ', &word) || word.n == 0)
		return false;
	for (size_t i = 0; i < word.n; i++)
		*out = *out * 10 + (uint64_t)(word.s[i] - '0');
	return true;
}

static bool
read_place(struct str *line, struct batch_place *out)
{
	uint64_t is_again;

	if (!read_number(line, &out->ticket) ||
	    !read_number(line, &out->line) || !read_number(line, &is_again))
		return false;
	out->is_again = is_again != 0;
	return true;
}

/* Waits until they are taken; without a reader there is nobody to work for. */
static void
write_frames(struct worker *w)
{
	struct str left = buf_view(&w->frames);

	while (left.n > 0) {
		ssize_t n = write(w->frames_fd, left.s, left.n);

		if (n < 0 && errno != EINTR)
			_exit(QUIT_ERROR);
		left = str_from(left, n > 0 ? (size_t)n : 0);
	}
	buf_reset(&w->frames, 2 * WRITE_OCTETS);
}

static void
put_frame(struct worker *w, struct frame frame, const void *text, size_t n)
{
	if (n > FRAME_MAX)
		_exit(QUIT_ERROR);
	frame.n = (uint32_t)n;
	frame_put(&w->frames, frame, text);
	if (w->frames.n >= WRITE_OCTETS)
		write_frames(w);
}

static void
send_part(void *owner, size_t report, uint64_t ticket, struct buf *text)
{
	put_frame(owner,
	    (struct frame){ .kind = FRAME_PART,
		.report = (uint16_t)report,
		.ticket = ticket },
	    text->s, text->n);
	text->n = 0;
}

static void
send_done(void *owner, const struct sender *sender, const struct report *report)
{
	struct worker *w = owner;
	const struct waivers *waivers = w->settings->policy.waivers;
	struct buf used = { 0 };

	batch_reports_put_sender(
	    w->reports, &sender->place, report, sender->started);
	for (size_t i = 0; waivers != NULL && i < waivers->n; i++)
		buf_byte(&used, waivers->list[i].is_used);
	put_frame(w,
	    (struct frame){ .kind = FRAME_DONE,
		.ticket = sender->place.ticket,
		.quit = (uint16_t)quit_from_report(report, &w->settings->gate),
		.verdict = (uint16_t)report->verdict },
	    used.s, used.n);
	buf_free(&used);
}

/* The lines have been read before: they are senders. */
static void
start_line(struct worker *w, struct str line)
{
	struct sender *sender = senders_next(&w->senders);
	struct batch_place place;
	struct str error;

	if (!read_place(&line, &place) ||
	    sender_read(sender, w->senders.sources, line, &error) !=
		BATCH_LINE_SENDER)
		_exit(QUIT_ERROR);
	sender->place = place;
	senders_start(&w->senders, sender);
}

static void
fill(struct worker *w)
{
	size_t most = senders_burst(&w->senders);
	struct str line;

	while (most-- > 0 && senders_have_room(&w->senders) &&
	    !w->lines_are_over) {
		bool is_idle = w->senders.batch.nrunning == 0;

		if (is_idle)
			write_frames(w);
		switch (lines_next(&w->lines, is_idle, &line)) {
		case LINES_LINE:
			start_line(w, line);
			break;
		case LINES_LATER:
			return;
		case LINES_ERROR:
		case LINES_END:
			w->lines_are_over = true;
			break;
		}
	}
}

static void
send_tally(struct worker *w)
{
	struct client_tally tally = sources_tally(w->senders.sources);

	put_frame(
	    w, (struct frame){ .kind = FRAME_TALLY }, &tally, sizeof(tally));
	write_frames(w);
}

_Noreturn void
worker_run(int lines, int frames, const struct settings *settings,
    struct sources *sources, struct batch_reports *reports)
{
	struct worker *w = mem_new(1, sizeof(*w));

	/* A signal is the batch's to heed, which then ends its workers. */
	signal(SIGHUP, SIG_IGN);
	signal(SIGINT, SIG_IGN);
	signal(SIGTERM, SIG_DFL);
	w->settings = settings;
	w->reports = reports;
	w->frames_fd = frames;
	reports->send = send_part;
	reports->owner = w;
	lines_begin(&w->lines, lines, WORKER_LINE_MAX);
	senders_begin(&w->senders, settings, sources);
	w->senders.done = send_done;
	w->senders.owner = w;
	while (!w->lines_are_over || w->senders.batch.nrunning > 0) {
		fill(w);
		senders_turn(&w->senders, clock_us() + TURN_US);
	}
	send_tally(w);
	_exit(QUIT_PASSED);
}
