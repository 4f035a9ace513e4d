#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/confine.h"
#include "cli/output.h"

/* False, and errno, where not all of it could be written. */
static bool
write_all(int fd, struct str text)
{
	while (text.n > 0) {
		ssize_t n = write(fd, text.s, text.n);

		if (n < 0 && errno != EINTR)
			return false;
		if (n > 0)
			text = str_from(text, (size_t)n);
	}
	return true;
}

static enum quit
say_why(struct arena *a, const char *path)
{
	return complain(
	    a, QUIT_ERROR, "cannot write '%s': %s", path, strerror(errno));
}

enum quit
output_stdout(struct arena *a, struct str text)
{
	if (write_all(STDOUT_FILENO, text))
		return QUIT_PASSED;
	if (errno == EPIPE)
		return QUIT_ERROR;
	return complain(
	    a, QUIT_ERROR, "cannot write standard output: %s", strerror(errno));
}

static enum quit
write_in_place(struct arena *a, const char *path, struct str text)
{
	int fd = open(path, O_WRONLY | O_CLOEXEC);
	bool written;

	if (fd < 0)
		return say_why(a, path);
	written = write_all(fd, text);
	if (close(fd) != 0 || !written)
		return say_why(a, path);
	return QUIT_PASSED;
}

/* mkstemp() lets nobody else read; a report is an ordinary file. */
static bool
open_to_others(int fd, const struct stat *old, bool had_old)
{
	mode_t mask = umask(0);

	umask(mask);
	return fchmod(fd, had_old ? old->st_mode & 0777 : 0666 & ~mask) == 0;
}

static bool
write_and_close(int fd, const struct stat *old, bool had_old, struct str text)
{
	bool ok = open_to_others(fd, old, had_old) && write_all(fd, text) &&
	    fsync(fd) == 0;
	int why = errno;

	if (close(fd) != 0 && ok)
		return false;
	errno = why;
	return ok;
}

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

enum quit
output_file(struct arena *a, const char *path, struct str text)
{
	struct stat old;
	bool had_old = stat(path, &old) == 0;
	struct buf temporary = { .a = a };
	int fd;

	if (had_old && !S_ISREG(old.st_mode))
		return write_in_place(a, path, text);
	path = follow(a, path);
	buf_text(&temporary, path);
	buf_str(&temporary, S(".XXXXXX\0"));
	fd = mkstemp(temporary.s);
	if (fd < 0)
		return say_why(a, path);
	if (write_and_close(fd, &old, had_old, text) &&
	    rename(temporary.s, path) == 0)
		return QUIT_PASSED;
	say_why(a, path);
	unlink(temporary.s);
	return QUIT_ERROR;
}

/* The directory that a file is in: what stands before its last slash. */
static const char *
directory_of(struct arena *a, const char *path)
{
	struct str text = str_of(follow(a, path));

	while (text.n > 0 && text.s[text.n - 1] != '/')
		text.n--;
	return text.n == 0 ? "." : arena_str(a, text).s;
}

void
output_confine(struct arena *a, const struct settings *settings)
{
	const char **directories =
	    arena_array(a, settings->ntargets, const char *);
	size_t n = 0;

	for (size_t i = 0; i < settings->ntargets; i++)
		if (settings->targets[i].path != NULL)
			directories[n++] =
			    directory_of(a, settings->targets[i].path);
	confine(directories, n);
}
