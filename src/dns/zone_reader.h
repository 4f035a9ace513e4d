/*
 * zone_reader.h - reads a zone file record by record (RFC 1035 section 5).
 *
 * Owners that are inherited, $ORIGIN, $TTL and $INCLUDE are resolved here.
 * Errors stick: after the first one zone_reader_next() returns false for
 * good, and err says where and what.  Records live in the arena that the
 * reader was given.
 */
#ifndef ZONE_READER_H
#define ZONE_READER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"
#include "dns/record.h"
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

struct zone_record {
	struct name owner;
	struct record record;
	struct str file;
	unsigned line; /* its first */
};

/* A file under way: one an $INCLUDE. */
struct zone_file {
	struct str path;
	struct buf text; /* unless the text is somebody else's */
	struct zone_lines lines;
	struct name origin, owner; /* of the file that includes it */
};

struct zone_reader {
	struct arena *a;
	struct arena line; /* one logical line's */
	struct zone_file files[INCLUDE_DEPTH_MAX];
	size_t depth;
	size_t bytes;
	bool may_include;
	struct name origin;       /* in force; no name before the first */
	struct name first_origin; /* what the first $ORIGIN said */
	struct name owner;        /* of the record before */
	uint32_t ttl;             /* of records that give none */
	bool ttl_is_set;          /* by $TTL, and not by the record before */
	struct zone_error err;
};

/* Reads text; label stands for the file's name.  There are no includes. */
void zone_reader_begin_text(struct zone_reader *reader, struct arena *a,
    struct str text, struct str label, struct name origin);

/* Reads the file at path.  What it cannot read is an error. */
void zone_reader_begin_file(struct zone_reader *reader, struct arena *a,
    struct str path, struct name origin);

bool zone_reader_next(struct zone_reader *reader, struct zone_record *out);

void zone_reader_end(struct zone_reader *reader);

#endif
