#include <stdlib.h>
#include <string.h>

#include "base/escape.h"
#include "dns/zone.h"
#include "dns/zone_origin.h"
#include "dns/zone_reader.h"
#include "dns/zone_tree.h"

struct zone {
	struct zone_tree tree;
	struct str label;
};

struct zones {
	struct source source; /* first: a source is its zones */
	struct arena *a;
	struct name_map by_origin;
	struct zone_error *warnings;
	size_t nwarnings, cap;
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

/* Goes on at what an alias points to; false at the end of the walk. */
static bool
follow(struct walk *walk, struct name target, uint32_t ttl)
{
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
	struct name target = record_name(&set->records[0]);
	size_t kept = walk->name.n - node->name.n;
	unsigned char *wire;

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

static bool
take_records(struct walk *walk, const struct zone *zone,
    const struct zone_node *node, uint16_t type)
{
	const struct zone_set *set = zone_node_set(node, type);
	const struct zone_set *alias = zone_node_set(node, TYPE_CNAME);

	if (set == NULL && alias != NULL)
		return follow(
		    walk, record_name(&alias->records[0]), alias->ttl);
	if (set == NULL) {
		keep_least_ttl(walk, zone_tree_negative_ttl(&zone->tree));
		return end(walk, ANSWER_NODATA);
	}
	if (set->alias.n > 0) {
		walk->hides = true;
		return follow(walk, set->alias, set->ttl);
	}
	keep_least_ttl(walk, set->ttl);
	walk->answer.records = set->records;
	walk->answer.n = set->n;
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

static bool
ask(struct source *self, struct store *store, struct entry *entry)
{
	const struct zones *zones = (const struct zones *)self;
	struct walk walk = { .name = entry->question.name };
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
		match = zone_tree_find(&zone->tree, walk.name);
	} while (step(&walk, zone, &match));
	/* Nothing of ours: the next source may know. */
	if (walk.answer.status == ANSWER_ALIAS && walk.answer.ncnames == 0)
		return false;
	if (walk.answer.status != ANSWER_ALIAS)
		answer_flatten(&walk.answer);
	store_put(store, entry, &walk.answer);
	return true;
}

struct zones *
zones_new(struct arena *a)
{
	struct zones *zones = arena_new(a, struct zones);

	zones->a = a;
	zones->source.ask = ask;
	return zones;
}

const struct zone_error *
zones_warnings(const struct zones *zones, size_t *n)
{
	*n = zones->nwarnings;
	return zones->warnings;
}

struct source *
zones_source(struct zones *zones)
{
	return &zones->source;
}

/* A zone being read: its origin may be known at its end only. */
struct load {
	struct zone_reader reader;
	struct zone_record *records;
	size_t n, cap;
	struct name soa; /* the first SOA's owner; or no name */
};

static void
read_all(struct load *load)
{
	struct zone_record record;

	while (zone_reader_next(&load->reader, &record)) {
		if (load->n == load->cap) {
			load->cap = load->cap * 2 + 64;
			load->records = mem_grow(
			    load->records, load->cap, sizeof(*load->records));
		}
		load->records[load->n++] = record;
		if (record.record.type == TYPE_SOA && load->soa.n == 0)
			load->soa = record.owner;
	}
}

static bool
fail(struct zone_error *err, struct str file, unsigned line, struct str reason)
{
	*err = (struct zone_error){ file, line, reason };
	return false;
}

static void
warn(struct zones *zones, const struct zone_record *r, struct str what)
{
	if (zones->nwarnings == zones->cap) {
		size_t cap = zones->cap * 2 + 4;
		struct zone_error *more =
		    arena_array(zones->a, cap, struct zone_error);

		if (zones->nwarnings > 0)
			memcpy(more, zones->warnings,
			    zones->nwarnings * sizeof(*more));
		zones->warnings = more;
		zones->cap = cap;
	}
	zones->warnings[zones->nwarnings++] =
	    (struct zone_error){ r->file, r->line, what };
}

/* How a message names a record's owner: not at all, where it comes from a
 * file that its reader may not know. */
static struct str
owner_text(struct arena *a, const struct zone_record *r)
{
	return r->is_included ? S("a record's name") : name_text(a, r->owner);
}

/* Servers pass over what is not theirs: the rest of the zone is good.  An SOA
 * elsewhere says that the origin is wrong. */
static void
warn_of_outside(struct zones *zones, const struct zone *zone,
    const struct zone_record *first, size_t n)
{
	struct arena *a = zones->a;
	struct str more = S("");

	if (n == 0)
		return;
	if (n > 1)
		more = arena_printf(a, "; so are %zu more", n - 1);
	warn(zones, first,
	    arena_printf(a, "%.*s is outside the zone %.*s and passed over%.*s",
		PSTR(owner_text(a, first)), PSTR(name_text(a, zone->tree.apex)),
		PSTR(more)));
}

static const char *
add_record(struct zone *zone, const struct zone_record *r)
{
	/* Cloudflare follows a CNAME at the apex itself. */
	if (r->is_cloudflare && r->record.type == TYPE_CNAME &&
	    name_eq(r->owner, zone->tree.apex)) {
		struct record alias = r->record;

		alias.type = 0;
		return zone_tree_add_alias(&zone->tree, r->owner, &alias);
	}
	if (r->is_alias)
		return zone_tree_add_alias(&zone->tree, r->owner, &r->record);
	return zone_tree_add(&zone->tree, r->owner, &r->record);
}

static bool
fill(struct zones *zones, struct zone *zone, const struct load *load,
    struct zone_error *err)
{
	const struct zone_record *outside = NULL;
	size_t noutside = 0;

	for (size_t i = 0; i < load->n; i++) {
		const struct zone_record *r = &load->records[i];
		const char *reason;

		if (r->record.type != TYPE_SOA &&
		    !name_is_in(r->owner, zone->tree.apex)) {
			outside = noutside++ == 0 ? r : outside;
			continue;
		}
		reason = add_record(zone, r);
		if (reason != NULL)
			return fail(err, r->file, r->line,
			    arena_printf(zones->a, "%s: %.*s", reason,
				PSTR(owner_text(zones->a, r))));
	}
	warn_of_outside(zones, zone, outside, noutside);
	return true;
}

/* The SOA's owner; else what the file began with, or is called. */
static bool
find_origin(struct load *load, struct name *origin)
{
	struct zone_place *place = &load->reader.place;

	if (load->soa.n > 0)
		*origin = load->soa;
	else if (place->first_origin.n > 0)
		*origin = place->first_origin;
	else
		return zone_origin_of_file(
		    place->a, place->files[0].path, origin);
	return true;
}

static bool
add_zone(struct zones *zones, struct load *load, struct str label,
    struct name origin, struct zone_error *err)
{
	struct zone *zone = arena_new(zones->a, struct zone);

	read_all(load);
	if (zone_place_failed(&load->reader.place)) {
		*err = load->reader.place.err;
		return false;
	}
	if (origin.n == 0 && !find_origin(load, &origin))
		return fail(err, label, 0,
		    arena_printf(zones->a,
			"neither $ORIGIN nor an SOA nor the file's name says "
			"what zone it is: --zone ORIGIN=%.*s",
			PSTR(escape(zones->a, label))));
	if (name_map_get(&zones->by_origin, origin) != NULL)
		return fail(err, label, 0,
		    arena_printf(zones->a, "the zone %.*s was given before",
			PSTR(name_text(zones->a, origin))));
	zone->label = arena_str(zones->a, label);
	zone_tree_begin(&zone->tree, zones->a, origin);
	if (!fill(zones, zone, load, err))
		return false;
	name_map_add(zones->a, &zones->by_origin, origin, zone);
	return true;
}

bool
zones_add_file(struct zones *zones, const char *path, struct name origin,
    struct zone_error *err)
{
	struct load load = { 0 };
	bool ok;

	zone_reader_begin_file(&load.reader, zones->a, str_of(path), origin);
	ok = add_zone(zones, &load, str_of(path), origin, err);
	zone_reader_end(&load.reader);
	free(load.records);
	return ok;
}

bool
zones_add_text(struct zones *zones, struct str text, struct str label,
    struct name origin, struct zone_error *err)
{
	struct load load = { 0 };
	bool ok;

	zone_reader_begin_text(&load.reader, zones->a, text, label, origin);
	ok = add_zone(zones, &load, label, origin, err);
	zone_reader_end(&load.reader);
	free(load.records);
	return ok;
}
