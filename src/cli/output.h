/*
 * output.h - a report goes out whole or not at all.
 *
 * A file is written beside its place and renamed when it is complete; what is
 * no regular file (a pipe, a device) is written to as it is.
 */
#ifndef OUTPUT_H
#define OUTPUT_H

#include "base/arena.h"
#include "base/str.h"
#include "cli/command.h"
#include "cli/settings.h"

/* QUIT_PASSED, or QUIT_ERROR after it has said why not.  A closed pipe is an
 * error that nothing is said about. */
enum quit output_stdout(struct arena *a, struct str text);
enum quit output_file(struct arena *a, const char *path, struct str text);

/* All input has been read: from now on nothing can be written but these
 * reports, where the system can see to that. */
void output_confine(struct arena *a, const struct settings *settings);

#endif
