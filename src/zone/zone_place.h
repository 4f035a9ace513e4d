/*
 * zone_place.h - where the reader of a zone file is: the files under way, the
 * origin and the owner in force, and the error that ended it.
 */
#ifndef ZONE_PLACE_H
#define ZONE_PLACE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "dns/name.h"
#include "dns/zone_line.h"

enum {
	INCLUDE_DEPTH_MAX = 8,
	ZONE_BYTES_MAX = 256 * 1024 * 1024, /* of a file and its includes */
};

struct zone_error {
	struct str file;
	unsigned line; /* from 1; 0 where none is meant */
	struct str reason;
};

/* A file under way: one an $INCLUDE. */
struct zone_file {
	struct str path;
	struct buf text; /* unless the text is somebody else's */
	struct zone_lines lines;
	struct name origin, owner; /* of the file that includes it */
};

struct zone_place {
	struct arena *a;
	struct arena line; /* one logical line's */
	struct zone_file files[INCLUDE_DEPTH_MAX];
	size_t depth;
	size_t bytes;
	bool may_include;
	struct name origin;       /* in force; no name before the first */
	struct name first_origin; /* the first that was in force */
	struct name owner;        /* of the record before */
	struct zone_error err;
};

void
zone_place_begin(struct zone_place *place, struct arena *a, struct name origin);
void zone_place_end(struct zone_place *place);

/* Goes into a file, and out of it again.  What an include says of origin and
 * owner ends with it. */
void zone_place_enter(struct zone_place *place, struct str path);
void zone_place_leave(struct zone_place *place);

/* The file under way. */
struct zone_file *zone_place_file(struct zone_place *place);

/* Whether that is one that another includes: no message quotes a word of it,
 * for the zone's author may not be its reader. */
bool zone_place_is_included(const struct zone_place *place);

/* False, always: the error that ends the reading. */
bool zone_place_fail(struct zone_place *place, unsigned line, struct str why);

/* "'word' why", or "a word why". */
bool zone_place_fail_word(struct zone_place *place,
    const struct zone_line *line, struct str word, const char *why);

bool zone_place_failed(const struct zone_place *place);

/* Sets the origin in force. */
void zone_place_set_origin(struct zone_place *place, struct name origin);

/* Without an origin the file's name is asked for one.  False, where that has
 * none either. */
bool zone_place_complete(struct zone_place *place);

/* A name as a file has it: "@", absolute, or relative to the origin. */
bool zone_place_name(struct zone_place *place, const struct zone_line *line,
    struct str text, struct name *out);

#endif
