/*
 * name_map.h - finds things by name: a hash table in an arena.
 *
 * A zeroed struct name_map is an empty map.  Names are views: what they point
 * to must outlive the map.
 */
#ifndef NAME_MAP_H
#define NAME_MAP_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "dns/name.h"

struct name_map_entry {
	struct name name;
	uint32_t hash;
	void *value;
	struct name_map_entry *next_in_bucket;
};

struct name_map {
	struct name_map_entry **buckets;
	size_t nbuckets, n;
};

/* What name_map_add() put there, or NULL. */
void *name_map_get(const struct name_map *map, struct name name);

/* The name must not be in the map yet. */
void name_map_add(
    struct arena *a, struct name_map *map, struct name name, void *value);

#endif
