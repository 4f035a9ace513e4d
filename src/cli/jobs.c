#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "check/accepted.h"
#include "cli/frame.h"
#include "cli/jobs.h"
#include "cli/process.h"
#include "cli/senders.h"
#include "cli/worker.h"

enum {
	AHEAD = 64, /* senders that wait in the workers' pipes */
	AHEAD_LEAST = 8,
	DEATHS_MAX = 1000, /* of workers: then something else is wrong */
};

/* A sender that was given, until it is judged. */
struct open_sender {
	struct batch_place place;
	struct str line; /* behind the struct */
	struct open_sender *next;
};

struct job_worker {
	struct process process;
	struct open_sender *open; /* in the order in which it got them */
	size_t nopen;
	bool is_alone; /* it judges suspects, one at a time */
};

struct jobs {
	const struct settings *settings;
	struct sources *sources;
	struct batch_reports *reports;
	jobs_done *done;
	void *owner;
	struct job_worker *workers;
	size_t n;
	size_t most;                  /* senders that a worker is given */
	struct open_sender *suspects; /* one of them ended a worker */
	size_t ndeaths;
	struct client_tally tally;
	struct buf text;
};

/* In the new process.  What is the others' is closed, so that they see who is
 * gone. */
static void
become_worker(void *owner, int lines, int frames)
{
	struct jobs *jobs = owner;

	for (size_t i = 0; i < jobs->n; i++)
		process_forget(&jobs->workers[i].process);
	worker_run(lines, frames, jobs->settings, jobs->sources, jobs->reports);
}

static bool
start(struct jobs *jobs, struct job_worker *w)
{
	return process_start(&w->process, become_worker, jobs);
}

struct jobs *
jobs_start(size_t n, const struct settings *settings, struct sources *sources,
    struct batch_reports *reports, jobs_done *done, void *owner)
{
	struct jobs *jobs = mem_new(1, sizeof(*jobs));

	*jobs = (struct jobs){
		.settings = settings,
		.sources = sources,
		.reports = reports,
		.done = done,
		.owner = owner,
		.workers = mem_new(n, sizeof(*jobs->workers)),
		.n = n,
		.most = senders_window(settings) + AHEAD / n + AHEAD_LEAST,
	};
	for (size_t i = 0; i < n; i++)
		process_init(&jobs->workers[i].process);
	for (size_t i = 0; i < n; i++)
		if (!start(jobs, &jobs->workers[i])) {
			int why = errno;

			jobs_end(jobs);
			errno = why;
			return NULL;
		}
	return jobs;
}

static bool
is_for_suspects(const struct jobs *jobs, const struct job_worker *w)
{
	return w->is_alone && (w->nopen > 0 || jobs->suspects != NULL);
}

/* Who has the least to do. */
static struct job_worker *
idlest(const struct jobs *jobs)
{
	struct job_worker *best = NULL;

	for (size_t i = 0; i < jobs->n; i++) {
		struct job_worker *w = &jobs->workers[i];

		if (!is_for_suspects(jobs, w) && w->nopen < jobs->most &&
		    (best == NULL || w->nopen < best->nopen))
			best = w;
	}
	return best;
}

bool
jobs_have_room(const struct jobs *jobs)
{
	return idlest(jobs) != NULL;
}

static void
give(struct job_worker *w, struct open_sender *sender)
{
	struct open_sender **end = &w->open;

	while (*end != NULL)
		end = &(*end)->next;
	*end = sender;
	sender->next = NULL;
	w->nopen++;
	worker_line(&w->process.out, &sender->place, sender->line);
}

void
jobs_give(struct jobs *jobs, const struct batch_place *place, struct str line)
{
	struct open_sender *sender = mem_new(1, sizeof(*sender) + line.n);
	struct job_worker *w = idlest(jobs);
	char *text = (char *)(sender + 1);

	memcpy(text, line.s, line.n);
	sender->place = *place;
	sender->line = (struct str){ text, line.n };
	w->is_alone = false;
	give(w, sender);
}

size_t
jobs_open(const struct jobs *jobs)
{
	size_t n = 0;

	for (size_t i = 0; i < jobs->n; i++)
		n += jobs->workers[i].nopen;
	for (const struct open_sender *s = jobs->suspects; s != NULL;
	     s = s->next)
		n++;
	return n;
}

static struct open_sender *
take_open(struct job_worker *w, uint64_t ticket)
{
	struct open_sender **at = &w->open, *found;

	while (*at != NULL && (*at)->place.ticket != ticket)
		at = &(*at)->next;
	found = *at;
	if (found != NULL) {
		*at = found->next;
		w->nopen--;
	}
	return found;
}

static void
note_used(const struct waivers *waivers, struct str used)
{
	for (size_t i = 0; waivers != NULL && i < waivers->n && i < used.n; i++)
		waivers->list[i].is_used |= used.s[i] != 0;
}

/* The parts of a sender are here, and that it is judged. */
static bool
take_sender(struct jobs *jobs, struct job_worker *w, const struct frame *done,
    const struct str *parts)
{
	struct open_sender *sender = take_open(w, done->ticket);

	if (sender == NULL || done->quit > QUIT_ERROR ||
	    done->verdict > STATUS_FAIL)
		return false;
	free(sender);
	for (size_t i = 0; i < jobs->reports->n; i++) {
		buf_str(&jobs->text, parts[i]);
		batch_reports_put_part(
		    jobs->reports, i, done->ticket, &jobs->text);
	}
	jobs->done(
	    jobs->owner, (enum quit)done->quit, (enum status)done->verdict);
	return true;
}

static void
take_tally(struct jobs *jobs, struct str text)
{
	struct client_tally tally = { 0 };

	if (text.n == sizeof(tally))
		memcpy(&tally, text.s, sizeof(tally));
	jobs->tally.unanswered += tally.unanswered;
	jobs->tally.resent += tally.resent;
	jobs->tally.rate += tally.rate;
}

/* Takes what is whole: a sender's parts wait until it is judged, for else they
 * would be there twice when another worker judges it.  False: the worker went
 * wrong. */
static bool
take_frames(struct jobs *jobs, struct job_worker *w)
{
	struct str *parts = mem_new(jobs->reports->n, sizeof(*parts));
	struct str rest = buf_view(&w->process.in), text;
	size_t whole = 0;
	struct frame frame;
	enum frame_got got;
	bool is_good = true;

	while (is_good &&
	    (got = frame_take(&rest, &frame, &text)) != FRAME_LATER) {
		if (got == FRAME_BAD) {
			is_good = false;
		} else if (frame.kind == FRAME_PART) {
			is_good = frame.report < jobs->reports->n;
			if (is_good)
				parts[frame.report] = text;
			continue;
		} else if (frame.kind == FRAME_DONE) {
			note_used(jobs->settings->policy.waivers, text);
			is_good = take_sender(jobs, w, &frame, parts);
		} else {
			take_tally(jobs, text);
		}
		whole = w->process.in.n - rest.n;
	}
	memmove(
	    w->process.in.s, w->process.in.s + whole, w->process.in.n - whole);
	w->process.in.n -= whole;
	free(parts);
	return is_good;
}

/* False at the end of what it says. */
static bool
read_frames(struct jobs *jobs, struct job_worker *w)
{
	for (;;) {
		switch (process_read(&w->process)) {
		case PROCESS_SAID:
			if (!take_frames(jobs, w))
				return false;
			break;
		case PROCESS_LATER:
			return true;
		case PROCESS_OVER:
			return false;
		}
	}
}

/* Nothing else can have ended the worker. */
static void
fail_sender(struct jobs *jobs, struct open_sender *sender)
{
	batch_reports_put_error(jobs->reports, &sender->place,
	    S("the process that judged it ended, twice: please report it"));
	jobs->done(jobs->owner, QUIT_ERROR, STATUS_UNKNOWN);
	free(sender);
}

/* The worker died: who was open is judged again, but one at a time. */
static bool
replace(struct jobs *jobs, struct job_worker *w)
{
	struct open_sender **end = &jobs->suspects;

	process_end(&w->process);
	while (*end != NULL)
		end = &(*end)->next;
	if (w->is_alone && w->open != NULL)
		fail_sender(jobs, w->open);
	else
		*end = w->open;
	w->open = NULL;
	w->nopen = 0;
	w->is_alone = jobs->suspects != NULL;
	errno = ECHILD;
	return ++jobs->ndeaths < DEATHS_MAX && start(jobs, w);
}

/* Hands the next suspect to the worker that is for them. */
static void
give_suspect(struct jobs *jobs, struct job_worker *w)
{
	struct open_sender *next = jobs->suspects;

	if (!w->is_alone || w->nopen > 0)
		return;
	w->is_alone = next != NULL;
	if (next == NULL)
		return;
	jobs->suspects = next->next;
	give(w, next);
}

bool
jobs_turn(struct jobs *jobs, int input, int timeout_ms)
{
	struct pollfd fds[2 * JOBS_MAX + 1];
	int ready;

	for (size_t i = 0; i < jobs->n; i++) {
		struct job_worker *w = &jobs->workers[i];

		give_suspect(jobs, w);
		process_write(&w->process);
		fds[2 * i] = (struct pollfd){ w->process.frames, POLLIN, 0 };
		fds[2 * i + 1] = (struct pollfd){
			w->process.out.n > 0 ? w->process.lines : -1, POLLOUT, 0
		};
	}
	fds[2 * jobs->n] = (struct pollfd){ input, POLLIN, 0 };
	ready = poll(fds, (nfds_t)(2 * jobs->n + 1), timeout_ms);
	if (ready <= 0)
		return ready == 0 || errno == EINTR;
	for (size_t i = 0; i < jobs->n; i++)
		if (fds[2 * i].revents != 0 &&
		    !read_frames(jobs, &jobs->workers[i]) &&
		    !replace(jobs, &jobs->workers[i]))
			return false;
	return true;
}

/* What a worker says when it gets no more lines. */
static void
take_last_words(struct jobs *jobs, struct job_worker *w)
{
	struct pollfd fd = { w->process.frames, POLLIN, 0 };

	process_no_more(&w->process);
	do {
		fd.revents = 0;
		poll(&fd, 1, -1);
	} while (read_frames(jobs, w));
}

static void
free_all(struct open_sender *sender)
{
	while (sender != NULL) {
		struct open_sender *next = sender->next;

		free(sender);
		sender = next;
	}
}

struct client_tally
jobs_end(struct jobs *jobs)
{
	struct client_tally tally;
	bool is_whole = jobs_open(jobs) == 0;

	for (size_t i = 0; i < jobs->n; i++) {
		struct job_worker *w = &jobs->workers[i];

		if (is_whole && w->process.pid > 0)
			take_last_words(jobs, w);
		process_end(&w->process);
		process_free(&w->process);
		free_all(w->open);
	}
	free_all(jobs->suspects);
	tally = jobs->tally;
	buf_free(&jobs->text);
	free(jobs->workers);
	free(jobs);
	return tally;
}
