/* host.h - the sending host and the name it greets with. */
#ifndef HOST_H
#define HOST_H

#include "check/check.h"

enum host_found {
	HOST_FOUND,
	HOST_NONE,    /* not given, and no PTR name is confirmed */
	HOST_NO_NAME, /* HELO is an address, or nothing that the DNS has */
	HOST_UNKNOWN, /* not given, and the DNS did not say */
	HOST_PENDING, /* an answer is not here yet */
};

struct host {
	enum host_found found;
	struct name name; /* of HOST_FOUND; of HOST_PENDING, whose it may be */
	const struct answer *failure; /* of HOST_UNKNOWN */
};

/* The host given, or the confirmed PTR name of the check's IP. */
struct host sending_host(struct check *c);

/* What the MTA says in HELO: the name given, or the sending host. */
struct host helo_host(struct check *c);

/* While a PTR's name is not confirmed, which it will be in most cases, wants
 * what the check will ask for about it. */
void host_ask_ahead(struct check *c, const struct host *host, uint16_t type);

/* Ends the check where there is no host: as skipped or unknown.  False where
 * there is one. */
bool host_is_missing(struct check *c, const struct host *host);

/* The addresses of an answer for people, "nothing" where it has none. */
struct str list_addresses(struct check *c, const struct answer *answer);

#endif
