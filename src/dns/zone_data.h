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

struct zone_data {
	uint16_t type;
	struct name origin; /* no name: relative names are errors */
	const struct zone_word *words;
	size_t n;
	struct str file;   /* what the user is told to name the origin of */
	bool hides_words;  /* reasons quote nothing */
	struct str reason; /* why it cannot be read */
	bool needs_origin; /* that is why */
};

/* How a reason names a word: "'word'", or "a word" where it is hidden. */
struct str zone_word_text(struct arena *a, struct str word, bool is_hidden);

/* The reason where no origin completes a name. */
struct str zone_no_origin(struct arena *a, struct str name, struct str file);

/* Fills out's type and data, which is in the arena keep; the reason is in a.
 * False, and out untouched, where the words are no data of that type. */
bool zone_data_read(struct zone_data *data, struct arena *a, struct arena *keep,
    struct record *out);

/* Seconds, as a number or with units: 3600, 1h, 1h30m, 2W.  False beyond
 * 2^31 - 1 (RFC 2181 section 8) and for all else. */
bool zone_period(struct str text, uint32_t *seconds);

#endif
