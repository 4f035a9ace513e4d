/* baseline.h - the file of --baseline: an earlier JSON report, of one sender
 * or of a batch. */
#ifndef BASELINE_H
#define BASELINE_H

#include <stdio.h>

#include "check/accepted.h"

/* NULL, and in *error why the file is no such report. */
const struct baseline *
baseline_read(struct arena *a, const char *path, struct str *error);

/* The same for what is in a file that is open. */
const struct baseline *
baseline_load(struct arena *a, FILE *file, struct str *error);

#endif
