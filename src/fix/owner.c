#include "fix/owner.h"
#include "mail/provider.h"

/* Clouds that name hosts in domains of their own. */
static const struct {
	struct str domain;
	const char *name;
} clouds[] = {
	{ STR("amazonaws.com"), "Amazon AWS" },
	{ STR("amazonaws.com.cn"), "Amazon AWS" },
	{ STR("googleusercontent.com"), "Google Cloud" },
	{ STR("cloudapp.azure.com"), "Microsoft Azure" },
	{ STR("cloudapp.net"), "Microsoft Azure" },
	{ STR("your-server.de"), "Hetzner" },
	{ STR("linodeusercontent.com"), "Linode" },
	{ STR("vultrusercontent.com"), "Vultr" },
	{ STR("ovh.net"), "OVH" },
	{ STR("scw.cloud"), "Scaleway" },
};

static bool
is_in_text(struct arena *a, struct name name, struct str domain)
{
	struct name above;

	return name_parse(a, domain, &above) && name_is_in(name, above);
}

static const struct provider *
service_of(struct arena *a, struct name name)
{
	struct str text = name_text(a, name);
	const struct provider *p = provider_by_spf(text);

	return p != NULL ? p : provider_by_dkim(text);
}

struct str
owner_text(struct arena *a, struct name name)
{
	const struct provider *service = service_of(a, name);

	if (service != NULL)
		return str_of(service->name);
	for (size_t i = 0; i < sizeof(clouds) / sizeof(clouds[0]); i++)
		if (is_in_text(a, name, clouds[i].domain))
			return str_of(clouds[i].name);
	return S("");
}

/* Without a list of public suffixes: two labels, or three where the second
 * looks like one of a country's ("co.uk", "or.jp"). */
static struct name
guess_org_domain(struct name name)
{
	struct name two = name_last(name, 2);

	if (name_label(name_last(name, 1)).n == 2 && name_label(two).n <= 3)
		return name_last(name, 3);
	return two;
}

static struct name
org_domain(struct arena *a, const struct psl *psl, struct name name)
{
	struct name org = { 0 };

	if (psl != NULL)
		org = psl_org_domain(psl, a, name);
	return org.n > 0 ? org : guess_org_domain(name);
}

/* Whether name is of the organization that given is of. */
static bool
is_of(
    struct arena *a, const struct psl *psl, struct name name, struct name given)
{
	return given.n > 0 && name_is_in(name, org_domain(a, psl, given));
}

static bool
is_reverse(struct arena *a, struct name name)
{
	return is_in_text(a, name, S("in-addr.arpa")) ||
	    is_in_text(a, name, S("ip6.arpa"));
}

enum owner
owner_of(struct arena *a, const struct request *req, const struct psl *psl,
    struct name name)
{
	if (is_reverse(a, name))
		return OWNER_PROVIDER;
	if (owner_text(a, name).n > 0)
		return OWNER_OTHER;
	if (is_of(a, psl, name, req->domain) ||
	    (!req->null_sender && is_of(a, psl, name, req->mail_from)) ||
	    is_of(a, psl, name, req->host))
		return OWNER_USER;
	for (size_t i = 0; req->hosts != NULL && i < req->nips; i++)
		if (is_of(a, psl, name, req->hosts[i]))
			return OWNER_USER;
	for (size_t i = 0; i < req->nselectors; i++)
		if (is_of(a, psl, name, req->selectors[i].domain))
			return OWNER_USER;
	return OWNER_OTHER;
}
