#include "report/json_proposed.h"
#include "check/change.h"

/* A whole set, or null where it is not known. */
static void
put_set(struct json_writer *j, struct arena *a, const char *key,
    const struct record *records, size_t n, bool is_known)
{
	if (!is_known) {
		json_put_null(j, key);
		return;
	}
	json_open_list(j, key);
	for (size_t i = 0; i < n; i++)
		json_put_str(j, NULL, record_text(a, &records[i]));
	json_close_list(j);
}

static void
put_proposal(struct json_writer *j, struct arena *a, const struct proposal *p)
{
	const struct overlay_place *from = &p->entry->set.from;

	json_open_object(j, NULL);
	json_put_str(j, "name", name_text(a, p->set->name));
	json_put_str(j, "type", type_text(a, p->set->type));
	json_put_str(j, "action", proposal_action(p));
	put_set(j, a, "old", p->old, p->nold, p->is_known);
	put_set(j, a, "new", p->new, p->nnew,
	    !p->is_open && !p->entry->set.is_secret);
	if (p->set->id.n > 0)
		json_put_str(j, "set", p->set->id);
	json_put_str(j, "from",
	    arena_printf(a, "%.*s%s%.*s", PSTR(from->file),
		from->resource.n > 0 ? ":" : "", PSTR(from->resource)));
	json_close_object(j);
}

void
json_put_proposed(struct json_writer *j, const struct report *report)
{
	for (size_t i = 0; i < report->nresults; i++) {
		if (report->results[i].check != CHECK_CHANGE)
			continue;
		json_open_list(j, "proposed");
		for (const struct proposal *p = report->results[i].proposals;
		     p != NULL; p = p->next)
			put_proposal(j, report->a, p);
		json_close_list(j);
	}
}
