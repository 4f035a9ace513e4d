#define _GNU_SOURCE /* F_SETPIPE_SZ */

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#ifdef __linux__
#include <sys/prctl.h>
#endif
#include <sys/wait.h>
#include <unistd.h>

#include "cli/process.h"

enum {
	READ_OCTETS = 256 * 1024,
	PIPE_OCTETS = 1024 * 1024,
};

void
process_init(struct process *p)
{
	*p = (struct process){ .lines = -1, .frames = -1 };
}

void
process_forget(struct process *p)
{
	if (p->lines >= 0)
		close(p->lines);
	if (p->frames >= 0)
		close(p->frames);
	p->lines = p->frames = -1;
}

static bool
open_pipes(int lines[2], int frames[2])
{
	if (pipe(lines) != 0)
		return false;
	if (pipe(frames) == 0)
		return true;
	close(lines[0]);
	close(lines[1]);
	return false;
}

bool
process_start(struct process *p,
    void (*child)(void *owner, int lines, int frames), void *owner)
{
	int lines[2], frames[2];

	if (!open_pipes(lines, frames))
		return false;
	p->pid = fork();
	if (p->pid == 0) {
		close(lines[1]);
		close(frames[0]);
#ifdef __linux__
		/* Elsewhere it sees at the next write that nobody reads. */
		prctl(PR_SET_PDEATHSIG, SIGKILL);
#endif
		child(owner, lines[0], frames[1]);
		abort();
	}
	close(lines[0]);
	close(frames[1]);
	p->lines = lines[1];
	p->frames = frames[0];
	if (p->pid < 0) {
		p->pid = 0;
		process_forget(p);
		return false;
	}
#ifdef F_SETPIPE_SZ
	/* Else it waits after each few reports; refused, it is slower. */
	fcntl(p->frames, F_SETPIPE_SZ, PIPE_OCTETS);
#endif
	return fcntl(p->lines, F_SETFL, O_NONBLOCK) == 0 &&
	    fcntl(p->frames, F_SETFL, O_NONBLOCK) == 0;
}

/* That it is gone is seen where its frames end. */
void
process_write(struct process *p)
{
	while (p->written < p->out.n) {
		ssize_t n = write(
		    p->lines, p->out.s + p->written, p->out.n - p->written);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return;
		p->written += (size_t)n;
	}
	p->written = p->out.n = 0;
}

enum process_got
process_read(struct process *p)
{
	ssize_t n;

	do
		n = read(p->frames, buf_room(&p->in, READ_OCTETS), READ_OCTETS);
	while (n < 0 && errno == EINTR);
	if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
		return PROCESS_LATER;
	if (n <= 0)
		return PROCESS_OVER;
	buf_took(&p->in, (size_t)n);
	return PROCESS_SAID;
}

void
process_no_more(struct process *p)
{
	close(p->lines);
	p->lines = -1;
}

void
process_end(struct process *p)
{
	process_forget(p);
	if (p->pid > 0) {
		kill(p->pid, SIGKILL);
		while (waitpid(p->pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	p->pid = 0;
	p->in.n = p->out.n = p->written = 0;
}

void
process_free(struct process *p)
{
	buf_free(&p->in);
	buf_free(&p->out);
}
