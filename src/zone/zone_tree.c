#include <string.h>

#include "dns/wire.h"
#include "zone/zone_tree.h"

/* Types that may stand beside a CNAME (RFC 4034 section 2.5). */
enum { TYPE_NSEC = 47 };

/* RFC 1035 section 4.1.3: what a record takes besides its data, its name
 * compressed; section 4.2.2: what a message can hold, its head left out. */
enum { RECORD_HEAD_OCTETS = 12, ANSWER_OCTETS_MAX = 65535 - 12 };

static const char outside[] = "a name outside the zone";
static const char beside_alias[] = "an alias beside records of its type";

static struct zone_node *
new_node(struct zone_tree *tree, struct name name)
{
	struct zone_node *node = arena_new(tree->a, struct zone_node);

	node->name = name;
	name_map_add(tree->a, &tree->nodes, name, node);
	return node;
}

void
zone_tree_begin(struct zone_tree *tree, struct arena *a, struct name apex)
{
	*tree = (struct zone_tree){ .a = a, .apex = apex };
	new_node(tree, apex);
}

static struct zone_node *
get_node(const struct zone_tree *tree, struct name name)
{
	return name_map_get(&tree->nodes, name);
}

/* The node of a name; the names between it and the apex exist from now on
 * too (RFC 4592 section 2.2.2). */
static struct zone_node *
add_node(struct zone_tree *tree, struct name name)
{
	struct zone_node *node = get_node(tree, name);

	if (node != NULL)
		return node;
	node = new_node(tree, name);
	while (name.n > tree->apex.n) {
		name = name_parent(name);
		if (get_node(tree, name) != NULL)
			break;
		new_node(tree, name);
	}
	return node;
}

const struct zone_set *
zone_node_set(const struct zone_node *node, uint16_t type)
{
	const struct zone_set *set = node->sets;

	while (set != NULL && set->type != type)
		set = set->next;
	return set;
}

/* RFC 1034 section 3.6.2: a CNAME stands alone, but for DNSSEC's records. */
static const char *
conflict(const struct zone_node *node, uint16_t type)
{
	if (type == TYPE_RRSIG || type == TYPE_NSEC)
		return NULL;
	for (const struct zone_set *set = node->sets; set != NULL;
	     set = set->next) {
		if (set->type == type && type == TYPE_CNAME)
			return "a second CNAME at one name";
		if (set->type == type && type == TYPE_SOA)
			return "a second SOA";
		if (set->type != type && type == TYPE_CNAME &&
		    set->type != TYPE_RRSIG && set->type != TYPE_NSEC)
			return "a CNAME beside other records of its name";
		if (set->type != type && set->type == TYPE_CNAME)
			return "a record beside a CNAME of its name";
	}
	return NULL;
}

static void
count_name(const struct zone_tree *tree, struct name name)
{
	for (; name.n >= tree->apex.n; name = name_parent(name))
		get_node(tree, name)->nbelow++;
}

static struct zone_set *
add_set(struct zone_tree *tree, struct zone_node *node, uint16_t type)
{
	struct zone_set **at = &node->sets;

	if (node->sets == NULL)
		count_name(tree, node->name);

	while (*at != NULL && (*at)->type != type)
		at = &(*at)->next;
	if (*at == NULL) {
		*at = arena_new(tree->a, struct zone_set);
		(*at)->type = type;
		(*at)->ttl = UINT32_MAX;
	}
	return *at;
}

static bool
has_record(const struct zone_set *set, const struct record *record)
{
	for (size_t i = 0; set != NULL && i < set->n; i++)
		if (set->records[i].n == record->n &&
		    (record->n == 0 ||
			memcmp(set->records[i].data, record->data, record->n) ==
			    0))
			return true;
	return false;
}

static void
add_record(
    struct zone_tree *tree, struct zone_set *set, const struct record *record)
{
	if (set->n == set->cap) {
		size_t cap = set->cap > 0 ? set->cap * 2 : 1;
		struct record *more = arena_array(tree->a, cap, struct record);

		struct zone_where *where =
		    arena_array(tree->a, cap, struct zone_where);

		if (set->n > 0) {
			memcpy(more, set->records, set->n * sizeof(*more));
			memcpy(where, set->where, set->n * sizeof(*where));
		}
		set->records = more;
		set->where = where;
		set->cap = cap;
	}
	set->where[set->n] = tree->where;
	set->records[set->n++] = *record;
	set->octets += RECORD_HEAD_OCTETS + record->n;
	if (record->ttl < set->ttl)
		set->ttl = record->ttl;
}

const char *
zone_tree_add(
    struct zone_tree *tree, struct name owner, const struct record *record)
{
	struct zone_node *node;
	struct zone_set *set;
	const char *reason;

	if (!name_is_in(owner, tree->apex))
		return outside;
	if (record->type == TYPE_SOA && !name_eq(owner, tree->apex))
		return "an SOA that is not at the zone's origin";
	node = add_node(tree, owner);
	if (has_record(zone_node_set(node, record->type), record))
		return NULL;
	reason = conflict(node, record->type);
	if (reason != NULL)
		return reason;
	set = add_set(tree, node, record->type);
	if (set->alias.n > 0)
		return beside_alias;
	if (set->octets + RECORD_HEAD_OCTETS + record->n > ANSWER_OCTETS_MAX)
		return "more records of a name and type than an answer holds";
	add_record(tree, set, record);
	return NULL;
}

const char *
zone_tree_add_later(struct zone_tree *tree, struct name owner, uint16_t type)
{
	struct zone_node *node;
	const char *reason;

	if (!name_is_in(owner, tree->apex))
		return outside;
	node = add_node(tree, owner);
	reason = type == TYPE_CNAME ? NULL : conflict(node, type);
	if (reason == NULL)
		add_set(tree, node, type)->is_later = true;
	return reason;
}

static const char *
add_alias(struct zone_tree *tree, struct name owner, uint16_t type,
    struct name target, uint32_t ttl)
{
	struct zone_node *node = add_node(tree, owner);
	const char *reason = conflict(node, type);
	struct zone_set *set;

	if (reason != NULL)
		return reason;
	set = add_set(tree, node, type);
	if (set->n > 0)
		return beside_alias;
	if (set->alias.n > 0 && !name_eq(set->alias, target))
		return "a second alias of its name and type";
	set->alias = target;
	set->ttl = ttl;
	return NULL;
}

const char *
zone_tree_add_alias(
    struct zone_tree *tree, struct name owner, const struct record *record)
{
	struct name target = { record->data, record->n };
	const char *reason;

	if (!name_is_in(owner, tree->apex))
		return outside;
	if (record->type == TYPE_SOA || record->type == TYPE_NS ||
	    record->type == TYPE_DNAME)
		return "no alias can stand for this type";
	if (record->type != 0)
		return add_alias(
		    tree, owner, record->type, target, record->ttl);
	reason = add_alias(tree, owner, TYPE_A, target, record->ttl);
	if (reason == NULL)
		reason = add_alias(tree, owner, TYPE_AAAA, target, record->ttl);
	return reason;
}

const struct zone_node *
zone_tree_node(const struct zone_tree *tree, struct name name)
{
	return get_node(tree, name);
}

static const struct zone_node *
find_node(const struct zone_tree *tree, const struct name_map *edits,
    struct name name)
{
	const struct zone_node *node = NULL;

	if (edits != NULL)
		node = name_map_get(edits, name);
	if (node == NULL)
		return get_node(tree, name);
	return node->nbelow > 0 ? node : NULL;
}

static const struct zone_node *
wildcard_below(const struct zone_tree *tree, const struct name_map *edits,
    struct name encloser)
{
	unsigned char wire[NAME_MAX_OCTETS + 2] = { 1, '*' };

	memcpy(wire + 2, encloser.wire, encloser.n);
	return find_node(tree, edits, (struct name){ wire, encloser.n + 2 });
}

/* RFC 4592 section 3.3.1: only the wildcard right below the closest encloser
 * counts. */
static struct zone_match
find_wildcard(const struct zone_tree *tree, const struct name_map *edits,
    struct name encloser)
{
	const struct zone_node *node = wildcard_below(tree, edits, encloser);

	if (node == NULL)
		return (struct zone_match){ .found = ZONE_NO_NAME };
	if (zone_node_set(node, TYPE_NS) != NULL)
		return (struct zone_match){ .found = ZONE_DELEGATED };
	return (struct zone_match){ ZONE_NAME, node, true };
}

struct zone_match
zone_tree_find(const struct zone_tree *tree, const struct name_map *edits,
    struct name name)
{
	struct name path[NAME_MAX_OCTETS / 2 + 1]; /* from the name upwards */
	const struct zone_node *node = find_node(tree, edits, tree->apex);
	size_t n = 0;

	for (; name.n > tree->apex.n; name = name_parent(name))
		path[n++] = name;
	while (n > 0) {
		if (zone_node_set(node, TYPE_DNAME) != NULL)
			return (struct zone_match){ ZONE_DNAME, node, false };
		name = node->name;
		node = find_node(tree, edits, path[--n]);
		if (node == NULL)
			return find_wildcard(tree, edits, name);
		if (zone_node_set(node, TYPE_NS) != NULL)
			return (struct zone_match){ .found = ZONE_DELEGATED };
	}
	return (struct zone_match){ ZONE_NAME, node, false };
}

/* The last four octets of an SOA are its MINIMUM (RFC 1035 3.3.13). */
static uint32_t
soa_minimum(const struct record *soa)
{
	struct wire w = { soa->data, soa->n, soa->n - sizeof(uint32_t), false };

	return wire_u32(&w);
}

uint32_t
zone_tree_negative_ttl(const struct zone_tree *tree)
{
	const struct zone_set *set =
	    zone_node_set(get_node(tree, tree->apex), TYPE_SOA);
	uint32_t minimum;

	if (set == NULL)
		return 0;
	minimum = soa_minimum(&set->records[0]);
	return minimum < set->ttl ? minimum : set->ttl;
}
