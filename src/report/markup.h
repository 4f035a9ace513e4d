/* markup.h - text in XML and HTML. */
#ifndef MARKUP_H
#define MARKUP_H

#include "base/buf.h"
#include "base/workflow.h"

/* Adds the text, escaped (base/escape.h) and so without what XML 1.0 has no way
 * to say, as character data or inside double quotes. */
void markup_text(struct buf *out, struct str text);

/* The same for lines that were escaped one by one: line feeds stay. */
void markup_lines(struct buf *out, struct str lines);

extern const struct workflow_marks markup_marks;

#endif
