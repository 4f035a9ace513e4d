#include <stdlib.h>
#include <string.h>

#include "base/escape.h"
#include "zone/zone_listing.h"
#include "zone/zone_load.h"
#include "zone/zone_origin.h"

/* A zone being read: its origin may be known at its end only. */
struct reading {
	struct zone_reader reader;
	struct zone_record *records;
	size_t n, cap;
	struct name soa; /* the first SOA's owner; or no name */
	bool is_partial; /* it is a part of the zone */
};

static void
add(struct reading *reading, const struct zone_record *record)
{
	if (reading->n == reading->cap) {
		reading->cap = reading->cap * 2 + 64;
		reading->records = mem_grow(
		    reading->records, reading->cap, sizeof(*reading->records));
	}
	reading->records[reading->n++] = *record;
	if (record->record.type == TYPE_SOA && reading->soa.n == 0)
		reading->soa = record->owner;
}

static bool
read_zone(struct zone_load *load, struct reading *reading)
{
	struct zone_record record;

	while (zone_reader_next(&reading->reader, &record))
		add(reading, &record);
	load->err = reading->reader.place.err;
	return !zone_place_failed(&reading->reader.place);
}

/* A listing's place is a path, or a line that is not told apart from it. */
static bool
read_listing(struct zone_load *load, struct reading *reading, struct str text)
{
	struct zone_listing listing;
	struct plan_error err;

	if (!zone_listing_read(load->a, text, load->label, &listing, &err)) {
		load->err = (struct zone_error){ load->label, err.line,
			err.where.n == 0
			    ? err.what
			    : arena_printf(load->a, "%.*s: %.*s",
				  PSTR(err.where), PSTR(err.what)) };
		return false;
	}
	for (size_t i = 0; i < listing.n; i++)
		add(reading, &listing.records[i]);
	reading->is_partial = listing.is_partial;
	return true;
}

static bool
read_all(struct zone_load *load, struct reading *reading)
{
	struct zone_place *place = &reading->reader.place;

	if (!zone_place_failed(place) &&
	    zone_listing_is_one(zone_place_file(place)->lines.text))
		return read_listing(
		    load, reading, zone_place_file(place)->lines.text);
	return read_zone(load, reading);
}

static bool
fail(struct zone_load *load, struct str file, unsigned line, struct str reason)
{
	load->err = (struct zone_error){ file, line, reason };
	return false;
}

static void
warn(struct zone_load *load, const struct zone_record *r, struct str what)
{
	struct zone_warnings *w = load->warnings;
	size_t cap = w->n == w->cap ? w->cap * 2 + 4 : w->cap;
	struct zone_error *items = arena_array(load->a, cap, struct zone_error);

	if (w->n > 0)
		memcpy(items, w->items, w->n * sizeof(*items));
	items[w->n] = (struct zone_error){ r->file, r->line, what };
	*w = (struct zone_warnings){ items, w->n + 1, cap };
}

/* How a message names a record's owner: not at all, where it comes from a
 * file that its reader may not know. */
static struct str
owner_text(struct arena *a, const struct zone_record *r)
{
	return r->is_included ? S("a record's name") : name_text(a, r->owner);
}

/* Servers pass over what is not theirs: the rest of the zone is good. */
static void
warn_of_outside(struct zone_load *load, struct name apex,
    const struct zone_record *first, size_t n)
{
	struct arena *a = load->a;
	struct str more = S("");

	if (n == 0)
		return;
	if (n > 1)
		more = arena_printf(a, "; so are %zu more", n - 1);
	warn(load, first,
	    arena_printf(a, "%.*s is outside the zone %.*s and passed over%.*s",
		PSTR(owner_text(a, first)), PSTR(name_text(a, apex)),
		PSTR(more)));
}

static const char *
add_record(struct zone_tree *tree, const struct zone_record *r)
{
	/* Cloudflare follows a CNAME at the apex itself. */
	if (r->is_cloudflare && r->record.type == TYPE_CNAME &&
	    name_eq(r->owner, tree->apex)) {
		struct record alias = r->record;

		alias.type = 0;
		return zone_tree_add_alias(tree, r->owner, &alias);
	}
	if (r->is_later)
		return zone_tree_add_later(tree, r->owner, r->record.type);
	if (r->is_alias)
		return zone_tree_add_alias(tree, r->owner, &r->record);
	return zone_tree_add(tree, r->owner, &r->record);
}

/* An SOA elsewhere is no record to pass over: the origin is wrong. */
static bool
fill(struct zone_load *load, const struct reading *reading,
    struct zone_tree *tree)
{
	const struct zone_record *outside = NULL;
	size_t noutside = 0;

	for (size_t i = 0; i < reading->n; i++) {
		const struct zone_record *r = &reading->records[i];
		const char *reason;

		if (r->record.type != TYPE_SOA &&
		    !name_is_in(r->owner, tree->apex)) {
			outside = noutside++ == 0 ? r : outside;
			continue;
		}
		tree->where = (struct zone_where){ r->file.s,
			(uint32_t)r->file.n, r->line };
		reason = add_record(tree, r);
		if (reason != NULL)
			return fail(load, r->file, r->line,
			    arena_printf(load->a, "%s: %.*s", reason,
				PSTR(owner_text(load->a, r))));
	}
	warn_of_outside(load, tree->apex, outside, noutside);
	return true;
}

/* What is given; the SOA's owner; else what the file began with, or is
 * called. */
static bool
find_origin(struct zone_load *load, const struct reading *reading)
{
	const struct zone_place *place = &reading->reader.place;

	if (load->origin.n > 0)
		return true;
	if (reading->soa.n > 0)
		load->origin = reading->soa;
	else if (place->first_origin.n > 0)
		load->origin = place->first_origin;
	else
		return zone_origin_of_file(load->a, load->label, &load->origin);
	return true;
}

static bool
load_all(
    struct zone_load *load, struct reading *reading, struct zone_tree *tree)
{
	if (!read_all(load, reading))
		return false;
	/* An empty zone is what a failed export leaves behind. */
	if (reading->n == 0)
		return fail(load, load->label, 0, S("it has no record"));
	if (!find_origin(load, reading))
		return fail(load, load->label, 0,
		    arena_printf(load->a,
			"neither $ORIGIN nor an SOA nor the file's name says "
			"what zone it is: --zone ORIGIN=%.*s",
			PSTR(escape(load->a, load->label))));
	zone_tree_begin(tree, load->a, load->origin);
	tree->is_partial = reading->is_partial;
	return fill(load, reading, tree);
}

static bool
load_to_end(
    struct zone_load *load, struct reading *reading, struct zone_tree *tree)
{
	bool ok = load_all(load, reading, tree);

	zone_reader_end(&reading->reader);
	free(reading->records);
	return ok;
}

bool
zone_load_file(struct zone_load *load, struct zone_tree *tree)
{
	struct reading reading = { 0 };

	zone_reader_begin_file(
	    &reading.reader, load->a, load->label, load->origin);
	return load_to_end(load, &reading, tree);
}

bool
zone_load_text(struct zone_load *load, struct str text, struct zone_tree *tree)
{
	struct reading reading = { 0 };

	zone_reader_begin_text(
	    &reading.reader, load->a, text, load->label, load->origin);
	return load_to_end(load, &reading, tree);
}
