/* zone_files.h - the files that --zone names. */
#ifndef ZONE_FILES_H
#define ZONE_FILES_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "cli/settings.h"
#include "zone/zone.h"

/* Reads the files, and all zone files of the folders; what is passed over in
 * them is told on standard error.  False, and a line in *error that names the
 * file, where one cannot be read. */
bool zone_files_read(struct arena *a, const struct settings *settings,
    struct zones *zones, struct str *error);

#endif
