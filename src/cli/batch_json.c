#include <jansson.h>

#include "base/escape.h"
#include "cli/batch_json.h"

/* The members of a request: a text, or a list of texts. */
enum member {
	DOMAIN,
	IPS,
	HOST,
	HELO,
	MAIL_FROM,
	SELECTORS,
	PROVIDERS,
	STAGE,
	PROFILE,
	HOSTS,
	LABEL
};

static const struct {
	struct str key;
	enum member member;
} members[] = {
	{ STR("domain"), DOMAIN },
	{ STR("ips"), IPS },
	{ STR("host"), HOST },
	{ STR("helo"), HELO },
	{ STR("mail_from"), MAIL_FROM },
	{ STR("selectors"), SELECTORS },
	{ STR("providers"), PROVIDERS },
	{ STR("stage"), STAGE },
	{ STR("profile"), PROFILE },
	{ STR("hosts"), HOSTS },
	{ STR("label"), LABEL },
};

static bool
read_text(struct arena *a, const json_t *value, struct str *out)
{
	if (!json_is_string(value))
		return false;
	*out = arena_str(a,
	    (struct str){
		json_string_value(value), json_string_length(value) });
	return true;
}

static bool
read_texts(
    struct arena *a, const json_t *value, const struct str **out, size_t *n)
{
	struct str *list;

	if (!json_is_array(value))
		return false;
	*n = json_array_size(value);
	list = arena_array(a, *n, struct str);
	for (size_t i = 0; i < *n; i++)
		if (!read_text(a, json_array_get(value, i), &list[i]))
			return false;
	*out = list;
	return true;
}

/* The addresses come before those of the hosts, in whatever order they are
 * given. */
static void
add_ips(struct arena *a, struct request_text *out, const struct str *first,
    size_t nfirst, const struct str *last, size_t nlast)
{
	struct str *ips = arena_array(a, nfirst + nlast, struct str);

	if (nfirst > 0)
		memcpy(ips, first, nfirst * sizeof(*ips));
	if (nlast > 0)
		memcpy(ips + nfirst, last, nlast * sizeof(*ips));
	out->ips = ips;
	out->nips = nfirst + nlast;
}

static bool
read_ips(struct arena *a, const json_t *value, struct request_text *out)
{
	const struct str *list;
	size_t n;

	if (!read_texts(a, value, &list, &n))
		return false;
	add_ips(a, out, list, n, out->ips, out->nips);
	return true;
}

/* { IP: NAME }, which is IP=NAME for each. */
static bool
read_hosts(struct arena *a, json_t *value, struct request_text *out)
{
	struct str *list = arena_array(a, json_object_size(value), struct str);
	const char *ip;
	json_t *name;
	size_t n = 0;

	if (!json_is_object(value))
		return false;
	json_object_foreach(value, ip, name)
	{
		if (!json_is_string(name))
			return false;
		list[n++] =
		    arena_printf(a, "%s=%s", ip, json_string_value(name));
	}
	add_ips(a, out, out->ips, out->nips, list, n);
	return true;
}

static bool
read_member(struct arena *a, enum member member, json_t *value,
    struct request_text *out)
{
	switch (member) {
	case DOMAIN:
		return read_text(a, value, &out->domain);
	case IPS:
		return read_ips(a, value, out);
	case HOST:
		return read_text(a, value, &out->host);
	case HELO:
		return read_text(a, value, &out->helo);
	case MAIL_FROM:
		return read_text(a, value, &out->mail_from);
	case SELECTORS:
		return read_texts(a, value, &out->selectors, &out->nselectors);
	case PROVIDERS:
		return read_texts(a, value, &out->providers, &out->nproviders);
	case STAGE:
		return read_text(a, value, &out->stage);
	case PROFILE:
		return read_text(a, value, &out->profile);
	case HOSTS:
		return read_hosts(a, value, out);
	case LABEL:
		return read_text(a, value, &out->label);
	}
	return false;
}

static bool
read_pair(struct arena *a, const char *key, json_t *value,
    struct request_text *out, struct str *error)
{
	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
		if (!str_eq(members[i].key, str_of(key)))
			continue;
		if (json_is_null(value) ||
		    read_member(a, members[i].member, value, out))
			return true;
		*error = arena_printf(a, "\"%s\" is of the wrong type", key);
		return false;
	}
	*error = arena_printf(a, "\"%.*s\" is no member of a request",
	    PSTR(excerpt(a, str_of(key), EXCERPT_COLUMNS)));
	return false;
}

bool
batch_json_parse(struct arena *a, struct str text, struct request_text *out,
    struct str *error)
{
	json_error_t why;
	json_t *object =
	    json_loadb(text.s, text.n, JSON_REJECT_DUPLICATES, &why);
	const char *key;
	json_t *value;
	bool ok = true;

	if (!json_is_object(object)) {
		*error = arena_printf(a, "no JSON object: %s",
		    object == NULL ? why.text : "another value");
		json_decref(object);
		return false;
	}
	json_object_foreach(object, key, value)
	{
		ok = read_pair(a, key, value, out, error);
		if (!ok)
			break;
	}
	json_decref(object);
	if (ok && out->domain.s == NULL) {
		*error = S("\"domain\" is missing");
		return false;
	}
	return ok;
}
