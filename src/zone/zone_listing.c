#include "zone/zone_listing.h"
#include "base/json_read.h"
#include "base/utf16.h"
#include "plan/plan_route53.h"

bool
zone_listing_is_one(struct str text)
{
	size_t i = 0;

	if (str_starts(text, S("\xff\xfe")) || str_starts(text, S("\xfe\xff")))
		return true;
	if (str_starts(text, S("\xef\xbb\xbf")))
		i = 3;
	while (i < text.n &&
	    (text.s[i] == ' ' || text.s[i] == '\t' || text.s[i] == '\r' ||
		text.s[i] == '\n'))
		i++;
	return i < text.n && text.s[i] == '{';
}

static bool
fail(struct plan_error *err, unsigned line, unsigned column, struct str what)
{
	*err = (struct plan_error){ line, column, { 0 }, what };
	return false;
}

/* How many records the sets make: an alias and a routed set are one. */
static size_t
count_records(const struct value *sets)
{
	size_t n = 0;

	for (const struct value *set = sets->first; set != NULL;
	     set = set->next) {
		const struct value *list = value_get(set, "ResourceRecords");

		n++;
		if (list != NULL && list->kind == VALUE_LIST)
			for (const struct value *v = list->first; v != NULL;
			     v = v->next)
				n++;
	}
	return n;
}

static void
add_set(
    struct zone_listing *out, const struct route53_set *set, struct str label)
{
	struct zone_record record = { .owner = set->name, .file = label };

	record.record = (struct record){ .type = set->type, .ttl = set->ttl };
	if (set->id.n > 0) {
		record.is_later = true;
		out->records[out->n++] = record;
	} else if (set->alias.n > 0) {
		record.is_alias = true;
		record.record.data = set->alias.wire;
		record.record.n = (uint16_t)set->alias.n;
		out->records[out->n++] = record;
	}
	for (size_t i = 0; set->id.n == 0 && i < set->n; i++) {
		record.record = set->records[i];
		out->records[out->n++] = record;
	}
}

bool
zone_listing_read(struct arena *a, struct str text, struct str label,
    struct zone_listing *out, struct plan_error *err)
{
	const struct value *root, *sets;
	struct json_mistake mistake;
	struct route53_set set;
	size_t i = 0;

	*out = (struct zone_listing){ .n = 0 };
	root = json_read(a, text_decoded(a, text), &mistake);
	if (root == NULL)
		return fail(err, mistake.line, mistake.column,
		    arena_printf(a, "no JSON: %.*s", PSTR(mistake.what)));
	sets = value_get(root, "ResourceRecordSets");
	if (sets == NULL &&
	    (value_get(root, "Changes") != NULL ||
		value_get(root, "ChangeBatch") != NULL ||
		value_get(root, "resource_changes") != NULL))
		return fail(
		    err, 0, 0, S("a change is no zone: give it by --change"));
	if (sets == NULL || sets->kind != VALUE_LIST)
		return fail(err, 0, 0,
		    S("JSON, but not a listing of Route 53 "
		      "(ResourceRecordSets)"));
	out->is_partial = value_is_true(value_get(root, "IsTruncated")) ||
	    value_is_there(value_get(root, "NextToken"));
	out->records = arena_array(a, count_records(sets), struct zone_record);
	for (const struct value *v = sets->first; v != NULL; v = v->next) {
		if (!route53_set(a, v,
			arena_printf(a, "ResourceRecordSets[%zu]", i++), &set,
			err))
			return false;
		add_set(out, &set, label);
	}
	return true;
}
