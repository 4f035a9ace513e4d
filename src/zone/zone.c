#include <string.h>

#include "dns/zone_type.h"
#include "zone/zone.h"
#include "zone/zone_load.h"
#include "zone/zone_tree.h"
#include "zone/zone_view.h"

struct zone {
	struct zone_tree tree;
	struct str label;
};

struct zones {
	struct source source; /* first: a source is its zones */
	struct arena *a;
	struct name_map by_origin;
	struct zone_warnings warnings;
};

struct zones_view {
	const struct zones *zones;
	struct name_map by_origin; /* of the name maps of zones with edits */
};

/* A lookup under way: a chain of names (RFC 1034 section 4.3.2 step 3a). */
struct walk {
	struct answer answer;
	struct name name; /* the chain's last */
	struct name cnames[CNAME_CHAIN_MAX];
	unsigned char made[CNAME_CHAIN_MAX][NAME_MAX_OCTETS]; /* by DNAMEs */
	struct record cname; /* that a DNAME made */
	bool hides;          /* the rest of the chain: see answer.nhidden */
};

static void
keep_least_ttl(struct walk *walk, uint32_t ttl)
{
	if (ttl < walk->answer.ttl)
		walk->answer.ttl = ttl;
}

static bool
end(struct walk *walk, enum answer_status status)
{
	walk->answer.status = status;
	return false;
}

static bool
end_broken(struct walk *walk, struct str note)
{
	walk->answer.note = note;
	return end(walk, ANSWER_SERVFAIL);
}

static const struct str partial = STR("the listing is a part of the zone only");
static const struct str later = STR("known only after the change is made");

static bool
end_undecided(struct walk *walk, struct str note)
{
	walk->answer.note = note;
	return end(walk, ANSWER_UNDECIDED);
}

/* Goes on at what an alias points to; false at the end of the walk. */
static bool
follow(struct walk *walk, struct name target, uint32_t ttl)
{
	walk->answer.cnames = walk->cnames;
	if (answer_has_met(&walk->answer, target)) {
		walk->answer.ncnames = walk->answer.nhidden = 0;
		return end(walk, ANSWER_LOOP);
	}
	if (walk->answer.ncnames == CNAME_CHAIN_MAX)
		return end_broken(walk, S("the chain of CNAMEs is too long"));
	keep_least_ttl(walk, ttl);
	walk->cnames[walk->answer.ncnames++] = target;
	walk->answer.nhidden += walk->hides;
	walk->name = target;
	return true;
}

/* The CNAME that a DNAME makes is an answer to who asks for it. */
static bool
take_cname(struct walk *walk, struct name target, uint32_t ttl)
{
	walk->cname = (struct record){
		.type = TYPE_CNAME,
		.n = (uint16_t)target.n,
		.ttl = ttl,
		.data = target.wire,
	};
	keep_least_ttl(walk, ttl);
	walk->answer.records = &walk->cname;
	walk->answer.n = 1;
	return end(walk, ANSWER_NOERROR);
}

/* RFC 6672 section 2.2: the DNAME's owner in the name becomes its target. */
static bool
follow_dname(struct walk *walk, const struct zone_node *node)
{
	const struct zone_set *set = zone_node_set(node, TYPE_DNAME);
	size_t kept = walk->name.n - node->name.n;
	struct name target;
	unsigned char *wire;

	if (set->n == 0)
		return end_undecided(walk, later);
	target = record_name(&set->records[0]);
	if (walk->answer.ncnames == CNAME_CHAIN_MAX)
		return end_broken(walk, S("the chain of CNAMEs is too long"));
	if (kept + target.n > NAME_MAX_OCTETS)
		return end_broken(walk, S("a DNAME makes too long a name"));
	wire = walk->made[walk->answer.ncnames];
	memcpy(wire, walk->name.wire, kept);
	memcpy(wire + kept, target.wire, target.n);
	target = (struct name){ wire, kept + target.n };
	if (walk->answer.question.type == TYPE_CNAME)
		return take_cname(walk, target, set->ttl);
	return follow(walk, target, set->ttl);
}

/* The name is an alias, whatever is asked; its CNAME may be an alias of
 * Route 53's itself. */
static bool
follow_cname(struct walk *walk, const struct zone_set *set)
{
	if (set->is_later)
		return end_undecided(walk, later);
	if (set->alias.n == 0)
		return follow(walk, record_name(&set->records[0]), set->ttl);
	walk->hides = true;
	return follow(walk, set->alias, set->ttl);
}

static bool
take_records(struct walk *walk, const struct zone *zone,
    const struct zone_node *node, uint16_t type)
{
	const struct zone_set *set =
	    zone_type_is_read(type) ? zone_node_set(node, type) : NULL;
	const struct zone_set *alias = zone_node_set(node, TYPE_CNAME);

	if (set == NULL && alias != NULL)
		return follow_cname(walk, alias);
	if (set == NULL && zone->tree.is_partial)
		return end_undecided(walk, partial);
	if (set == NULL) {
		keep_least_ttl(walk, zone_tree_negative_ttl(&zone->tree));
		return end(walk, ANSWER_NODATA);
	}
	if (set->is_later)
		return end_undecided(walk, later);
	if (set->alias.n > 0) {
		walk->hides = true;
		return follow(walk, set->alias, set->ttl);
	}
	keep_least_ttl(walk, set->ttl);
	walk->answer.records = set->records;
	walk->answer.n = set->n;
	walk->answer.is_secret = set->is_secret;
	return end(walk, ANSWER_NOERROR);
}

/* One name of the chain, in the zone that has it; false at the walk's end. */
static bool
step(struct walk *walk, const struct zone *zone, const struct zone_match *match)
{
	switch (match->found) {
	case ZONE_DELEGATED:
		return end(walk, ANSWER_ALIAS);
	case ZONE_NO_NAME:
		if (zone->tree.is_partial)
			return end_undecided(walk, partial);
		keep_least_ttl(walk, zone_tree_negative_ttl(&zone->tree));
		return end(walk, ANSWER_NXDOMAIN);
	case ZONE_DNAME:
		return follow_dname(walk, match->node);
	case ZONE_NAME:
		break;
	}
	walk->answer.wildcard |= match->wildcard;
	return take_records(
	    walk, zone, match->node, walk->answer.question.type);
}

/* The zone with the closest origin at or above name, or NULL. */
static const struct zone *
find_zone(const struct zones *zones, struct name name)
{
	const struct zone *zone = NULL;

	for (; name.n > 0 && zone == NULL; name = name_parent(name))
		zone = name_map_get(&zones->by_origin, name);
	return zone;
}

bool
zones_have(const struct zones *zones, struct name name)
{
	return find_zone(zones, name) != NULL;
}

bool
zones_are_routed(const struct zones *zones, struct name name)
{
	const struct zone *zone = find_zone(zones, name);
	const struct zone_node *node =
	    zone == NULL ? NULL : name_map_get(&zone->tree.nodes, name);

	for (const struct zone_set *set = node == NULL ? NULL : node->sets;
	     set != NULL; set = set->next)
		if (set->is_later)
			return true;
	return false;
}

bool
zones_cover(const struct zones *zones, struct name name)
{
	const struct zone *zone = find_zone(zones, name);

	return zone != NULL &&
	    zone_tree_find(&zone->tree, NULL, name).found != ZONE_DELEGATED;
}

static enum zones_found
ask_zones(const struct zones *zones, const struct zones_view *view,
    struct store *store, struct entry *entry)
{
	struct walk walk = { .name = entry->question.name };
	const struct name_map *edits = NULL;
	const struct zone *zone;
	struct zone_match match;

	walk.answer.question = entry->question;
	walk.answer.ttl = UINT32_MAX;
	walk.answer.cnames = walk.cnames;
	do {
		zone = find_zone(zones, walk.name);
		if (zone == NULL) {
			end(&walk, ANSWER_ALIAS);
			break;
		}
		walk.answer.server = zone->label;
		walk.answer.zone = zone->tree.apex;
		if (view != NULL)
			edits = name_map_get(&view->by_origin, zone->tree.apex);
		match = zone_tree_find(&zone->tree, edits, walk.name);
	} while (step(&walk, zone, &match));
	walk.answer.is_routed = zones_are_routed(zones, entry->question.name);
	/* Nothing of ours: the next source may know. */
	if (walk.answer.status == ANSWER_ALIAS && walk.answer.ncnames == 0)
		return zone == NULL ? ZONES_OUTSIDE : ZONES_DELEGATED;
	if (walk.answer.status != ANSWER_ALIAS)
		answer_flatten(&walk.answer);
	store_put(store, entry, &walk.answer);
	return ZONES_ANSWER;
}

static bool
ask(struct source *self, struct store *store, struct entry *entry)
{
	return ask_zones((const struct zones *)self, NULL, store, entry) ==
	    ZONES_ANSWER;
}

enum zones_found
zones_view_ask(
    const struct zones_view *view, struct store *store, struct entry *entry)
{
	return ask_zones(view->zones, view, store, entry);
}

static bool
is_same_data(const struct record *x, const struct record *y)
{
	return x->n == y->n &&
	    (x->n == 0 || memcmp(x->data, y->data, x->n) == 0);
}

bool
zones_place(const struct zones *zones, struct name name, uint16_t type,
    const struct record *record, struct zone_where *out)
{
	const struct zone *zone = find_zone(zones, name);
	const struct zone_set *set = NULL;
	struct zone_match match;

	if (zone == NULL)
		return false;
	match = zone_tree_find(&zone->tree, NULL, name);
	if (match.found == ZONE_DELEGATED)
		return false;
	if (match.found == ZONE_NAME)
		set = zone_node_set(match.node, type);
	for (size_t i = 0; set != NULL && i < set->n; i++)
		if (record == NULL || is_same_data(record, &set->records[i])) {
			*out = set->where[i];
			return true;
		}
	*out = (struct zone_where){ zone->label.s, (uint32_t)zone->label.n, 0 };
	return record == NULL;
}

/* What the change edits of a zone, empty at first. */
static struct name_map *
edits_of(struct arena *a, struct zones_view *view, const struct zone *zone)
{
	struct name origin = zone->tree.apex;
	struct name_map *edits = name_map_get(&view->by_origin, origin);

	if (edits != NULL)
		return edits;
	edits = arena_new(a, struct name_map);
	name_map_add(a, &view->by_origin, origin, edits);
	return edits;
}

struct zones_view *
zones_view(
    struct arena *a, const struct zones *zones, const struct overlay *overlay)
{
	struct zones_view *view = arena_new(a, struct zones_view);

	view->zones = zones;
	for (size_t i = 0; i < overlay->n; i++) {
		const struct overlay_node *node = overlay->nodes[i];
		const struct zone *zone = find_zone(zones, node->name);

		if (zone != NULL)
			zone_view_add(a, edits_of(a, view, zone), &zone->tree,
			    overlay, node);
	}
	return view;
}

struct zones *
zones_new(struct arena *a)
{
	struct zones *zones = arena_new(a, struct zones);

	zones->a = a;
	zones->source.ask = ask;
	return zones;
}

struct source *
zones_source(struct zones *zones)
{
	return &zones->source;
}

static bool
add_zone(struct zones *zones, struct zone *zone, const struct zone_load *load,
    bool ok, struct zone_error *err)
{
	struct name origin = zone->tree.apex;

	if (!ok) {
		*err = load->err;
		return false;
	}
	if (name_map_get(&zones->by_origin, origin) != NULL) {
		*err = (struct zone_error){ load->label, 0,
			arena_printf(zones->a, "the zone %.*s was given before",
			    PSTR(name_text(zones->a, origin))) };
		return false;
	}
	zone->label = load->label;
	name_map_add(zones->a, &zones->by_origin, origin, zone);
	return true;
}

static struct zone_load
begin_load(struct zones *zones, struct str label, struct name origin)
{
	return (struct zone_load){
		.a = zones->a,
		.label = arena_str(zones->a, label),
		.origin = origin,
		.warnings = &zones->warnings,
	};
}

bool
zones_add_file(struct zones *zones, const char *path, struct name origin,
    struct zone_error *err)
{
	struct zone *zone = arena_new(zones->a, struct zone);
	struct zone_load load = begin_load(zones, str_of(path), origin);

	return add_zone(
	    zones, zone, &load, zone_load_file(&load, &zone->tree), err);
}

bool
zones_add_text(struct zones *zones, struct str text, struct str label,
    struct name origin, struct zone_error *err)
{
	struct zone *zone = arena_new(zones->a, struct zone);
	struct zone_load load = begin_load(zones, label, origin);

	return add_zone(
	    zones, zone, &load, zone_load_text(&load, text, &zone->tree), err);
}

const struct zone_error *
zones_warnings(const struct zones *zones, size_t *n)
{
	*n = zones->warnings.n;
	return zones->warnings.items;
}
