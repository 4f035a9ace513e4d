/*
 * zone.h - zone files as a source: authoritative below their origin.
 *
 * Each logical line is read here, each record by ldns.  Lookups follow RFC
 * 1034 section 4.3.2 and RFC 4592: wildcards, chains of CNAMEs and DNAMEs,
 * empty non-terminals; and aliases that the server follows itself.  Names at or
 * below a delegation, and names outside every origin, are left to the next
 * source.
 */
#ifndef ZONE_H
#define ZONE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"
#include "dns/name.h"
#include "dns/source.h"
#include "zone/zone_reader.h"
#include "zone/zone_tree.h"

struct overlay;
struct zones;      /* all zones given */
struct zones_view; /* and what a change makes of them */

/* Everything is in the arena, which must outlive it. */
struct zones *zones_new(struct arena *a);

/* Reads a zone file.  origin may be no name: then the owner of the file's SOA
 * record, else the first origin in the file, else its name decides.  On an
 * error false, and err says where and what. */
bool zones_add_file(struct zones *zones, const char *path, struct name origin,
    struct zone_error *err);

/* The same from memory; label stands for the file's name. */
bool zones_add_text(struct zones *zones, struct str text, struct str label,
    struct name origin, struct zone_error *err);

/* What was passed over in the files read so far, in their order; *n tells how
 * many there are. */
const struct zone_error *zones_warnings(const struct zones *zones, size_t *n);

/* The zones with a change applied to their records, as it is chosen now; the
 * overlay and the zones must outlive it. */
struct zones_view *zones_view(
    struct arena *a, const struct zones *zones, const struct overlay *overlay);

/* Whether the zones, as they are, answer for a name. */
bool zones_cover(const struct zones *zones, struct name name);

enum zones_found {
	ZONES_ANSWER,    /* the entry has its answer */
	ZONES_DELEGATED, /* they have the name's parent, and a delegation */
	ZONES_OUTSIDE,   /* none has the name */
};

/* Answers as the source does, with the change. */
enum zones_found zones_view_ask(
    const struct zones_view *view, struct store *store, struct entry *entry);

/* Whether one of them has its origin at or above name. */
bool zones_have(const struct zones *zones, struct name name);

/* Whether one of them has several routed sets at the name. */
bool zones_are_routed(const struct zones *zones, struct name name);

/* Where a record of that name and type stands, or with record NULL the first
 * of them; only the zone's file where there is none.  False for a record that
 * no zone has, and for a name that no zone has a say about. */
bool zones_place(const struct zones *zones, struct name name, uint16_t type,
    const struct record *record, struct zone_where *out);

struct source *zones_source(struct zones *zones);

#endif
