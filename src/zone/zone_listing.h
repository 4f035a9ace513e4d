/*
 * zone_listing.h - a zone as Route 53 lists it: the JSON of
 * list-resource-record-sets.
 */
#ifndef ZONE_LISTING_H
#define ZONE_LISTING_H

#include "plan/plan.h"
#include "zone/zone_reader.h"

struct zone_listing {
	struct zone_record *records;
	size_t n;
	bool is_partial; /* there are more sets than are listed */
};

/* Whether a file's text is JSON, and not a zone file. */
bool zone_listing_is_one(struct str text);

/* label is the file's name; false, and *err is set, where it is no listing. */
bool zone_listing_read(struct arena *a, struct str text, struct str label,
    struct zone_listing *out, struct plan_error *err);

#endif
