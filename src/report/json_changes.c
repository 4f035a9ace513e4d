#include "report/json_changes.h"
#include "fix/change.h"
#include "report/outcome.h"

static void
put_values(struct json_writer *j, const char *key,
    const struct change_value *values, size_t n)
{
	json_open_list(j, key);
	for (size_t i = 0; i < n; i++)
		json_put_str(j, NULL, values[i].text);
	json_close_list(j);
}

static void
put_change(struct json_writer *j, struct arena *a, const struct change *change)
{
	json_open_object(j, NULL);
	json_put_str(j, "name", name_text(a, change->name));
	json_put_str(j, "type", type_text(a, change->type));
	json_put_str(j, "action", str_of(change_action_text(change->action)));
	put_values(j, "old", change->old, change->nold);
	put_values(j, "new", change->new, change->nnew);
	json_put_int(j, "ttl", change->ttl);
	json_put_str(j, "by", str_of(change_by_text(change->by)));
	json_open_list(j, "for");
	for (size_t i = 0; i < FINDING_COUNT; i++)
		if (change->purpose[i])
			json_put_str(j, NULL, str_of(finding_info[i].code));
	json_close_list(j);
	json_close_object(j);
}

void
json_put_changes(struct json_writer *j, const struct report *report)
{
	const struct changes *changes = report->changes;

	json_open_list(j, "changes");
	for (const struct change *change = changes->first; change != NULL;
	     change = change->next)
		put_change(j, report->a, change);
	json_close_list(j);
	if (changes->remarks == NULL)
		return;
	json_open_list(j, "left_out");
	for (const struct remark *r = changes->remarks; r != NULL;
	     r = r->next) {
		json_open_object(j, NULL);
		json_put_str(j, "name", name_text(report->a, r->name));
		json_put_str(j, "type", type_text(report->a, r->type));
		json_put_str(j, "for", str_of(finding_info[r->id].code));
		json_put_str(j, "reason", r->why);
		json_close_object(j);
	}
	json_close_list(j);
}

void
json_put_fixes(
    struct json_writer *j, const struct report *report, const struct finding *f)
{
	const struct change *change = NULL;

	json_open_list(j, "fix");
	while ((change = fix_next(report, f, change)) != NULL)
		put_change(j, report->a, change);
	json_close_list(j);
}
