/*
 * pasted.h - what else gets into a record with the text that was meant: marks
 * of word processors and input methods, quotes, the zone line around it.
 *
 * Pure; what has nothing of the kind comes back as it is.
 */
#ifndef PASTED_H
#define PASTED_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

/* In ASCII: blanks for other spaces, tabs and line ends, "-" for dashes, "~"
 * and full-width characters for what they look like, straight quotes; without
 * a byte order mark and other characters of no width. */
struct str pasted_plain(struct arena *a, struct str text);

/* Without a zone file's quotes and the backslashes before its marks; the
 * strings on both sides of '" "' are joined, as the DNS joins them. */
struct str pasted_unquoted(struct arena *a, struct str text);

/* What starts with marker, in any case, where only the head of a zone line
 * ("name 3600 IN TXT (") stands before it; else text as it is. */
struct str pasted_value(struct str text, struct str marker);

#endif
