#include <string.h>

#include "zone/zone_view.h"

/* The node of a name among the edits, made from the tree's at first. */
static struct zone_node *
edited_node(struct arena *a, struct name_map *edits,
    const struct zone_tree *tree, struct name name)
{
	struct zone_node *node = name_map_get(edits, name);
	const struct zone_node *old = zone_tree_node(tree, name);

	if (node != NULL)
		return node;
	node = arena_new(a, struct zone_node);
	if (old != NULL)
		*node = *old;
	node->name = name;
	/* The apex exists, whatever goes. */
	if (name_eq(name, tree->apex))
		node->nbelow++;
	name_map_add(a, edits, name, node);
	return node;
}

static struct zone_set *
copy_sets(struct arena *a, const struct zone_set *sets)
{
	struct zone_set *first = NULL, **at = &first;

	for (; sets != NULL; sets = sets->next) {
		*at = arena_new(a, struct zone_set);
		**at = *sets;
		at = &(*at)->next;
	}
	return first;
}

/* The place of a type's set among a node's, or of the end. */
static struct zone_set **
find_set(struct zone_node *node, uint16_t type)
{
	struct zone_set **at = &node->sets;

	while (*at != NULL && (*at)->type != type)
		at = &(*at)->next;
	return at;
}

static void
remove_set(struct zone_node *node, uint16_t type)
{
	struct zone_set **at = find_set(node, type);

	if (*at != NULL)
		*at = (*at)->next;
}

static uint32_t
least_ttl(const struct record *records, size_t n, uint32_t ttl)
{
	for (size_t i = 0; i < n; i++)
		if (i == 0 || records[i].ttl < ttl)
			ttl = records[i].ttl;
	return ttl;
}

static void
put_set(struct arena *a, struct zone_node *node, const struct zone_set *set)
{
	struct zone_set **at = find_set(node, set->type), *next = NULL;

	if (*at != NULL)
		next = (*at)->next;
	*at = arena_new(a, struct zone_set);
	**at = *set;
	(*at)->next = next;
}

static void
put_records(struct arena *a, struct zone_node *node,
    const struct overlay_set *set, struct record *records, size_t n)
{
	struct zone_set new = {
		.type = set->type,
		.ttl = least_ttl(records, n, set->ttl),
		.n = n,
		.records = records,
		.is_secret = set->is_secret,
	};

	if (n > 0)
		put_set(a, node, &new);
	else
		remove_set(node, set->type);
}

static void
apply_edit(
    struct arena *a, struct zone_node *node, const struct overlay_set *set)
{
	const struct zone_set *old = *find_set(node, set->type);
	struct record *records;
	size_t n;

	if (old != NULL && old->is_later)
		return;
	records = overlay_edit(a, set, old != NULL ? old->records : NULL,
	    old != NULL ? old->n : 0, &n);
	put_records(a, node, set, records, n);
}

static void
apply(struct arena *a, struct zone_node *node, uint16_t type,
    const struct overlay_set *set)
{
	struct zone_set new = { .type = type, .ttl = set->ttl };
	struct record *records;
	size_t n;

	switch (set->state) {
	case OVERLAY_AS_IS:
		break;
	case OVERLAY_RECORDS:
		records = overlay_edit(a, set, NULL, 0, &n);
		put_records(a, node, set, records, n);
		break;
	case OVERLAY_NOTHING:
		remove_set(node, type);
		break;
	case OVERLAY_LATER:
		new.is_later = true;
		put_set(a, node, &new);
		break;
	case OVERLAY_ALIAS:
		new.alias = set->alias;
		put_set(a, node, &new);
		break;
	case OVERLAY_EDIT:
		apply_edit(a, node, set);
		break;
	}
}

/* RFC 2136 section 3.4.2.3: SOA and NS of the apex stay. */
static void
clear(struct zone_node *node, bool is_apex)
{
	struct zone_set **at = &node->sets;

	while (*at != NULL)
		if (is_apex &&
		    ((*at)->type == TYPE_SOA || (*at)->type == TYPE_NS))
			at = &(*at)->next;
		else
			*at = (*at)->next;
}

/* Names come into being and go, and those above them with them. */
static void
count(struct arena *a, struct name_map *edits, const struct zone_tree *tree,
    struct name name, bool had_sets, bool has_sets)
{
	for (; name.n >= tree->apex.n; name = name_parent(name)) {
		struct zone_node *node = edited_node(a, edits, tree, name);

		node->nbelow += has_sets;
		node->nbelow -= had_sets;
	}
}

void
zone_view_add(struct arena *a, struct name_map *edits,
    const struct zone_tree *tree, const struct overlay *overlay,
    const struct overlay_node *change)
{
	struct zone_node *node = edited_node(a, edits, tree, change->name);
	bool had_sets = node->sets != NULL;

	node->sets = copy_sets(a, node->sets);
	if (change->is_cleared)
		clear(node, name_eq(change->name, tree->apex));
	for (size_t i = 0; i < change->n; i++)
		apply(a, node, change->sets[i].type,
		    overlay_set(overlay, change, change->sets[i].type));
	count(a, edits, tree, change->name, had_sets, node->sets != NULL);
}
