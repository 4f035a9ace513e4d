#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "cli/output.h"

/* A link keeps pointing where it points: its target is what is replaced. */
static const char *
follow(struct arena *a, const char *path)
{
	char *target = realpath(path, NULL);
	struct str copy;

	if (target == NULL)
		return path;
	copy = arena_str(a, str_of(target));
	free(target);
	return copy.s;
}

/* mkstemp() lets nobody else read; a report is an ordinary file, with the
 * rights of the one that it replaces. */
static bool
open_to_others(int fd, const struct stat *old)
{
	mode_t mask = umask(0);

	umask(mask);
	return fchmod(fd, old != NULL ? old->st_mode & 0777 : 0666 & ~mask) ==
	    0;
}

/* Opens a new file beside the one that it is to replace. */
static bool
open_beside(struct arena *a, struct output *out, const struct stat *old)
{
	struct buf name = { .a = a };

	out->replaces = follow(a, out->path);
	buf_text(&name, out->replaces);
	buf_str(&name, S(".XXXXXX\0"));
	out->fd = mkstemp(name.s);
	if (out->fd < 0)
		return false;
	out->temporary = name.s;
	return open_to_others(out->fd, old);
}

/* Whether stat() failed because nothing is there, and not because a link may
 * not be followed, or leads nowhere: that link would be what is replaced.
 * Keeps errno if not. */
static bool
is_new(const char *path)
{
	struct stat link;
	int why = errno;
	bool is_link = lstat(path, &link) == 0;

	errno = why;
	return why == ENOENT && !is_link;
}

bool
output_begin(struct arena *a, const char *path, struct output *out)
{
	struct stat old;
	bool had_old;

	*out = (struct output){ .path = path, .fd = STDOUT_FILENO };
	if (path == NULL)
		return true;
	had_old = stat(path, &old) == 0;
	if (!had_old && !is_new(path)) {
		out->fd = -1;
		return false;
	}
	if (!had_old || S_ISREG(old.st_mode))
		return open_beside(a, out, had_old ? &old : NULL);
	out->fd = open(path, O_WRONLY | O_CLOEXEC);
	return out->fd >= 0;
}

/* Whether another write can do better: after a signal, or where standard
 * output is not blocking, because a process that shares it has made it so. */
static bool
can_go_on(const struct output *out, int why)
{
	struct pollfd fd = { .fd = out->fd, .events = POLLOUT };

	if (why == EAGAIN || why == EWOULDBLOCK)
		poll(&fd, 1, -1);
	else if (why != EINTR)
		return false;
	return true;
}

bool
output_put(struct output *out, struct str text)
{
	while (text.n > 0) {
		ssize_t n = write(out->fd, text.s, text.n);

		if (n < 0 && !can_go_on(out, errno))
			return false;
		if (n > 0)
			text = str_from(text, (size_t)n);
	}
	return true;
}

bool
output_end(struct output *out)
{
	int fd = out->fd;

	if (out->path == NULL)
		return true;
	if (out->temporary != NULL && fsync(fd) != 0)
		return false;
	out->fd = -1;
	return close(fd) == 0 &&
	    (out->temporary == NULL ||
		rename(out->temporary, out->replaces) == 0);
}

void
output_abandon(struct output *out)
{
	if (out->path != NULL && out->fd >= 0)
		close(out->fd);
	if (out->temporary != NULL)
		unlink(out->temporary);
}

enum quit
output_fail(struct arena *a, struct output *out)
{
	int why = errno;

	output_abandon(out);
	if (out->path != NULL)
		complain(a, QUIT_ERROR, "cannot write '%s': %s", out->path,
		    strerror(why));
	else if (why != EPIPE)
		complain(a, QUIT_ERROR, "cannot write to standard output: %s",
		    strerror(why));
	return QUIT_ERROR;
}

enum quit
output_write(struct arena *a, const char *path, struct str text)
{
	struct output out;

	if (output_begin(a, path, &out) && output_put(&out, text) &&
	    output_end(&out))
		return QUIT_PASSED;
	return output_fail(a, &out);
}

const char *
output_directory(struct arena *a, const char *path)
{
	struct str text = str_of(follow(a, path));

	while (text.n > 0 && text.s[text.n - 1] != '/')
		text.n--;
	return text.n == 0 ? "." : arena_str(a, text).s;
}
