/*
 * lines.h - lines of a file or a pipe, without waiting unless told to.
 *
 * A line is a view that lives until the next call.  A line over the limit is
 * cut to one octet more than that, so that its reader can tell.
 */
#ifndef LINES_H
#define LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

enum lines_got {
	LINES_LINE,
	LINES_LATER, /* none has come yet; only if told not to wait */
	LINES_END,
	LINES_ERROR, /* errno says what */
};

struct lines {
	int fd;
	size_t max;     /* octets of a line */
	struct buf buf; /* what was read and not handed out */
	size_t at;      /* of buf: where the next line starts */
	bool skipping;  /* the rest of a line that was too long */
	bool ended;
	uint64_t number; /* of the line handed out last, from 1 */
	uint64_t octets; /* handed out so far */
};

void lines_begin(struct lines *lines, int fd, size_t max);
enum lines_got lines_next(struct lines *lines, bool wait, struct str *line);
void lines_end(struct lines *lines);

#endif
