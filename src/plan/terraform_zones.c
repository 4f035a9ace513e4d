#include "plan/terraform_zones.h"
#include "base/json_read.h"

/* Modules within modules; a plan has a few levels. */
enum { MODULES_DEPTH_MAX = 64 };

/* Zone resources: their type, and the attributes that identify and name
 * them. */
static const struct {
	struct str type;
	const char *id, *name;
} zone_types[] = {
	{ STR("aws_route53_zone"), "zone_id", "name" },
	{ STR("cloudflare_zone"), "id", "name" },
	{ STR("cloudflare_zone"), "id", "zone" },
	{ STR("google_dns_managed_zone"), "name", "dns_name" },
	{ STR("hcloud_zone"), "id", "name" },
	{ STR("hetznerdns_zone"), "id", "name" },
};

/* Address resources: the attributes that identify them, and their address. */
static const struct {
	struct str type;
	const char *id, *ip;
} address_types[] = {
	{ STR("aws_eip"), "id", "public_ip" },
	{ STR("aws_eip"), "allocation_id", "public_ip" },
	{ STR("scaleway_instance_ip"), "id", "address" },
};

static void
add_zone(struct arena *a, struct terraform_known *known, struct str id,
    struct str name, bool is_private)
{
	struct terraform_zone *zone = arena_new(a, struct terraform_zone);

	*zone = (struct terraform_zone){ id, name, is_private, known->zones };
	known->zones = zone;
}

static bool
has_items(const struct value *list)
{
	return list != NULL && list->kind == VALUE_LIST && list->first != NULL;
}

static bool
is_private_zone(const struct value *values)
{
	return has_items(value_get(values, "vpc")) ||
	    value_is_true(value_get(values, "private_zone")) ||
	    str_eq(value_text(value_get(values, "visibility")), S("private"));
}

static struct str
id_text(struct arena *a, const struct value *id)
{
	if (id != NULL && id->kind == VALUE_INT)
		return arena_printf(a, "%lld", (long long)id->number);
	return value_text(id);
}

static void
know_address(struct arena *a, struct terraform_known *known, struct str type,
    const struct value *values)
{
	for (size_t i = 0; i < sizeof(address_types) / sizeof(address_types[0]);
	     i++) {
		struct terraform_address address = {
			.id =
			    value_text(value_get(values, address_types[i].id)),
			.ip =
			    value_text(value_get(values, address_types[i].ip)),
			.next = known->addresses,
		};

		if (!str_eq(address_types[i].type, type) || address.id.n == 0 ||
		    address.ip.n == 0)
			continue;
		known->addresses = arena_new(a, struct terraform_address);
		*known->addresses = address;
	}
}

static void
know_resource(struct arena *a, struct terraform_known *known, struct str type,
    const struct value *values)
{
	struct str id, name;

	for (size_t i = 0; i < sizeof(zone_types) / sizeof(zone_types[0]);
	     i++) {
		if (!str_eq(zone_types[i].type, type))
			continue;
		id = id_text(a, value_get(values, zone_types[i].id));
		name = value_text(value_get(values, zone_types[i].name));
		if (id.n > 0 && name.n > 0)
			add_zone(a, known, id, name, is_private_zone(values));
	}
	know_address(a, known, type, values);
}

static const struct value *
first_of(const struct value *list)
{
	return list != NULL && list->kind == VALUE_LIST ? list->first : NULL;
}

static void
know_module(struct arena *a, struct terraform_known *known,
    const struct value *module, int depth)
{
	const struct value *v;

	if (depth == MODULES_DEPTH_MAX)
		return;
	for (v = first_of(value_get(module, "resources")); v != NULL;
	     v = v->next)
		know_resource(a, known, value_text(value_get(v, "type")),
		    value_get(v, "values"));
	for (v = first_of(value_get(module, "child_modules")); v != NULL;
	     v = v->next)
		know_module(a, known, v, depth + 1);
}

void
terraform_know(
    struct arena *a, const struct value *root, struct terraform_known *known)
{
	const struct value *v;

	*known = (struct terraform_known){ .zones = NULL };
	for (v = first_of(value_get(root, "resource_changes")); v != NULL;
	     v = v->next) {
		const struct value *change = value_get(v, "change");
		struct str type = value_text(value_get(v, "type"));

		know_resource(a, known, type, value_get(change, "before"));
		know_resource(a, known, type, value_get(change, "after"));
	}
	know_module(a, known,
	    value_get(value_get(root, "planned_values"), "root_module"), 0);
	know_module(a, known,
	    value_get(value_get(value_get(root, "prior_state"), "values"),
		"root_module"),
	    0);
}

const struct terraform_zone *
terraform_zone(const struct terraform_known *known, struct str id)
{
	const struct terraform_zone *zone = known->zones;

	while (zone != NULL && !(id.n > 0 && str_eq(zone->id, id)))
		zone = zone->next;
	return zone;
}

struct str
terraform_address(const struct terraform_known *known, struct str id)
{
	for (const struct terraform_address *address = known->addresses;
	     address != NULL; address = address->next)
		if (id.n > 0 && str_eq(address->id, id))
			return address->ip;
	return S("");
}
