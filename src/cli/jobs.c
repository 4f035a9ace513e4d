#define _GNU_SOURCE /* F_SETPIPE_SZ */

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "check/accepted.h"
#include "cli/frame.h"
#include "cli/jobs.h"
#include "cli/senders.h"
#include "cli/worker.h"

enum {
	AHEAD = 64, /* senders that wait in a worker's pipe */
	READ_OCTETS = 256 * 1024,
	PIPE_OCTETS = 1024 * 1024,
};

/* A sender that was given, until it is judged. */
struct open_sender {
	struct batch_place place;
	struct str line; /* behind the struct */
	struct open_sender *next;
};

struct worker_process {
	pid_t pid;  /* 0: none */
	int lines;  /* to it, without waiting; -1: closed */
	int frames; /* from it */
	struct buf out, in;
	size_t written;           /* of out */
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
	struct worker_process *workers;
	size_t n;
	size_t most;                  /* senders that a worker is given */
	struct open_sender *suspects; /* one of them ended a worker */
	struct client_tally tally;
	struct buf text;
};

static void
close_pipes(struct worker_process *w)
{
	if (w->lines >= 0)
		close(w->lines);
	if (w->frames >= 0)
		close(w->frames);
	w->lines = w->frames = -1;
}

/* In the new process: what is the others' is closed, so that they see who is
 * gone. */
_Noreturn static void
become_worker(struct jobs *jobs, int lines, int frames)
{
	for (size_t i = 0; i < jobs->n; i++)
		close_pipes(&jobs->workers[i]);
	worker_run(lines, frames, jobs->settings, jobs->sources, jobs->reports);
}

static bool
start(struct jobs *jobs, struct worker_process *w)
{
	int lines[2], frames[2];

	if (pipe(lines) != 0)
		return false;
	if (pipe(frames) != 0) {
		close(lines[0]);
		close(lines[1]);
		return false;
	}
	w->pid = fork();
	if (w->pid == 0) {
		close(lines[1]);
		close(frames[0]);
		become_worker(jobs, lines[0], frames[1]);
	}
	close(lines[0]);
	close(frames[1]);
	w->lines = lines[1];
	w->frames = frames[0];
	if (w->pid < 0) {
		w->pid = 0;
		close_pipes(w);
		return false;
	}
#ifdef F_SETPIPE_SZ
	/* Else a worker waits after each few reports; refused, it is slower. */
	fcntl(w->frames, F_SETPIPE_SZ, PIPE_OCTETS);
#endif
	return fcntl(w->lines, F_SETFL, O_NONBLOCK) == 0 &&
	    fcntl(w->frames, F_SETFL, O_NONBLOCK) == 0;
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
		.most = senders_window(settings) + AHEAD,
	};
	for (size_t i = 0; i < n; i++)
		jobs->workers[i].lines = jobs->workers[i].frames = -1;
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
is_for_suspects(const struct jobs *jobs, const struct worker_process *w)
{
	return w->is_alone && (w->nopen > 0 || jobs->suspects != NULL);
}

/* Who has the least to do. */
static struct worker_process *
idlest(const struct jobs *jobs)
{
	struct worker_process *best = NULL;

	for (size_t i = 0; i < jobs->n; i++) {
		struct worker_process *w = &jobs->workers[i];

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

/* Writes as much as the worker takes for now; that it is gone is seen where its
 * frames end. */
static void
write_lines(struct worker_process *w)
{
	while (w->written < w->out.n) {
		ssize_t n = write(
		    w->lines, w->out.s + w->written, w->out.n - w->written);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return;
		w->written += (size_t)n;
	}
	w->written = w->out.n = 0;
}

static void
give(struct worker_process *w, struct open_sender *sender)
{
	struct open_sender **end = &w->open;

	while (*end != NULL)
		end = &(*end)->next;
	*end = sender;
	sender->next = NULL;
	w->nopen++;
	worker_line(&w->out, &sender->place, sender->line);
}

void
jobs_give(struct jobs *jobs, const struct batch_place *place, struct str line)
{
	struct open_sender *sender = mem_new(1, sizeof(*sender) + line.n);
	struct worker_process *w = idlest(jobs);
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
take_open(struct worker_process *w, uint64_t ticket)
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
take_sender(struct jobs *jobs, struct worker_process *w,
    const struct frame *done, const struct str *parts)
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
take_frames(struct jobs *jobs, struct worker_process *w)
{
	struct str *parts = mem_new(jobs->reports->n, sizeof(*parts));
	struct str rest = buf_view(&w->in), text;
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
		whole = w->in.n - rest.n;
	}
	memmove(w->in.s, w->in.s + whole, w->in.n - whole);
	w->in.n -= whole;
	free(parts);
	return is_good;
}

/* False at the end of what it says. */
static bool
read_frames(struct jobs *jobs, struct worker_process *w)
{
	for (;;) {
		ssize_t n =
		    read(w->frames, buf_room(&w->in, READ_OCTETS), READ_OCTETS);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
			return true;
		if (n <= 0)
			return false;
		buf_took(&w->in, (size_t)n);
		if (!take_frames(jobs, w))
			return false;
	}
}

static void
reap(struct worker_process *w)
{
	close_pipes(w);
	if (w->pid > 0) {
		kill(w->pid, SIGKILL);
		while (waitpid(w->pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	w->pid = 0;
	w->in.n = w->out.n = w->written = 0;
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
replace(struct jobs *jobs, struct worker_process *w)
{
	struct open_sender **end = &jobs->suspects;

	reap(w);
	while (*end != NULL)
		end = &(*end)->next;
	if (w->is_alone && w->open != NULL)
		fail_sender(jobs, w->open);
	else
		*end = w->open;
	w->open = NULL;
	w->nopen = 0;
	w->is_alone = jobs->suspects != NULL;
	return start(jobs, w);
}

/* Hands the next suspect to the worker that is for them. */
static void
give_suspect(struct jobs *jobs, struct worker_process *w)
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

	for (size_t i = 0; i < jobs->n; i++) {
		struct worker_process *w = &jobs->workers[i];

		give_suspect(jobs, w);
		write_lines(w);
		fds[2 * i] = (struct pollfd){ w->frames, POLLIN, 0 };
		fds[2 * i + 1] =
		    (struct pollfd){ w->written < w->out.n ? w->lines : -1,
			    POLLOUT, 0 };
	}
	fds[2 * jobs->n] = (struct pollfd){ input, POLLIN, 0 };
	if (poll(fds, (nfds_t)(2 * jobs->n + 1), timeout_ms) <= 0)
		return true;
	for (size_t i = 0; i < jobs->n; i++)
		if (fds[2 * i].revents != 0 &&
		    !read_frames(jobs, &jobs->workers[i]) &&
		    !replace(jobs, &jobs->workers[i]))
			return false;
	return true;
}

/* What a worker says when it gets no more lines. */
static void
end_worker(struct jobs *jobs, struct worker_process *w)
{
	struct pollfd fd = { w->frames, POLLIN, 0 };

	close(w->lines);
	w->lines = -1;
	do {
		fd.revents = 0;
		poll(&fd, 1, -1);
	} while (read_frames(jobs, w));
}

struct client_tally
jobs_end(struct jobs *jobs)
{
	struct client_tally tally;
	bool is_whole = jobs_open(jobs) == 0;

	for (size_t i = 0; i < jobs->n; i++) {
		struct worker_process *w = &jobs->workers[i];
		struct open_sender *next;

		if (is_whole && w->pid > 0)
			end_worker(jobs, w);
		reap(w);
		for (struct open_sender *s = w->open; s != NULL; s = next) {
			next = s->next;
			free(s);
		}
		buf_free(&w->in);
		buf_free(&w->out);
	}
	while (jobs->suspects != NULL) {
		struct open_sender *next = jobs->suspects->next;

		free(jobs->suspects);
		jobs->suspects = next;
	}
	tally = jobs->tally;
	buf_free(&jobs->text);
	free(jobs->workers);
	free(jobs);
	return tally;
}
