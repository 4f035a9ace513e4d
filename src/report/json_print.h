/*
 * json_print.h - a tree of values as JSON (RFC 8259).
 *
 * Text is escaped first (base/escape.h), so that the output is valid UTF-8
 * whatever the DNS said, and the same text gives the same bytes.  Written out
 * straight from the tree: a batch prints a report for each sender, and a
 * general library's objects took twice the time of all checks together.
 */
#ifndef JSON_PRINT_H
#define JSON_PRINT_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/value.h"

/* On one line, or indented by two blanks a level; a line feed at the end. */
void json_print(struct buf *out, const struct value *v, bool compact);

#endif
