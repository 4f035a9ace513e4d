/*
 * escape.h - what the DNS said, made safe to show.
 *
 * Control characters (C0, DEL, C1), what cannot be seen, what changes the
 * direction of writing, and bytes that are not UTF-8 become \DDD for each
 * byte, as in a zone file (RFC 1035 section 5.1).  The rest is left alone:
 * escaping twice is the same as once.
 */
#ifndef ESCAPE_H
#define ESCAPE_H

#include <stdbool.h>

#include "base/buf.h"

/* Whether anything in s might have to be escaped. */
bool escape_needed(struct str s);

/* s itself, if nothing in it needs it. */
struct str escape(struct arena *a, struct str s);

/* Adds s, escaped; the number of columns that it takes on a terminal, a
 * character that is shown counted as one. */
size_t buf_escaped(struct buf *b, struct str s);

/* Adds s as a zone file has a character-string: in quotes, and what is not
 * visible ASCII or a blank escaped (RFC 1035 section 5.1). */
void buf_quoted(struct buf *b, struct str s);

/* What such a string stands for, without its quotes; false for a bad escape. */
bool unquote(struct arena *a, struct str text, struct str *out);

/* The columns that escaped text takes. */
size_t columns(struct str escaped);

/* The first, or last, characters of escaped text. */
struct str columns_first(struct str escaped, size_t n);
struct str columns_last(struct str escaped, size_t n);

/* What an error message shows of what was given. */
enum { EXCERPT_COLUMNS = 80 };

/* s, escaped, in at most n columns: of what is longer the beginning and the
 * end, with "..." between. */
struct str excerpt(struct arena *a, struct str s, size_t n);

#endif
