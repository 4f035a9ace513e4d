#include <assert.h>

#include "base/buf.h"
#include "base/json_read.h"
#include "dns/zone_type.h"
#include "plan/route53_value.h"
#include "plan/terraform_resource.h"
#include "plan/terraform_value.h"

/* A type of resources: where its parts are. */
static const struct row {
	struct str type;
	enum resource_model model;
	enum dialect dialect;
	const char *zone;   /* attribute with the zone's id or name; or NULL */
	const char *values; /* list of texts or objects, or one text */
	const char *member; /* of an object in the list; or NULL */
	const char *other;  /* what values is called besides; or NULL */
	uint16_t fixed;     /* the type, where the resource is of one */
} rows[] = {
	{ STR("aws_route53_record"), RESOURCE_SET, DIALECT_AWS, "zone_id",
	    "records", NULL, NULL, 0 },
	{ STR("cloudflare_record"), RESOURCE_RECORD, DIALECT_RAW, "zone_id",
	    "content", NULL, "value", 0 },
	{ STR("cloudflare_dns_record"), RESOURCE_RECORD, DIALECT_RAW, "zone_id",
	    "content", NULL, NULL, 0 },
	{ STR("google_dns_record_set"), RESOURCE_PUT, DIALECT_ZONE,
	    "managed_zone", "rrdatas", NULL, NULL, 0 },
	{ STR("azurerm_dns_a_record"), RESOURCE_PUT, DIALECT_RAW, "zone_name",
	    "records", NULL, NULL, TYPE_A },
	{ STR("azurerm_dns_aaaa_record"), RESOURCE_PUT, DIALECT_RAW,
	    "zone_name", "records", NULL, NULL, TYPE_AAAA },
	{ STR("azurerm_dns_mx_record"), RESOURCE_PUT, DIALECT_RAW, "zone_name",
	    "record", "exchange", NULL, TYPE_MX },
	{ STR("azurerm_dns_txt_record"), RESOURCE_PUT, DIALECT_RAW, "zone_name",
	    "record", "value", NULL, TYPE_TXT },
	{ STR("azurerm_dns_cname_record"), RESOURCE_PUT, DIALECT_RAW,
	    "zone_name", "record", NULL, NULL, TYPE_CNAME },
	{ STR("azurerm_dns_ptr_record"), RESOURCE_PUT, DIALECT_RAW, "zone_name",
	    "records", NULL, NULL, TYPE_PTR },
	{ STR("digitalocean_record"), RESOURCE_RECORD, DIALECT_RAW, "domain",
	    "value", NULL, NULL, 0 },
	{ STR("hcloud_zone_rrset"), RESOURCE_PUT, DIALECT_ZONE, "zone",
	    "records", "value", NULL, 0 },
	{ STR("hetznerdns_record"), RESOURCE_RECORD, DIALECT_ZONE, "zone_id",
	    "value", NULL, NULL, 0 },
	{ STR("aws_eip_domain_name"), RESOURCE_PUT, DIALECT_ADDRESS,
	    "allocation_id", "domain_name", NULL, NULL, TYPE_PTR },
	{ STR("hcloud_rdns"), RESOURCE_PUT, DIALECT_ADDRESS, "ip_address",
	    "dns_ptr", NULL, NULL, TYPE_PTR },
	{ STR("linode_rdns"), RESOURCE_PUT, DIALECT_ADDRESS, "address", "rdns",
	    NULL, NULL, TYPE_PTR },
	{ STR("vultr_reverse_ipv4"), RESOURCE_PUT, DIALECT_ADDRESS, "ip",
	    "reverse", NULL, NULL, TYPE_PTR },
	{ STR("vultr_reverse_ipv6"), RESOURCE_PUT, DIALECT_ADDRESS, "ip",
	    "reverse", NULL, NULL, TYPE_PTR },
	{ STR("scaleway_instance_ip_reverse_dns"), RESOURCE_PUT,
	    DIALECT_ADDRESS, "ip_id", "reverse", NULL, NULL, TYPE_PTR },
	{ STR("ovh_ip_reverse"), RESOURCE_PUT, DIALECT_ADDRESS, "ip_reverse",
	    "reverse", NULL, NULL, TYPE_PTR },
};

static const struct row *
find_row(struct str type)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (str_eq(rows[i].type, type))
			return &rows[i];
	return NULL;
}

enum resource_model
resource_model(struct str type)
{
	const struct row *row = find_row(type);

	return row != NULL ? row->model : RESOURCE_NONE;
}

static bool
is_set(const struct value *marks)
{
	if (marks == NULL)
		return false;
	if (marks->kind == VALUE_BOOL)
		return marks->number != 0;
	if (marks->kind == VALUE_LIST || marks->kind == VALUE_OBJECT)
		for (const struct value *v = marks->first; v != NULL;
		     v = v->next)
			if (is_set(v))
				return true;
	return false;
}

static bool
is_marked(const struct value *marks, const char *key)
{
	return value_is_true(marks) || is_set(value_get(marks, key));
}

static struct str
text_of(struct arena *a, const struct value *value)
{
	if (value != NULL && value->kind == VALUE_INT)
		return arena_printf(a, "%lld", (long long)value->number);
	return value_text(value);
}

static bool
ends_in(struct str name, struct str zone)
{
	return str_eq_nocase(name, zone) ||
	    (name.n > zone.n && name.s[name.n - zone.n - 1] == '.' &&
		str_eq_nocase(str_from(name, name.n - zone.n), zone));
}

/* A name as the provider completes it, at a label boundary. */
static bool
complete(struct arena *a, struct str name, struct str zone, struct name *out)
{
	if (str_ends(zone, S(".")))
		zone = str_to(zone, zone.n - 1);
	if (str_ends(name, S(".")))
		return route53_name(a, name, out);
	if (zone.n == 0)
		return false;
	if (name.n == 0 || str_eq(name, S("@")))
		return name_parse(a, zone, out);
	if (!ends_in(name, zone))
		name = arena_printf(a, "%.*s.%.*s", PSTR(name), PSTR(zone));
	return route53_name(a, name, out);
}

/* The zone by its id, or where the provider takes its name, by that. */
static struct str
zone_name(const struct resource_from *from, const struct row *row,
    struct resource_set *out)
{
	struct str text = text_of(from->a, value_get(from->values, row->zone));
	const struct terraform_zone *zone = terraform_zone(from->known, text);

	if (zone != NULL) {
		out->is_private = zone->is_private;
		return zone->name;
	}
	if (str_eq(str_of(row->zone), S("zone_name")) ||
	    str_eq(str_of(row->zone), S("domain")) ||
	    (str_eq(str_of(row->zone), S("zone")) &&
		str_find(text, '.') < text.n))
		return text;
	return from->origin.n > 0 ? name_text(from->a, from->origin) : S("");
}

static void
place(const struct resource_from *from, const struct row *row,
    struct resource_set *out)
{
	struct str name = value_text(value_get(from->values, "name"));
	struct str whole = value_text(value_get(from->values, "fqdn"));
	struct str zone = zone_name(from, row, out);

	if (is_marked(from->unknown, "name"))
		return;
	if (whole.n > 0)
		out->is_placed = route53_name(from->a, whole, &out->name);
	else
		out->is_placed = complete(from->a, name, zone, &out->name);
}

/* The reverse name of an address (RFC 1035 section 3.5, RFC 3596 section
 * 2.5). */
static void
place_address(const struct resource_from *from, const struct row *row,
    struct resource_set *out)
{
	struct str text = value_text(value_get(from->values, row->zone));
	struct buf b = { .a = from->a };
	struct ip ip;

	if (str_ends(str_of(row->zone), S("_id")))
		text = terraform_address(from->known, text);
	text = str_to(text, str_find(text, '/'));
	if (!ip_parse(text, &ip))
		return;
	for (size_t i = ip_bits(ip.family) / 8; i-- > 0;)
		if (ip.family == IP_V4)
			buf_printf(&b, "%u.", ip.b[i]);
		else
			buf_printf(&b, "%x.%x.", ip.b[i] & 15U, ip.b[i] >> 4);
	buf_text(&b, ip.family == IP_V4 ? "in-addr.arpa" : "ip6.arpa");
	out->is_placed = name_parse(from->a, buf_view(&b), &out->name);
}

static bool
read_value(const struct resource_from *from, const struct row *row,
    struct str text, struct resource_set *out)
{
	struct record *record = &out->records[out->n++];

	return terraform_value(from->a, row->dialect, out->type, text, out->ttl,
	    record, &out->flaws);
}

/* MX of providers that keep the preference apart. */
static struct str
with_preference(struct arena *a, const struct row *row, uint16_t type,
    const struct value *from, struct str text)
{
	struct str preference = text_of(a, value_get(from, "priority"));

	if (type != TYPE_MX || row->dialect != DIALECT_RAW)
		return text;
	if (preference.s == NULL)
		preference = text_of(a, value_get(from, "preference"));
	if (preference.s == NULL)
		preference = S("0");
	if (str_eq(text, S("@")))
		text = S("");
	return arena_printf(a, "%.*s %.*s", PSTR(preference), PSTR(text));
}

static size_t
count(const struct value *list)
{
	size_t n = 0;

	for (const struct value *v = list->first; v != NULL; v = v->next)
		n++;
	return n;
}

static const struct value *
values_of(const struct resource_from *from, const struct row *row)
{
	const struct value *values = value_get(from->values, row->values);

	if (!value_is_there(values) && row->other != NULL)
		values = value_get(from->values, row->other);
	/* Cloudflare's data{}, of which MX needs the target. */
	if (!value_is_there(values) &&
	    value_is_there(value_get(from->values, "data")))
		values = value_get(value_get(from->values, "data"), "target");
	return values;
}

static bool
read_values(const struct resource_from *from, const struct row *row,
    struct resource_set *out)
{
	const struct value *values = values_of(from, row);
	struct str text;

	/* It answers by a policy, or what another resource does. */
	if (!value_is_there(values)) {
		out->is_later = true;
		return true;
	}
	if (values->kind != VALUE_LIST) {
		out->records = arena_array(from->a, 1, struct record);
		text = with_preference(
		    from->a, row, out->type, from->values, value_text(values));
		return text.s != NULL && read_value(from, row, text, out);
	}
	out->records = arena_array(from->a, count(values), struct record);
	for (const struct value *v = values->first; v != NULL; v = v->next) {
		text = row->member != NULL && v->kind == VALUE_OBJECT
		    ? value_text(value_get(v, row->member))
		    : value_text(v);
		text = with_preference(from->a, row, out->type, v, text);
		if (text.s == NULL || !read_value(from, row, text, out))
			return false;
	}
	return true;
}

/* What AWS has besides records. */
static void
read_aws_extras(const struct resource_from *from, struct resource_set *out)
{
	const struct value *alias = value_get(from->values, "alias");
	static const char *const kinds[] = { "weighted_routing_policy",
		"latency_routing_policy", "failover_routing_policy",
		"geolocation_routing_policy", "geoproximity_routing_policy",
		"cidr_routing_policy", "multivalue_answer_routing_policy" };

	out->id = value_text(value_get(from->values, "set_identifier"));
	out->is_overwriting =
	    value_is_true(value_get(from->values, "allow_overwrite"));
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		const struct value *policy = value_get(from->values, kinds[i]);

		if (policy != NULL &&
		    (policy->kind == VALUE_LIST ? policy->first != NULL
						: value_is_true(policy)))
			out->routing = str_of(kinds[i]);
	}
	if (alias != NULL && alias->kind == VALUE_LIST &&
	    alias->first != NULL) {
		struct str name = value_text(value_get(alias->first, "name"));

		if (name.n == 0 || !route53_name(from->a, name, &out->alias))
			out->is_later = true;
	}
	out->is_later |= is_marked(from->unknown, "alias");
}

/* Google's policy stands in place of the records. */
static void
read_policy(const struct resource_from *from, struct resource_set *out)
{
	const struct value *policy = value_get(from->values, "routing_policy");

	if (policy != NULL && policy->kind == VALUE_LIST &&
	    policy->first != NULL)
		out->routing = S("routing_policy");
}

static bool
is_proxied(const struct resource_from *from, uint16_t type)
{
	return value_is_true(value_get(from->values, "proxied")) &&
	    (type == TYPE_A || type == TYPE_AAAA || type == TYPE_CNAME);
}

static uint32_t
ttl_of(const struct resource_from *from)
{
	const struct value *ttl = value_get(from->values, "ttl");

	/* 1 is Cloudflare's "automatic". */
	if (ttl == NULL || ttl->kind != VALUE_INT || ttl->number <= 1 ||
	    ttl->number > 0x7fffffff)
		return 300;
	return (uint32_t)ttl->number;
}

static bool
is_later(const struct resource_from *from, const struct row *row)
{
	return is_marked(from->unknown, row->values) ||
	    (row->other != NULL && is_marked(from->unknown, row->other)) ||
	    is_set(value_get(from->unknown, "data"));
}

bool
resource_read(const struct resource_from *from, struct str type,
    struct resource_set *out, struct str *what)
{
	const struct row *row = find_row(type);
	struct str text = value_text(value_get(from->values, "type"));

	assert(row != NULL); /* its model is not RESOURCE_NONE */
	*out = (struct resource_set){ .type = row->fixed };
	if (row->fixed == 0)
		zone_kind(from->a, text, &out->type);
	*what = S("type");
	if (out->type == 0)
		return is_marked(from->unknown, "type");
	if (row->dialect == DIALECT_ADDRESS)
		place_address(from, row, out);
	else
		place(from, row, out);
	out->ttl = ttl_of(from);
	out->is_later = is_later(from, row);
	out->is_secret = is_marked(from->sensitive, row->values);
	if (row->dialect == DIALECT_AWS)
		read_aws_extras(from, out);
	else
		read_policy(from, out);
	/* The proxy's own addresses are published, whatever the record is. */
	if (is_proxied(from, out->type)) {
		out->flaws |= FLAW_PROXIED;
		out->is_later = true;
	}
	*what = str_of(row->values);
	return out->is_later || out->alias.n > 0 || read_values(from, row, out);
}
