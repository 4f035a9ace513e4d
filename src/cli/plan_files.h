/* plan_files.h - the files that --change names. */
#ifndef PLAN_FILES_H
#define PLAN_FILES_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "cli/settings.h"
#include "plan/plan.h"

/* Reads the files, in their order; *out is NULL without any.  *digest tells one
 * list of files from another; it is empty without any.  False, and a
 * line in *error that names the file and the place, where one cannot be
 * read. */
bool plan_files_read(struct arena *a, const struct settings *settings,
    struct plan **out, struct str *digest, struct str *error);

#endif
