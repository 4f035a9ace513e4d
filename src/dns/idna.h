/*
 * idna.h - a name as people write it: any case, with or without the last dot,
 * in any script (IDNA2008, RFC 5891).
 */
#ifndef IDNA_H
#define IDNA_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "dns/name.h"

/* U-labels (UTF-8) become A-labels; letters, digits, hyphens and underscores
 * stay.  False, and a reason, for anything else: the root, a blank, an empty
 * label, a name that is too long, a script that is mixed illegally. */
bool idna_parse(
    struct arena *a, struct str text, struct name *out, const char **reason);

#endif
