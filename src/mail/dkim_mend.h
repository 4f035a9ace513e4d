/*
 * dkim_mend.h - a DKIM key record as it was meant, from its text alone.
 *
 * The key's letters are kept as they are: nothing is added to them, and only
 * what cannot belong to them is taken away.
 */
#ifndef DKIM_MEND_H
#define DKIM_MEND_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

/* Without what was pasted with it, each tag in its own place and as receivers
 * read it, p= without blanks.  It need not be a usable key. */
struct str dkim_mend_text(struct arena *a, struct str text);

/* How many octets at the start of text stand where a semicolon was meant; 0:
 * none was. */
size_t dkim_lost_semicolon(struct str text);

/* So much base64 that nobody writes it by chance. */
bool dkim_is_key_text(struct str text);

#endif
