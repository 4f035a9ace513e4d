#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"

enum { CHUNK = 65536 };

static const char *
read_pieces(int fd, size_t max, void (*take)(void *owner, struct str piece),
    void *owner)
{
	char chunk[CHUNK];
	size_t total = 0;

	for (;;) {
		ssize_t n = read(fd, chunk, sizeof(chunk));

		if (n == 0)
			return NULL;
		if (n < 0 && errno != EINTR)
			return strerror(errno);
		if (n < 0)
			continue;
		total += (size_t)n;
		if (total > max)
			return strerror(EFBIG);
		take(owner, (struct str){ chunk, (size_t)n });
	}
}

static void
append(void *owner, struct str piece)
{
	buf_str(owner, piece);
}

static const char *
read_all(struct buf *b, int fd, size_t max)
{
	return read_pieces(fd, max, append, b);
}

const char *
file_each_piece(const char *path, size_t max,
    void (*take)(void *owner, struct str piece), void *owner)
{
	const char *reason;
	int fd;

	if (strcmp(path, "-") == 0)
		return read_pieces(STDIN_FILENO, max, take, owner);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return strerror(errno);
	reason = read_pieces(fd, max, take, owner);
	close(fd);
	return reason;
}

const char *
file_read(struct buf *b, const char *path, size_t max)
{
	return file_each_piece(path, max, append, b);
}

static bool
is_below(struct str path, struct str folder)
{
	return str_eq(folder, S("/")) ||
	    (str_starts(path, folder) && path.s[folder.n] == '/');
}

/* Reads a path without links.  Opening a device or a pipe may wait, or do
 * something, so that the look at what it is comes first; and once more, as
 * another file may have taken its place. */
static const char *
read_regular(struct buf *b, const char *path, size_t max)
{
	static const char what[] = "not a regular file";
	const char *reason = what;
	struct stat st;
	int fd;

	if (stat(path, &st) != 0)
		return strerror(errno);
	if (!S_ISREG(st.st_mode))
		return what;
	fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	if (fd < 0)
		return strerror(errno);
	if (fstat(fd, &st) == 0 && S_ISREG(st.st_mode))
		reason = read_all(b, fd, max);
	close(fd);
	return reason;
}

const char *
file_read_below(struct buf *b, const char *path, const char *folder, size_t max)
{
	char *real_folder = realpath(folder, NULL);
	char *real = real_folder != NULL ? realpath(path, NULL) : NULL;
	const char *reason;

	if (real == NULL)
		reason = strerror(errno);
	else if (!is_below(str_of(real), str_of(real_folder)))
		reason = "it is not below the folder of the zone file";
	else
		reason = read_regular(b, real, max);
	free(real);
	free(real_folder);
	return reason;
}
