/* A proposed change: what is read is legal, and read again is the same. */
#include "dns/plan.h"

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

static void
check_error(const struct plan_error *err)
{
	assert(err->what.n > 0);
	assert(err->line > 0 || err->column == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct str text = { (const char *)data, n };
	struct arena a = { 0 };
	struct plan *once = plan_new(&a), *twice = plan_new(&a);
	struct plan_error err = { 0 };
	struct plan_entry *e, *f;
	bool ok = plan_read(once, text, S("fuzz"), (struct name){ 0 }, &err);

	if (!ok)
		check_error(&err);
	for (e = once->entries; ok && e != NULL; e = e->next)
		check_entry(once, e);
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
	return 0;
}
