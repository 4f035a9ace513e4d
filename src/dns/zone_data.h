/*
 * zone_data.h - a record's data from presentation format: ldns's part.
 *
 * What ldns lets pass is caught here: numbers out of range, quoted names,
 * relative names without an origin, strings that a ';' cut short.
 */
#ifndef ZONE_DATA_H
#define ZONE_DATA_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"
#include "dns/record.h"
#include "dns/zone_line.h"

/* For printf(): a relative name where no origin is known. */
#define ZONE_NO_ORIGIN \
	"nothing completes '%.*s': add $ORIGIN, or give ORIGIN=FILE"

struct zone_data {
	uint16_t type;
	struct name origin; /* no name: relative names are errors */
	const struct zone_word *words;
	size_t n;
	struct str reason; /* why it cannot be read */
};

/* The number of a type's name, of all that have one; 0 for an unknown one and
 * for those that only a question can have. */
uint16_t zone_type(struct arena *a, struct str text);

/* Fills out's type and data, which is in the arena keep; the reason is in a.
 * False, and out untouched, where the words are no data of that type. */
bool zone_data_read(struct zone_data *data, struct arena *a, struct arena *keep,
    struct record *out);

/* Seconds, as a number or with units: 3600, 1h, 1h30m, 2W.  False beyond
 * 2^31 - 1 (RFC 2181 section 8) and for all else. */
bool zone_period(struct str text, uint32_t *seconds);

#endif
