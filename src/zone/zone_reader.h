/*
 * zone_reader.h - reads a zone file record by record (RFC 1035 section 5),
 * and what people's servers and DNS hosts make of it.
 *
 * Owners that are inherited, $ORIGIN, $TTL, $INCLUDE and $GENERATE are
 * resolved here.  Errors stick: after the first one zone_reader_next()
 * returns false for good, and place.err says where and what.  Records live in
 * the arena that the reader was given.
 */
#ifndef ZONE_READER_H
#define ZONE_READER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"
#include "dns/record.h"
#include "zone/zone_generate.h"
#include "zone/zone_place.h"

struct zone_record {
	struct name owner;
	/* Without data, if its type is not read. */
	struct record record;
	/* It answers what another name has, which is the data: of the record's
	 * type, or of type 0 addresses. */
	bool is_alias;
	bool is_later;      /* one of several routed sets; without data */
	bool is_cloudflare; /* Cloudflare's remark is behind it */
	bool is_included;   /* another file than the zone's has it */
	struct str file;
	unsigned line; /* its first */
};

struct zone_reader {
	struct zone_place place;
	struct zone_generate generate; /* what is left of it */
	uint32_t ngenerated;
	uint32_t ttl;    /* of records that give none */
	bool ttl_is_set; /* by $TTL, and not by the record before */
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
