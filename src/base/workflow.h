/*
 * workflow.h - text that no GitHub runner takes for a command.
 *
 * A runner reads what a program prints, on both outputs: "::name ...::" where
 * a line's first character that is no blank is, and "##[name]" anywhere.
 */
#ifndef WORKFLOW_H
#define WORKFLOW_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/str.h"

/* Whether this is a step of a workflow. */
bool is_workflow(void);

/* How a character of a mark is written instead. */
struct workflow_marks {
	const char *hash, *colon;
};

extern const struct workflow_marks workflow_plain; /* as escape.h escapes */

/* The text with a character of each such mark escaped as escape.h escapes;
 * the text itself where there is none.  Addresses keep their "::". */
struct str workflow_safe(struct arena *a, struct str text);

/* The same, escaped as the language escapes that the text is in. */
struct str workflow_safe_as(
    struct arena *a, struct str text, const struct workflow_marks *marks);

/* The same for what b holds from an octet on. */
void workflow_break_up(struct buf *b, size_t from);

#endif
