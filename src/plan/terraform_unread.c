#include "plan/terraform_unread.h"
#include "base/json_read.h"

/* How deep attributes are looked into. */
enum { DEPTH_MAX = 8 };

bool
terraform_is_whole_zone(struct str type)
{
	return str_eq(type, S("aws_route53_records_exclusive"));
}

static bool
has_part(struct str text, const struct str *parts, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (str_search(text, parts[i]) < text.n)
			return true;
	return false;
}

static bool
is_named_like_dns(struct str type)
{
	static const struct str parts[] = { STR("dns"), STR("rrset"),
		STR("record_set"), STR("recordset"), STR("reverse"),
		STR("_record"), STR("_ptr"), STR("domain_entry"),
		STR("domain_delegation"), STR("zone_file"), STR("zone_import"),
		STR("zone_redirection"), STR("nameserver"), STR("name_server"),
		STR("email_routing_settings"),
		STR("cloudflare_spectrum_application"),
		STR("route53_traffic_policy_instance"),
		STR("service_discovery_instance"),
		STR("service_discovery_service") };

	return has_part(type, parts, sizeof(parts) / sizeof(parts[0]));
}

/* A zone, or a domain, without its records: with one that goes they go. */
static bool
is_container(struct str type)
{
	return str_ends(type, S("_zone")) || str_ends(type, S("_domain"));
}

/* It has the name servers of a domain. */
static bool
is_registration(struct str type)
{
	return str_eq(type, S("aws_route53domains_registered_domain"));
}

static bool
is_zone(struct str type)
{
	return str_ends(type, S("_zone")) ||
	    str_eq(type, S("digitalocean_domain")) ||
	    str_eq(type, S("linode_domain")) ||
	    str_search(type, S("dns")) < type.n;
}

static bool
says_something(const struct value *value)
{
	switch (value->kind) {
	case VALUE_NULL:
		return false;
	case VALUE_BOOL:
		return value->number != 0;
	case VALUE_STR:
		return value_text(value).n > 0;
	case VALUE_LIST:
	case VALUE_OBJECT:
		return value->first != NULL;
	case VALUE_INT:
		break;
	}
	return true;
}

/* Attributes that set the name of an address, whatever the resource is. */
static bool
is_reverse_key(struct str key)
{
	static const struct str keys[] = { STR("reverse"), STR("reverse_dns"),
		STR("reverse_fqdn"), STR("rdns"), STR("ptr"), STR("dns_ptr"),
		STR("ptr_record"), STR("public_ptr_domain_name") };

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
		if (str_eq(key, keys[i]))
			return true;
	return false;
}

static bool
has_reverse_key(const struct value *value, int depth)
{
	if (value == NULL || depth == DEPTH_MAX ||
	    (value->kind != VALUE_OBJECT && value->kind != VALUE_LIST))
		return false;
	for (const struct value *v = value->first; v != NULL; v = v->next)
		if ((value->kind == VALUE_OBJECT &&
			is_reverse_key(str_of(v->key)) && says_something(v)) ||
		    has_reverse_key(v, depth + 1))
			return true;
	return false;
}

static bool
has_address(const struct value *values)
{
	return value_text(value_get(values, "ip_address")).n > 0 ||
	    value_text(value_get(values, "ip")).n > 0;
}

/* Types whose own type of resource is in an attribute. */
static bool
is_generic_dns(struct str type, const struct value *values)
{
	struct str inner = { 0 };

	if (str_starts(type, S("azapi_")))
		inner = value_text(value_get(values, "type"));
	else if (str_eq(type, S("aws_cloudcontrolapi_resource")))
		inner = value_text(value_get(values, "type_name"));
	return str_starts(inner, S("Microsoft.Network/dnsZones/")) ||
	    str_starts(inner, S("Microsoft.Network/dnszones/")) ||
	    str_starts(inner, S("AWS::Route53::RecordSet"));
}

static bool
has_values_like_dns(struct str type, const struct value *values)
{
	/* A droplet's name is its PTR. */
	return str_eq(type, S("digitalocean_droplet")) ||
	    has_reverse_key(values, 0) || is_generic_dns(type, values);
}

static bool
goes(const struct value *change)
{
	const struct value *actions = value_get(change, "actions");

	if (actions == NULL || actions->kind != VALUE_LIST)
		return false;
	for (const struct value *v = actions->first; v != NULL; v = v->next)
		if (str_eq(value_text(v), S("delete")))
			return true;
	return false;
}

bool
terraform_looks_like_dns(struct str type, const struct value *change)
{
	const struct value *before = value_get(change, "before");
	const struct value *after = value_get(change, "after");

	/* A domain that is made with an address has records from then on. */
	if (is_container(type))
		return (is_zone(type) &&
			   (goes(change) || has_address(after))) ||
		    is_registration(type);
	return is_named_like_dns(type) || has_values_like_dns(type, before) ||
	    has_values_like_dns(type, after) ||
	    has_reverse_key(value_get(change, "after_unknown"), 0);
}
