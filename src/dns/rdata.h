/*
 * rdata.h - a record's data, from a message to the form of record.h.
 */
#ifndef RDATA_H
#define RDATA_H

#include <stdbool.h>

#include "base/arena.h"
#include "dns/record.h"
#include "dns/wire.h"

/* Fills in the data of a record whose type is set: uncompressed, names in
 * lower case, else a view of the message.  data is the message up to the
 * record's end, at the start of its data; false unless that is exactly what
 * the type requires. */
bool rdata_read(struct arena *a, struct wire data, struct record *record);

#endif
