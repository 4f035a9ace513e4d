/* script_text.h - what the forms of changes have in common. */
#ifndef SCRIPT_TEXT_H
#define SCRIPT_TEXT_H

#include "fix/change.h"

/* A comment for each change that the address's provider makes, and for each
 * that is left out; mark starts it. */
void script_remarks(
    struct buf *out, const struct changes *changes, const char *mark);

/* "example.com." */
struct str script_name(struct arena *a, struct name name);

/* The same with escapes in octal, as Route 53 has them: \DDD in a zone file is
 * decimal. */
struct str script_octal(struct arena *a, struct str text);

#endif
