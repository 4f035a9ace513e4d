/* base64.h - RFC 4648 section 4, to the letter. */
#ifndef BASE64_H
#define BASE64_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

/* Whether c is one of the 64 letters; "=" is not. */
bool base64_is_letter(char c);

/* The six bits that a letter stands for; more than 63 for what is none. */
uint32_t base64_value(char c);

/* The octets that text stands for.  False, and out untouched, unless text is
 * whole groups of four letters with the padding that the last one needs. */
bool base64_decode(struct arena *a, struct str text, struct str *out);

struct str base64_encode(struct arena *a, struct str octets);

#endif
