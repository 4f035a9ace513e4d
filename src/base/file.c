#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"

enum { CHUNK = 65536 };

static const char *
read_all(struct buf *b, int fd, size_t max)
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
		buf_str(b, (struct str){ chunk, (size_t)n });
	}
}

const char *
file_read(struct buf *b, const char *path, size_t max)
{
	const char *reason;
	int fd;

	if (strcmp(path, "-") == 0)
		return read_all(b, STDIN_FILENO, max);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return strerror(errno);
	reason = read_all(b, fd, max);
	close(fd);
	return reason;
}
