/* waivers.h - the file of --waivers: accepted findings, until a day. */
#ifndef WAIVERS_H
#define WAIVERS_H

#include "check/accepted.h"

enum { WAIVER_DAYS_MAX = 366 }; /* ahead */

/* Reads a file as of a day.  NULL, and in *error why not: the member, or the
 * place, that is wrong. */
struct waivers *waivers_read(
    struct arena *a, const char *path, int64_t today, struct str *error);

/* The same for the text of a file. */
struct waivers *waivers_parse(
    struct arena *a, struct str text, int64_t today, struct str *error);

#endif
