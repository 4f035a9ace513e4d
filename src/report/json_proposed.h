/* json_proposed.h - what a proposed change does, in JSON. */
#ifndef JSON_PROPOSED_H
#define JSON_PROPOSED_H

#include "check/judge.h"
#include "report/json_print.h"

/* The member "proposed": what the change check saw, where it was asked for. */
void json_put_proposed(struct json_writer *j, const struct report *report);

#endif
