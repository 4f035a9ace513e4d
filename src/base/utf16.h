/* utf16.h - files that were written as UTF-16, which PowerShell does. */
#ifndef UTF16_H
#define UTF16_H

#include "base/arena.h"
#include "base/str.h"

/* The text as UTF-8 and without a byte-order mark; the text itself where it
 * is neither UTF-16 with such a mark nor begins with one of UTF-8.  Halves of
 * a pair, and of a unit at the end, become U+FFFD. */
struct str text_decoded(struct arena *a, struct str text);

#endif
