/*
 * zone_type.h - what the word for a record's type says of the record.
 */
#ifndef ZONE_TYPE_H
#define ZONE_TYPE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

enum zone_kind {
	ZONE_KIND_NONE,  /* not a type, or one that only a question can have */
	ZONE_KIND_READ,  /* the data is read */
	ZONE_KIND_OTHER, /* no check asks for it: nobody looks at the data */
	ZONE_KIND_ALIAS, /* ALIAS, ANAME: the name whose addresses it has */
};

/* The word in any case; *type is set for what is read and for all else that is
 * a type of records. */
enum zone_kind zone_kind(struct arena *a, struct str word, uint16_t *type);

/* Whether records of a type are read from zones: those that checks ask for, but
 * not signatures, half of a signed zone, of which a zone proves nothing. */
bool zone_type_is_read(uint16_t type);

#endif
