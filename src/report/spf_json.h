/* spf_json.h - what `mailpreflight spf` says to programs. */
#ifndef SPF_JSON_H
#define SPF_JSON_H

#include "report/json_print.h"
#include "report/spf_text.h"

void spf_json(struct buf *out, const struct spf_verdict *verdict);

/* The list of a check's findings, as a member; in json.c. */
void json_put_findings(
    struct json_writer *j, const struct report *report, const struct result *r);

#endif
