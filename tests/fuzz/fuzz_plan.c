/* A proposed change: what is read is legal, read again is the same, and so it
 * is when it is written as a script for nsupdate and read from that. */
#include "base/buf.h"
#include "plan/plan_read.h"

#include "fuzz.h"

static void
check_records(const struct record *records, size_t n, uint16_t type)
{
	for (size_t i = 0; i < n; i++) {
		assert(records[i].type == type);
		assert(record_is_legal(&records[i]));
		assert(type_is_read(type) || records[i].n == 0);
	}
}

static void
check_entry(const struct plan *plan, const struct plan_entry *entry)
{
	const struct overlay_set *set = &entry->set;

	assert(set->name.n > 0 && set->name.wire[set->name.n - 1] == 0);
	assert(set->type != 0);
	check_records(set->records, set->n, set->type);
	check_records(set->gone, set->ngone, set->type);
	check_records(entry->given, entry->ngiven, set->type);
	assert(overlay_node(plan->overlay, set->name) != NULL);
}

static bool
can_be_written(const struct overlay_set *set)
{
	return set->state == OVERLAY_RECORDS && set->n > 0 &&
	    type_is_read(set->type) && name_labels(set->name) > 0;
}

/* Whatever form a set came in, its values are the same in another. */
static void
check_written(const struct overlay_set *set)
{
	struct arena a = { 0 };
	struct buf b = { .a = &a };
	struct str name = name_text(&a, set->name);
	struct str type = type_text(&a, set->type);
	struct plan *again = plan_new(&a);
	struct plan_error err = { 0 };
	const struct overlay_set *same;

	buf_printf(
	    &b, "zone .\nupdate delete %.*s. %.*s\n", PSTR(name), PSTR(type));
	for (size_t i = 0; i < set->n; i++)
		buf_printf(&b, "update add %.*s. %u %.*s %.*s\n", PSTR(name),
		    set->records[i].ttl, PSTR(type),
		    PSTR(record_text(&a, &set->records[i])));
	buf_text(&b, "send\n");
	assert(plan_read(
	    again, buf_view(&b), S("again"), (struct name){ 0 }, &err));
	same = overlay_set(
	    again->overlay, overlay_node(again->overlay, set->name), set->type);
	assert(same != NULL);
	for (size_t i = 0; i < set->n; i++) {
		bool found = false;

		for (size_t j = 0; j < same->n; j++)
			found |= record_order(
				     &set->records[i], &same->records[j]) == 0;
		assert(found);
	}
	arena_free(&a);
}

static void
check_error(const struct plan_error *err)
{
	assert(err->what.n > 0);
	assert(err->line > 0 || err->column == 0);
}

FUZZ(plan)
{
	struct str text = { (const char *)data, size };
	struct arena a = { 0 };
	struct plan *once = plan_new(&a), *twice = plan_new(&a);
	struct plan_error err = { 0 };
	struct plan_entry *e, *f;
	bool ok = plan_read(once, text, S("fuzz"), (struct name){ 0 }, &err);

	if (!ok)
		check_error(&err);
	for (e = once->entries; ok && e != NULL; e = e->next) {
		check_entry(once, e);
		if (can_be_written(&e->set))
			check_written(&e->set);
	}
	assert(overlay_choices(once->overlay) >= 1);
	assert(
	    plan_read(twice, text, S("fuzz"), (struct name){ 0 }, &err) == ok);
	f = twice->entries;
	for (e = once->entries; ok && e != NULL; e = e->next, f = f->next) {
		assert(f != NULL && e->verb == f->verb);
		assert(name_eq(e->set.name, f->set.name));
		assert(e->set.n == f->set.n && e->flaws == f->flaws);
	}
	arena_free(&a);
}
