#include "facts/host.h"
#include "facts/reverse.h"
#include "mail/host_pattern.h"

/* A cloud's default name, which the request is there to replace, is not the
 * host's. */
static bool
will_be_replaced(
    struct facts *facts, struct arena *a, struct name name, struct ip ip)
{
	return facts->req->stage == STAGE_REQUEST &&
	    host_default_of(a, name, ip) != NULL;
}

const void *
host_derive(struct facts *facts, struct arena *a, const struct fact_key *key)
{
	struct host *host = arena_new(a, struct host);
	const struct reverse_entry *confirmed;
	const struct reverse *reverse;

	*host = (struct host){ HOST_FOUND,
		request_host(
		    facts->req, key->ip.family != IP_NONE ? &key->ip : NULL),
		NULL };
	if (host->name.n > 0)
		return host;
	host->found = HOST_NONE;
	if (key->ip.family == IP_NONE)
		return host;
	reverse = facts_reverse(facts, key->ip);
	if (reverse == NULL)
		return NULL;
	confirmed = reverse_confirmed(reverse);
	if (confirmed != NULL) {
		if (!will_be_replaced(facts, a, confirmed->name, key->ip))
			*host =
			    (struct host){ HOST_FOUND, confirmed->name, NULL };
		return host;
	}
	host->failure = reverse_failure(reverse);
	if (host->failure != NULL)
		host->found = HOST_UNKNOWN;
	return host;
}

const struct host *
facts_host(struct facts *facts, struct ip ip)
{
	return facts_read(facts, FACT_HOST, (struct fact_key){ .ip = ip });
}

/* An address literal (RFC 5321 section 4.1.3), or an address without its
 * brackets. */
static bool
is_address(struct str helo)
{
	struct ip ip;

	return (helo.n > 0 && helo.s[0] == '[') || ip_parse(helo, &ip);
}

const void *
helo_derive(struct facts *facts, struct arena *a, const struct fact_key *key)
{
	struct str helo = facts->req->helo;
	struct host *host;

	if (helo.n == 0)
		return facts_host(facts, key->ip);
	host = arena_new(a, struct host);
	host->found = is_address(helo) || !name_parse(a, helo, &host->name)
	    ? HOST_NO_NAME
	    : HOST_FOUND;
	return host;
}

const struct host *
facts_helo(struct facts *facts, struct ip ip)
{
	return facts_read(facts, FACT_HELO, (struct fact_key){ .ip = ip });
}

void
host_ask_ahead(struct facts *facts, struct ip ip, uint16_t type)
{
	struct name name = facts_likely_name(facts, ip);

	if (name.n > 0)
		facts_ask_ahead(facts, name, type);
}
