/*
 * output.h - a report goes out whole or not at all.
 *
 * A file is written beside its place and renamed when it is complete; what is
 * no regular file (a pipe, a device) is written to as it is.
 */
#ifndef OUTPUT_H
#define OUTPUT_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "cli/complain.h"
#include "cli/settings.h"

/* What is being written. */
struct output {
	const char *path;      /* NULL: standard output */
	const char *replaces;  /* the file that path leads to */
	const char *temporary; /* written beside it; NULL: in place */
	int fd;
};

/* False, and errno, where that failed: then output_fail() comes next. */
bool output_begin(struct arena *a, const char *path, struct output *out);
bool output_put(struct output *out, struct str text);
bool output_end(struct output *out);

/* Leaves the file as it was before. */
void output_abandon(struct output *out);

/* The same, and says why by errno; that nobody reads standard output any more
 * is nothing to be said.  QUIT_ERROR. */
enum quit output_fail(struct arena *a, struct output *out);

/* From begin to end, QUIT_PASSED or QUIT_ERROR; path NULL is standard output.
 */
enum quit output_write(struct arena *a, const char *path, struct str text);

/* The directory that a report is made in: what stands before the last slash of
 * its path, or of what that leads to. */
const char *output_directory(struct arena *a, const char *path);

#endif
