/*
 * zone_tree.h - one zone's names and records, and how a name is looked up
 * among them (RFC 1034 section 4.3.2, RFC 4592).
 *
 * Everything is in one arena, names and data of what is added too.
 */
#ifndef ZONE_TREE_H
#define ZONE_TREE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "dns/name_map.h"
#include "dns/record.h"

/* Where a record stands. */
struct zone_where {
	const char *file;
	uint32_t nfile; /* octets of its name */
	uint32_t line;  /* from 1; 0: none is known */
};

/* The records of one name and type. */
struct zone_set {
	uint16_t type;
	struct name alias; /* or no name: it answers what this name has */
	bool is_later;     /* nobody knows its records yet */
	bool is_secret;    /* a plan says that they are sensitive */
	uint32_t ttl;      /* the least of them (RFC 2181 section 5.2) */
	size_t octets;     /* that they take in an answer */
	size_t n, cap;
	struct record *records;
	struct zone_where *where; /* of each record */
	struct zone_set *next;
};

/* A name that exists; without sets it is an empty non-terminal. */
struct zone_node {
	struct name name;
	struct zone_set *sets;
	size_t nbelow; /* names with sets, this one and those below it */
};

struct zone_tree {
	struct arena *a;
	struct name apex;
	struct name_map nodes;
	struct zone_where where; /* of what is added next */
	bool is_partial;         /* it may have more than is here */
};

enum zone_found {
	ZONE_NAME,      /* node stands for the name */
	ZONE_NO_NAME,   /* the name does not exist */
	ZONE_DELEGATED, /* it is at or below a delegation */
	ZONE_DNAME,     /* it is below node, which has a DNAME */
};

struct zone_match {
	enum zone_found found;
	const struct zone_node *node;
	bool wildcard; /* node is the wildcard that covers the name */
};

void zone_tree_begin(struct zone_tree *tree, struct arena *a, struct name apex);

/* Adds a record; one that is there already is passed over (RFC 2181 section
 * 5).  NULL, or why it must not stand there. */
const char *zone_tree_add(
    struct zone_tree *tree, struct name owner, const struct record *record);

/* Adds a set that answers what another name answers: of the record's type, or
 * of addresses where that is 0.  The record's data is the other name. */
const char *zone_tree_add_alias(
    struct zone_tree *tree, struct name owner, const struct record *record);

/* Adds a set of which nobody knows the records. */
const char *
zone_tree_add_later(struct zone_tree *tree, struct name owner, uint16_t type);

/* Looks up a name at or below the apex.  edits, or NULL, maps names to nodes
 * that take the place of those of the tree; one with nothing at or below it
 * says that the name does not exist. */
struct zone_match zone_tree_find(const struct zone_tree *tree,
    const struct name_map *edits, struct name name);

/* The node of a name, or NULL. */
const struct zone_node *
zone_tree_node(const struct zone_tree *tree, struct name name);

/* The records of a type, or NULL. */
const struct zone_set *
zone_node_set(const struct zone_node *node, uint16_t type);

/* How long "there is none" may be kept (RFC 2308 section 5); 0 without SOA. */
uint32_t zone_tree_negative_ttl(const struct zone_tree *tree);

#endif
