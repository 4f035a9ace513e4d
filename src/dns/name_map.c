#include "dns/name_map.h"

enum { BUCKETS_AT_START = 16 };

/* FNV-1a. */
static uint32_t
hash_name(struct name name)
{
	uint32_t hash = 2166136261U;

	for (size_t i = 0; i < name.n; i++)
		hash = (hash ^ name.wire[i]) * 16777619U;
	return hash ^ hash >> 15;
}

void *
name_map_get(const struct name_map *map, struct name name)
{
	const struct name_map_entry *entry;
	uint32_t hash;

	if (map->n == 0)
		return NULL;
	hash = hash_name(name);
	entry = map->buckets[hash & (map->nbuckets - 1)];
	for (; entry != NULL; entry = entry->next_in_bucket)
		if (entry->hash == hash && name_eq(entry->name, name))
			return entry->value;
	return NULL;
}

static void
put(struct name_map *map, struct name_map_entry *entry)
{
	struct name_map_entry **bucket =
	    &map->buckets[entry->hash & (map->nbuckets - 1)];

	entry->next_in_bucket = *bucket;
	*bucket = entry;
}

/* The old buckets stay in the arena: all of them together are as many as the
 * new ones. */
static void
grow(struct arena *a, struct name_map *map)
{
	struct name_map old = *map;
	struct name_map_entry *entry, *next;

	map->nbuckets = old.nbuckets > 0 ? old.nbuckets * 2 : BUCKETS_AT_START;
	map->buckets = arena_array(a, map->nbuckets, struct name_map_entry *);
	for (size_t i = 0; i < old.nbuckets; i++)
		for (entry = old.buckets[i]; entry != NULL; entry = next) {
			next = entry->next_in_bucket;
			put(map, entry);
		}
}

void
name_map_add(
    struct arena *a, struct name_map *map, struct name name, void *value)
{
	struct name_map_entry *entry = arena_new(a, struct name_map_entry);

	if (map->n >= map->nbuckets)
		grow(a, map);
	entry->name = name;
	entry->hash = hash_name(name);
	entry->value = value;
	put(map, entry);
	map->n++;
}
