/*
 * zone_line.h - takes a zone file apart into logical lines of words (RFC 1035
 * section 5.1): quotes, escapes, parentheses and comments.
 *
 * Words are views of the text, with their escapes as they stand.  Errors
 * stick: after the first, zone_line_next() returns false for good, and err
 * and err_line say what and where.
 */
#ifndef ZONE_LINE_H
#define ZONE_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"

struct zone_word {
	struct str text; /* without its quotes */
	bool quoted;
	bool cut;           /* no blank before the ';' that follows */
	struct str comment; /* what follows that ';'; s is NULL without one */
};

struct zone_line {
	struct zone_word *words;
	size_t n, cap;
	bool starts_blank; /* the owner is that of the record before */
	bool after_empty;  /* an empty line stands between it and the last */
	unsigned first, last;
};

struct zone_lines {
	struct str text;
	size_t at;
	unsigned line;   /* of the octet at at, from 1 */
	const char *err; /* NULL while all is well */
	unsigned err_line;
};

/* Starts at the first line; a byte order mark is passed over. */
void zone_lines_begin(struct zone_lines *lines, struct str text);

/* The next line with a word in it; words are in the arena.  False at the end
 * and after an error. */
bool zone_line_next(
    struct zone_lines *lines, struct arena *a, struct zone_line *out);

/* Whether a name ends with a dot that is not escaped. */
bool zone_name_is_absolute(struct str text);

#endif
