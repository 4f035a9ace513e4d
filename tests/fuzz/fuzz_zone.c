/* Zone text: a record that is read is legal and can be found again. */
#include <stdlib.h>

#include "dns/zone_type.h"
#include "zone/zone.h"
#include "zone/zone_listing.h"

#include "fuzz.h"

static const unsigned char origin_wire[] = "\7example\3com";
static const struct name origin = { origin_wire, sizeof(origin_wire) };

static void
check_error(const struct zone_error *err, struct str text)
{
	unsigned lines = 1;

	for (size_t i = 0; i < text.n; i++)
		lines += text.s[i] == '\n';
	assert(err->reason.n > 0);
	assert(err->line <= lines);
}

/* A name that has a record of a type exists: the answer has it, if it is read,
 * leads on to what an alias points to, or is another source's to give. */
static void
check_found(struct zones *zones, const struct zone_record *r)
{
	struct source *source = zones_source(zones);
	struct store store;
	struct entry entry = {
		.question = { r->owner, r->record.type },
		.users = 1,
	};

	store_init(&store);
	if (source->ask(source, &store, &entry)) {
		assert(entry.answer != NULL);
		assert(r->is_alias || r->is_cloudflare || entry.answer->n > 0 ||
		    entry.answer->ncnames > 0 ||
		    !zone_type_is_read(r->record.type));
		assert((entry.answer->n > 0) ==
		    (entry.answer->status == ANSWER_NOERROR));
		assert((entry.answer->nhidden > 0) <=
		    (entry.answer->status == ANSWER_ALIAS));
		free((void *)(uintptr_t)entry.answer);
	}
	store_free(&store);
}

FUZZ(zone)
{
	struct str text = { (const char *)data, size };
	struct arena a = { 0 };
	struct zones *zones = zones_new(&a);
	struct zone_error err = { 0 };
	struct zone_reader reader;
	struct zone_record record;
	bool ok = zones_add_text(zones, text, S("fuzz"), origin, &err);

	if (!ok)
		check_error(&err, text);
	if (zone_listing_is_one(text)) {
		arena_free(&a);
		return;
	}
	zone_reader_begin_text(&reader, &a, text, S("fuzz"), origin);
	while (zone_reader_next(&reader, &record)) {
		assert(record.is_alias || record.record.type != 0);
		assert(record.is_alias ||
		    (zone_type_is_read(record.record.type)
			    ? record_is_legal(&record.record)
			    : record.record.n == 0));
		if (ok)
			check_found(zones, &record);
	}
	assert(!ok || reader.place.err.reason.n == 0);
	assert(!zone_reader_next(&reader, &record)); /* the end sticks */
	zone_reader_end(&reader);
	arena_free(&a);
}
