/*
 * wrap.h - paragraphs for a page.
 *
 * All text is escaped on its way; a word that is longer than a line is broken
 * where the line ends.
 */
#ifndef WRAP_H
#define WRAP_H

#include <stddef.h>

#include "base/escape.h"
#include "base/str.h"
#include "report/page.h"

struct wrap {
	const struct page *page;
	size_t indent; /* of the lines after the first */
	size_t column; /* where the next character goes */
	enum ink ink;  /* of the words */
};

/* Begins a line that is blank up to a column; further lines as well. */
struct wrap wrap_begin(const struct page *page, size_t column);

/* The same for a line that has reached the column. */
struct wrap wrap_from(const struct page *page, size_t column);

/* Words, separated from what stands before them by a blank. */
void wrap_words(struct wrap *w, struct str text);

/* Text at the right margin, on this line if it fits there. */
void wrap_right(struct wrap *w, struct str text, enum ink ink);

void wrap_end(struct wrap *w);

#endif
