/*
 * txt_value.h - the text of a TXT record as a zone file has it: quoted, cut
 * into strings of at most 255 octets (RFC 1035 section 3.3), on one line.
 */
#ifndef TXT_VALUE_H
#define TXT_VALUE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

enum { TXT_STRING_MAX = 255 };

struct str txt_value(struct arena *a, struct str text);

/* The text of such a value; false, and out untouched, for what is none. */
bool txt_value_read(struct arena *a, struct str value, struct str *out);

#endif
