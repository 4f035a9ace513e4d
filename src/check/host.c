#include "check/host.h"
#include "base/buf.h"
#include "mail/host_pattern.h"
#include "mail/iprev.h"

/* A cloud's default name, which the request is there to replace, is not the
 * host's. */
static bool
will_be_replaced(struct check *c, const struct iprev_name *name)
{
	return c->req->stage == STAGE_REQUEST &&
	    host_default_of(c->a, name->name, *c->ip) != NULL;
}

struct host
sending_host(struct check *c)
{
	const struct iprev_name *confirmed;
	struct iprev iprev;
	struct host host = { .found = HOST_NONE };

	if (request_host(c->req, c->ip).n > 0)
		return (struct host){ HOST_FOUND, request_host(c->req, c->ip),
			NULL };
	if (c->ip == NULL)
		return host;
	iprev_look_up(c->lookup, c->a, *c->ip, &iprev);
	confirmed = iprev_confirmed(&iprev);
	host.failure = iprev_failure(&iprev);
	if (c->asked.missing) {
		host.found = HOST_PENDING;
		if (iprev.n > 0)
			host.name = iprev.names[0].name;
	} else if (confirmed != NULL && will_be_replaced(c, confirmed)) {
		host.failure = NULL;
	} else if (confirmed != NULL) {
		host = (struct host){ HOST_FOUND, confirmed->name, NULL };
	} else if (host.failure != NULL) {
		host.found = HOST_UNKNOWN;
	}
	return host;
}

/* An address literal (RFC 5321 section 4.1.3), or an address without its
 * brackets. */
static bool
is_address(struct str helo)
{
	struct ip ip;

	return (helo.n > 0 && helo.s[0] == '[') || ip_parse(helo, &ip);
}

struct host
helo_host(struct check *c)
{
	struct host host = { .found = HOST_NONE };

	if (c->req->helo.n == 0)
		return sending_host(c);
	host.found = is_address(c->req->helo) ||
		!name_parse(c->a, c->req->helo, &host.name)
	    ? HOST_NO_NAME
	    : HOST_FOUND;
	return host;
}

void
host_ask_ahead(struct check *c, const struct host *host, uint16_t type)
{
	if (host->found == HOST_PENDING && host->name.n > 0)
		lookup_ahead(c->lookup, host->name, type);
}

bool
host_is_missing(struct check *c, const struct host *host)
{
	switch (host->found) {
	case HOST_FOUND:
		return false;
	case HOST_UNKNOWN:
		check_say(c, "the host is not known");
		check_unknown(c, host->failure);
		break;
	case HOST_NONE:
		check_skip(c,
		    c->ip == NULL ? "no host given (--host)"
			: c->req->stage == STAGE_REQUEST
			? "no host given (--host), and the PTR names none"
			: "no host given (--host), and no PTR name is "
			  "confirmed");
		break;
	case HOST_NO_NAME:
		check_skip(c, "HELO gives no name (RFC 7208 section 2.3)");
		break;
	case HOST_PENDING:
		break;
	}
	return true;
}

struct str
list_addresses(struct check *c, const struct answer *answer)
{
	struct buf b = { .a = c->a };

	for (size_t i = 0; i < answer->n; i++) {
		buf_item(&b, ip_text(c->a, record_ip(&answer->records[i])));
	}
	return b.n > 0 ? buf_view(&b) : S("nothing");
}
