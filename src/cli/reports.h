/* reports.h - the reports of one run, each to its place. */
#ifndef REPORTS_H
#define REPORTS_H

#include "check/judge.h"
#include "cli/complain.h"
#include "cli/settings.h"

/* Every report is made before the first is written; on the heap, where a large
 * one grows without leaving copies behind. */
enum quit reports_write(struct arena *a, const struct settings *settings,
    const struct report *report, struct str started);

#endif
