/*
 * overlay.h - a change that is laid over what is published: record sets by
 * name and type, each with where it comes from.
 *
 * Who reads a proposed change, or makes one, fills an overlay; layer.h makes
 * a source of it.  The overlay keeps copies of all that it is given, in its
 * arena.
 */
#ifndef OVERLAY_H
#define OVERLAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "dns/name_map.h"
#include "dns/record.h"

/* A run is judged with each of several routed sets; with more than these
 * nobody waits for it. */
enum { OVERLAY_CHOICES_MAX = 32 };

enum overlay_state {
	OVERLAY_AS_IS,   /* what is published: one of several routed sets */
	OVERLAY_RECORDS, /* these records and no others */
	OVERLAY_NOTHING, /* no record */
	OVERLAY_LATER,   /* known only when the change has been made */
	OVERLAY_ALIAS,   /* what another name answers to the same type */
	OVERLAY_EDIT,    /* what is published, less these and with those */
};

/* Where a set comes from, for people. */
struct overlay_place {
	struct str file;
	unsigned line;       /* from 1; 0 where none is meant */
	struct str resource; /* "aws_route53_record.spf", or empty */
};

struct overlay_set {
	struct name name;
	uint16_t type;
	enum overlay_state state;
	struct str id; /* of one of several routed sets; else empty */
	/* RECORDS: all.  EDIT: those that come.  Their types are the set's. */
	size_t n;
	const struct record *records;
	/* EDIT: those that go. */
	size_t ngone;
	const struct record *gone;
	struct name alias; /* ALIAS */
	uint32_t ttl;      /* of what has no records */
	bool is_secret;    /* judged, and not shown */
	struct overlay_place from;
};

/* All that an overlay has at one name. */
struct overlay_node {
	struct name name;
	bool is_cleared; /* every other type of the name has nothing */
	size_t n, cap;
	struct overlay_set *sets; /* in the order of their arrival */
};

struct overlay {
	struct arena *a;
	struct name_map by_name;
	size_t n, cap;
	struct overlay_node **nodes; /* in the order of their arrival */
	size_t choice;               /* in force, from 0 */
	bool is_open;                /* none is in force */
};

struct overlay *overlay_new(struct arena *a);

/* Lays a set over what is there: it takes the place of one of the same name,
 * type and id, but that an EDIT adds to what was said before. */
void overlay_put(struct overlay *overlay, const struct overlay_set *set);

/* Nothing is left at the name, but for SOA and NS of a zone's apex. */
void overlay_clear(struct overlay *overlay, struct name name);

/* Lays all of another overlay over this one. */
void overlay_lay(struct overlay *overlay, const struct overlay *other);

/* How many ways there are to choose among routed sets, one name and type at a
 * time; at least 1.  overlay_choose() puts one in force. */
size_t overlay_choices(const struct overlay *overlay);
void overlay_choose(struct overlay *overlay, size_t choice);

/* The set that the choice in force is about; NULL without routed sets. */
const struct overlay_set *overlay_chosen(const struct overlay *overlay);

/* No choice is in force: of several routed sets each is known only later. */
void overlay_leave_open(struct overlay *overlay);

/* The node of a name, or NULL. */
const struct overlay_node *
overlay_node(const struct overlay *overlay, struct name name);

/* Whether it has something for a name or one below it. */
bool overlay_has_below(const struct overlay *overlay, struct name name);

/* Whether it has one of several routed sets at the name. */
bool overlay_is_routed(const struct overlay *overlay, struct name name);

/* The set in force of a type, or NULL. */
const struct overlay_set *overlay_set(const struct overlay *overlay,
    const struct overlay_node *node, uint16_t type);

/* Whether the node gives its name a record: it exists with the change. */
bool overlay_node_has_records(
    const struct overlay *overlay, const struct overlay_node *node);

/* Applies an EDIT to published records: the result is in the arena. */
struct record *overlay_edit(struct arena *a, const struct overlay_set *set,
    const struct record *records, size_t n, size_t *nout);

#endif
