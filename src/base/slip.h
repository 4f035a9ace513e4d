/*
 * slip.h - whether a word is another one with a slip of the fingers.
 */
#ifndef SLIP_H
#define SLIP_H

#include <stdbool.h>

#include "base/str.h"

/* Whether x is y in any case, or becomes it by one octet more, less or other,
 * or by two neighbours that change places. */
bool is_slip_of(struct str x, struct str y);

#endif
