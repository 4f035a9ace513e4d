/* recording_files.h - the files of --record and --replay. */
#ifndef RECORDING_FILES_H
#define RECORDING_FILES_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "cli/settings.h"
#include "recording/recording.h"

/* Reads the file; *day is that of the recording, as date.h has it.  False, and
 * a line in *error that names the file and the place; *out is to be freed all
 * the same. */
bool recording_file_read(struct arena *a, const char *path,
    struct recording *out, int64_t *day, struct str *error);

/* One that is to be written, in the arena; change tells the change that it is
 * made with from others. */
struct recording *recording_new(
    struct arena *a, const struct settings *settings, struct str change);

/* Writes it, whole or not at all: QUIT_PASSED, or QUIT_ERROR and why on
 * standard error. */
enum quit recording_file_write(
    struct arena *a, const char *path, struct recording *recording);

#endif
