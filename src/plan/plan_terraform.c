#include "plan/plan_terraform.h"
#include "base/buf.h"
#include "base/json_read.h"
#include "plan/route53_value.h"
#include "plan/terraform_resource.h"
#include "plan/terraform_unread.h"

/* A plan under way. */
struct reading {
	struct plan *plan;
	struct terraform_known known;
	struct str label;
	struct name origin;
	struct plan_error *err;
};

/* Types of resources that were passed over. */
struct unread {
	struct str type;
	size_t n;
	struct unread *next;
};

bool
terraform_is_plan(const struct value *root)
{
	return value_get(root, "resource_changes") != NULL ||
	    value_get(root, "planned_values") != NULL ||
	    value_get(root, "prior_state") != NULL ||
	    value_get(root, "configuration") != NULL;
}

static bool
fail(struct reading *r, struct str where, struct str what)
{
	*r->err = (struct plan_error){ 0, 0, where, what };
	return false;
}

static void
note(struct reading *r, struct plan_note kind, struct str resource,
    struct str text)
{
	kind.text = text;
	kind.from = (struct overlay_place){ r->label, 0, resource };
	plan_note(r->plan, &kind);
}

static bool
has_action(const struct value *change, const char *action)
{
	const struct value *actions = value_get(change, "actions");

	if (actions == NULL || actions->kind != VALUE_LIST)
		return false;
	for (const struct value *v = actions->first; v != NULL; v = v->next)
		if (str_eq(value_text(v), str_of(action)))
			return true;
	return false;
}

static struct plan_entry
begin_entry(
    struct reading *r, const struct resource_set *set, struct str address)
{
	struct plan_entry entry = {
		.verb = PLAN_PUT,
		.flaws = set->flaws,
		.routing = set->routing,
		.set = {
			.name = set->name,
			.type = set->type,
			.state = set->alias.n > 0 ? OVERLAY_ALIAS
			    : set->is_later       ? OVERLAY_LATER
						  : OVERLAY_RECORDS,
			.id = set->id,
			.alias = set->alias,
			.ttl = set->ttl,
			.is_secret = set->is_secret,
			.from = { r->label, 0, address },
		},
	};

	return entry;
}

/* What is there before the change goes. */
static void
take_away(struct reading *r, enum resource_model model,
    const struct resource_set *old, struct str address)
{
	struct plan_entry entry = begin_entry(r, old, address);

	entry.flaws = 0;
	if (model == RESOURCE_RECORD) {
		entry.verb = PLAN_EDIT;
		entry.flaws = FLAW_LENIENT;
		entry.set.state = OVERLAY_EDIT;
		entry.set.gone = old->records;
		entry.set.ngone = old->n;
	} else {
		entry.verb = model == RESOURCE_SET && old->alias.n == 0
		    ? PLAN_DELETE
		    : PLAN_EDIT;
		entry.set.state =
		    old->id.n > 0 ? OVERLAY_LATER : OVERLAY_NOTHING;
		entry.given = old->records;
		entry.ngiven = old->n;
	}
	plan_add(r->plan, &entry);
}

static void
put(struct reading *r, enum resource_model model,
    const struct resource_set *new, bool is_new, struct str address)
{
	struct plan_entry entry = begin_entry(r, new, address);

	if (model == RESOURCE_RECORD) {
		entry.verb = PLAN_EDIT;
		entry.flaws |= FLAW_LENIENT;
		if (!new->is_later) {
			entry.set.state = OVERLAY_EDIT;
			entry.set.records = new->records;
			entry.set.n = new->n;
		}
	} else {
		entry.verb =
		    model == RESOURCE_SET && is_new && !new->is_overwriting
		    ? PLAN_CREATE
		    : PLAN_PUT;
		entry.set.records = new->records;
		entry.set.n = new->n;
	}
	if (new->id.n > 0) {
		struct overlay_set others = entry.set;

		others.state = OVERLAY_AS_IS;
		others.n = 0;
		others.id = S("\0as published");
		overlay_put(r->plan->overlay, &others);
	}
	plan_add(r->plan, &entry);
}

static bool
read_side(struct reading *r, const struct value *change, struct str address,
    struct str type, bool is_after, struct resource_set *out)
{
	struct resource_from from = {
		.a = r->plan->a,
		.known = &r->known,
		.origin = r->origin,
		.values = value_get(change, is_after ? "after" : "before"),
		.unknown = is_after ? value_get(change, "after_unknown") : NULL,
		.sensitive = value_get(
		    change, is_after ? "after_sensitive" : "before_sensitive"),
	};
	struct str what;

	if (resource_read(&from, type, out, &what))
		return true;
	return fail(r, address,
	    arena_printf(r->plan->a, "%s.%.*s: not data of such a record",
		is_after ? "after" : "before", PSTR(what)));
}

/* A set whose name, or whose zone, is not known cannot be laid anywhere. */
static bool
can_be_laid(
    struct reading *r, const struct resource_set *set, struct str address)
{
	if (set->is_private)
		note(r, (struct plan_note){ .kind = PLAN_PRIVATE }, address,
		    S("it is in a private zone"));
	else if (!set->is_placed && set->type == TYPE_PTR)
		note(r, (struct plan_note){ .kind = PLAN_NO_ADDRESS }, address,
		    S("the address is known only later"));
	else if (!set->is_placed || set->type == 0)
		note(r, (struct plan_note){ .kind = PLAN_OPEN }, address,
		    S("its name is not known"));
	else
		return true;
	return false;
}

static bool
is_same_set(const struct resource_set *x, const struct resource_set *y)
{
	return x->type == y->type && name_eq(x->name, y->name) &&
	    str_eq(x->id, y->id);
}

static bool
read_resource(struct reading *r, const struct value *resource)
{
	const struct value *change = value_get(resource, "change");
	struct str type = value_text(value_get(resource, "type"));
	struct str address = value_text(value_get(resource, "address"));
	enum resource_model model = resource_model(type);
	bool goes =
	    has_action(change, "delete") || has_action(change, "update");
	bool comes =
	    has_action(change, "create") || has_action(change, "update");
	struct resource_set old, new;

	goes &= value_is_there(value_get(change, "before"));
	/* "forget" leaves what is there. */
	if ((goes && !read_side(r, change, address, type, false, &old)) ||
	    (comes && !read_side(r, change, address, type, true, &new)))
		return false;
	goes = goes && can_be_laid(r, &old, address);
	comes = comes && can_be_laid(r, &new, address);
	if (goes &&
	    (model == RESOURCE_RECORD || !comes || !is_same_set(&old, &new)))
		take_away(r, model, &old, address);
	if (comes)
		put(r, model, &new, !goes, address);
	return true;
}

static void
count_unread(struct arena *a, struct unread **all, struct str type)
{
	struct unread *u = *all;

	while (u != NULL && !str_eq(u->type, type))
		u = u->next;
	if (u == NULL) {
		u = arena_new(a, struct unread);
		*u = (struct unread){ type, 0, *all };
		*all = u;
	}
	u->n++;
}

static bool
changes_something(const struct value *resource)
{
	const struct value *change = value_get(resource, "change");

	return !str_eq(value_text(value_get(resource, "mode")), S("data")) &&
	    value_get(resource, "deposed") == NULL &&
	    (has_action(change, "create") || has_action(change, "update") ||
		has_action(change, "delete"));
}

/* What it does not list goes, and that cannot be told here. */
static void
note_whole_zone(struct reading *r, const struct value *resource)
{
	const struct value *change = value_get(resource, "change");
	const struct value *values = value_get(change, "after");
	struct plan_note whole = { .kind = PLAN_OPEN };
	const struct terraform_zone *zone;

	if (!value_is_there(values))
		values = value_get(change, "before");
	zone =
	    terraform_zone(&r->known, value_text(value_get(values, "zone_id")));
	if (zone != NULL && zone->is_private)
		return;
	if (zone != NULL)
		route53_name(r->plan->a, zone->name, &whole.zone);
	note(r, whole, value_text(value_get(resource, "address")),
	    S("it has all records of a zone, and what it changes or removes "
	      "was not read"));
}

static bool
read_resources(struct reading *r, const struct value *list)
{
	struct unread *unread = NULL;
	struct arena *a = r->plan->a;

	for (const struct value *v = list->first; v != NULL; v = v->next) {
		struct str type = value_text(value_get(v, "type"));

		if (!changes_something(v))
			continue;
		if (str_starts(type, S("azurerm_private_dns_")))
			note(r, (struct plan_note){ .kind = PLAN_PRIVATE },
			    value_text(value_get(v, "address")),
			    S("it is in a private zone"));
		else if (resource_model(type) == RESOURCE_NONE &&
		    terraform_looks_like_dns(type, value_get(v, "change"))) {
			count_unread(a, &unread, type);
			if (terraform_is_whole_zone(type))
				note_whole_zone(r, v);
		} else if (resource_model(type) != RESOURCE_NONE &&
		    !read_resource(r, v))
			return false;
	}
	for (struct unread *u = unread; u != NULL; u = u->next)
		note(r, (struct plan_note){ .kind = PLAN_UNREAD }, S(""),
		    arena_printf(a, "%zu of type %.*s", u->n, PSTR(u->type)));
	return true;
}

/* What the plan itself says that it does not know. */
static void
note_open(struct reading *r, const struct value *root)
{
	const struct value *complete = value_get(root, "complete");
	const struct value *deferred = value_get(root, "deferred_changes");

	if ((complete != NULL && complete->kind == VALUE_BOOL &&
		complete->number == 0) ||
	    (deferred != NULL && deferred->kind == VALUE_LIST &&
		deferred->first != NULL))
		note(r, (struct plan_note){ .kind = PLAN_OPEN }, S(""),
		    S("the plan is not complete: more may change"));
	if (value_is_true(value_get(root, "errored")))
		note(r, (struct plan_note){ .kind = PLAN_OPEN }, S(""),
		    S("the plan ended with an error"));
}

bool
terraform_read(struct plan *plan, const struct value *root, struct str label,
    struct name origin, struct plan_error *err)
{
	struct reading r = {
		.plan = plan,
		.label = label,
		.origin = origin,
		.err = err,
	};
	const struct value *list = value_get(root, "resource_changes");
	struct str version = value_text(value_get(root, "format_version"));

	if (version.s != NULL && !str_starts(version, S("1.")) &&
	    !str_starts(version, S("0.")))
		return fail(&r, S("format_version"),
		    S("a version that is not known here"));
	if (value_is_there(list) && list->kind != VALUE_LIST)
		return fail(&r, S("resource_changes"),
		    S("no list of changes is there"));
	terraform_know(plan->a, root, &r.known);
	note_open(&r, root);
	return !value_is_there(list) || read_resources(&r, list);
}
