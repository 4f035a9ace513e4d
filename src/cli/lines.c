#include <errno.h>
#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "cli/lines.h"

enum { READ_OCTETS = 64 * 1024 };

void
lines_begin(struct lines *lines, int fd, size_t max)
{
	*lines = (struct lines){ .fd = fd, .max = max };
}

void
lines_end(struct lines *lines)
{
	buf_free(&lines->buf);
}

/* Moves what is left to the front, so that the buffer stays small. */
static void
compact(struct lines *lines)
{
	size_t left = lines->buf.n - lines->at;

	if (lines->at == 0)
		return;
	memmove(lines->buf.s, lines->buf.s + lines->at, left);
	lines->buf.n = left;
	lines->at = 0;
}

static enum lines_got
read_more(struct lines *lines, bool wait)
{
	struct pollfd fd = { .fd = lines->fd, .events = POLLIN };
	char more[READ_OCTETS];
	int ready;
	ssize_t n;

	/* Not left to read(): that need not wait, if it is a terminal or pipe
	 * that somebody else has as well. */
	ready = poll(&fd, 1, wait ? -1 : 0);
	if (ready < 0 && errno != EINTR)
		return LINES_ERROR;
	if (ready <= 0)
		return LINES_LATER;
	n = read(lines->fd, more, sizeof(more));
	if (n < 0)
		return errno == EINTR || errno == EAGAIN ? LINES_LATER
							 : LINES_ERROR;
	compact(lines);
	if (n == 0)
		lines->ended = true;
	else
		buf_str(&lines->buf, (struct str){ more, (size_t)n });
	return LINES_LINE;
}

/* Hands out the next n octets, and skips those of the line's end. */
static struct str
take(struct lines *lines, size_t n, size_t end)
{
	struct str line = { lines->buf.s + lines->at, n };

	lines->at += n + end;
	lines->octets += n + end;
	return line;
}

/* Drops the rest of a line that was handed out cut. */
static void
skip(struct lines *lines)
{
	struct str rest = str_from(buf_view(&lines->buf), lines->at);
	size_t n = str_find(rest, '\n');

	lines->skipping = n == rest.n;
	take(lines, n, lines->skipping ? 0 : 1);
}

enum lines_got
lines_next(struct lines *lines, bool wait, struct str *line)
{
	for (;;) {
		struct str rest;
		enum lines_got got;
		size_t n;

		if (lines->skipping)
			skip(lines);
		rest = str_from(buf_view(&lines->buf), lines->at);
		n = str_find(rest, '\n');
		if (n == rest.n && n <= lines->max && !lines->ended) {
			got = read_more(lines, wait);
			if (got != LINES_LINE)
				return got;
			continue;
		}
		if (rest.n == 0)
			return LINES_END;
		lines->number++;
		if (n > lines->max) {
			*line = take(lines, lines->max + 1, 0);
			lines->skipping = true;
		} else {
			*line = take(lines, n, n < rest.n ? 1 : 0);
		}
		return LINES_LINE;
	}
}
