/* batch_json.h - a sender as a JSON object: a report's "request". */
#ifndef BATCH_JSON_H
#define BATCH_JSON_H

#include "base/arena.h"
#include "base/str.h"
#include "cli/request_build.h"

/* False, and error says why, for what is no such object.  A member that is
 * null counts as not there; an unknown one is an error. */
bool batch_json_parse(struct arena *a, struct str text,
    struct request_text *out, struct str *error);

#endif
