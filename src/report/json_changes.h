/* json_changes.h - what to change, in JSON: of a report, and of a finding. */
#ifndef JSON_CHANGES_H
#define JSON_CHANGES_H

#include "report/format.h"
#include "report/json_print.h"

/* The members "changes" and "left_out". */
void json_put_changes(struct json_writer *j, const struct report *report);

/* The member "fix": what of that mends a finding. */
void json_put_fixes(struct json_writer *j, const struct report *report,
    const struct finding *f);

#endif
