#include "plan/plan_route53.h"
#include "base/buf.h"
#include "base/json_read.h"
#include "plan/route53_value.h"

static const uint32_t ttl_max = 0x7fffffff;

/* The members that make a set one of several (SetIdentifier tells which). */
static const char *const routings[] = { "Weight", "Region", "Failover",
	"GeoLocation", "GeoProximityLocation", "MultiValueAnswer",
	"CidrRoutingConfig" };

static bool
fail(struct plan_error *err, struct str where, struct str what)
{
	*err = (struct plan_error){ 0, 0, where, what };
	return false;
}

static struct str
member(struct arena *a, struct str path, const char *key)
{
	return arena_printf(
	    a, "%.*s%s%s", PSTR(path), path.n > 0 ? "." : "", key);
}

/* A text that must be there. */
static bool
read_text(struct arena *a, const struct value *set, struct str path,
    const char *key, struct str *out, struct plan_error *err)
{
	*out = value_text(value_get(set, key));
	return out->s != NULL ||
	    fail(err, member(a, path, key), S("no text is there"));
}

static bool
read_ttl(struct arena *a, const struct value *set, struct str path,
    uint32_t *out, struct plan_error *err)
{
	const struct value *ttl = value_get(set, "TTL");

	*out = 0;
	if (!value_is_there(ttl))
		return true;
	if (ttl->kind != VALUE_INT || ttl->number < 0 ||
	    ttl->number > (int64_t)ttl_max)
		return fail(err, member(a, path, "TTL"),
		    S("not a number of seconds up to 2147483647"));
	*out = (uint32_t)ttl->number;
	return true;
}

static bool
read_alias(struct arena *a, const struct value *alias, struct str path,
    struct route53_set *out, struct plan_error *err)
{
	struct str text;

	path = member(a, path, "AliasTarget");
	if (out->type == TYPE_SOA || out->type == TYPE_NS ||
	    out->type == TYPE_DNAME)
		return fail(err, path, S("no alias can stand for this type"));
	if (!read_text(a, alias, path, "DNSName", &text, err))
		return false;
	if (!route53_name(a, text, &out->alias))
		return fail(
		    err, member(a, path, "DNSName"), S("not a legal name"));
	out->ttl = ROUTE53_ALIAS_TTL;
	return true;
}

static size_t
count(const struct value *list)
{
	size_t n = 0;

	for (const struct value *v = list->first; v != NULL; v = v->next)
		n++;
	return n;
}

static bool
read_values(struct arena *a, const struct value *list, struct str path,
    struct route53_set *out, struct plan_error *err)
{
	size_t n, i = 0, bad;
	struct str *values;

	path = member(a, path, "ResourceRecords");
	if (!value_is_there(list) || list->kind != VALUE_LIST)
		return fail(err, path, S("no list of records is there"));
	n = count(list);
	if (n == 0)
		return fail(err, path, S("no record is in the list"));
	values = arena_array(a, n, struct str);
	for (const struct value *v = list->first; v != NULL; v = v->next, i++)
		if (!read_text(a, v,
			arena_printf(a, "%.*s[%zu]", PSTR(path), i), "Value",
			&values[i], err))
			return false;
	out->records = arena_array(a, n, struct record);
	out->n = n;
	if (route53_records(a, out->type, values, n, out->ttl, out->records,
		&out->flaws, &bad))
		return true;
	return fail(err, arena_printf(a, "%.*s[%zu].Value", PSTR(path), bad),
	    arena_printf(a, "not data of a record of type %.*s",
		PSTR(type_text(a, out->type))));
}

static void
read_routing(const struct value *set, struct route53_set *out)
{
	out->id = value_text(value_get(set, "SetIdentifier"));
	for (size_t i = 0; i < sizeof(routings) / sizeof(routings[0]); i++)
		if (value_is_there(value_get(set, routings[i])))
			out->routing = str_of(routings[i]);
}

bool
route53_set(struct arena *a, const struct value *set, struct str path,
    struct route53_set *out, struct plan_error *err)
{
	struct str name, type;

	*out = (struct route53_set){ .n = 0 };
	if (!value_is_there(set) || set->kind != VALUE_OBJECT)
		return fail(err, path, S("no object is there"));
	if (!read_text(a, set, path, "Name", &name, err) ||
	    !read_text(a, set, path, "Type", &type, err) ||
	    !read_ttl(a, set, path, &out->ttl, err))
		return false;
	if (!route53_name(a, name, &out->name))
		return fail(
		    err, member(a, path, "Name"), S("not a legal name"));
	out->type = route53_type(a, type);
	if (out->type == 0)
		return fail(
		    err, member(a, path, "Type"), S("not a type of records"));
	read_routing(set, out);
	if (value_is_there(value_get(set, "AliasTarget")))
		return read_alias(
		    a, value_get(set, "AliasTarget"), path, out, err);
	return read_values(
	    a, value_get(set, "ResourceRecords"), path, out, err);
}

/* The set as the overlay takes it. */
static struct overlay_set
laid_set(const struct route53_set *set, struct overlay_place from)
{
	struct overlay_set laid = {
		.name = set->name,
		.type = set->type,
		.state = OVERLAY_RECORDS,
		.id = set->id,
		.n = set->n,
		.records = set->records,
		.ttl = set->ttl,
		.from = from,
	};

	if (set->alias.n > 0) {
		laid.state = OVERLAY_ALIAS;
		laid.alias = set->alias;
	}
	return laid;
}

static bool
read_verb(struct arena *a, const struct value *change, struct str path,
    enum plan_verb *out, struct plan_error *err)
{
	struct str action;

	if (!read_text(a, change, path, "Action", &action, err))
		return false;
	if (str_eq(action, S("CREATE")))
		*out = PLAN_CREATE;
	else if (str_eq(action, S("UPSERT")))
		*out = PLAN_PUT;
	else if (str_eq(action, S("DELETE")))
		*out = PLAN_DELETE;
	else
		return fail(err, member(a, path, "Action"),
		    S("none of CREATE, UPSERT and DELETE"));
	return true;
}

/* A receiver may get one of the sets that the change leaves alone, too; and
 * whether any is left once one is deleted, the published answer cannot
 * tell. */
static void
add_published(struct plan *plan, struct plan_entry *entry)
{
	struct overlay_set others = {
		.name = entry->set.name,
		.type = entry->set.type,
		.state = OVERLAY_AS_IS,
		.id = S("\0as published"),
		.from = entry->set.from,
	};

	overlay_put(plan->overlay, &others);
	if (entry->verb == PLAN_DELETE)
		entry->set.state = OVERLAY_LATER;
}

static bool
read_change(struct plan *plan, const struct value *from, struct str path,
    struct overlay_place place, struct plan_error *err)
{
	struct plan_entry entry = { .verb = PLAN_PUT };
	struct route53_set set;

	if (!read_verb(plan->a, from, path, &entry.verb, err) ||
	    !route53_set(plan->a, value_get(from, "ResourceRecordSet"),
		member(plan->a, path, "ResourceRecordSet"), &set, err))
		return false;
	entry.set = laid_set(&set, place);
	entry.flaws = set.flaws;
	entry.routing = set.routing;
	if (entry.verb == PLAN_DELETE) {
		entry.given = entry.set.records;
		entry.ngiven = entry.set.n;
		entry.set.state = OVERLAY_NOTHING;
		entry.set.n = 0;
	}
	if (entry.set.id.n > 0)
		add_published(plan, &entry);
	plan_add(plan, &entry);
	return true;
}

bool
route53_read(struct plan *plan, const struct value *root, struct str label,
    struct plan_error *err)
{
	struct str path = { 0 };
	const struct value *list;
	size_t i = 0;

	if (value_get(root, "ChangeBatch") != NULL) {
		root = value_get(root, "ChangeBatch");
		path = S("ChangeBatch");
	}
	path = member(plan->a, path, "Changes");
	list = value_get(root, "Changes");
	if (!value_is_there(list) || list->kind != VALUE_LIST)
		return fail(err, path, S("no list of changes is there"));
	for (const struct value *v = list->first; v != NULL; v = v->next) {
		struct str at =
		    arena_printf(plan->a, "%.*s[%zu]", PSTR(path), i++);
		struct overlay_place place = { .file = label, .resource = at };

		if (!read_change(plan, v, at, place, err))
			return false;
	}
	return true;
}
