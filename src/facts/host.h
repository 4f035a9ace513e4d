/* host.h - the sending host and the name it greets with. */
#ifndef HOST_H
#define HOST_H

#include "facts/facts.h"

enum host_found {
	HOST_FOUND,
	HOST_NONE,    /* not given, and no PTR name is confirmed */
	HOST_NO_NAME, /* HELO is an address, or nothing that the DNS has */
	HOST_UNKNOWN, /* not given, and the DNS did not say */
};

struct host {
	enum host_found found;
	struct name name;             /* of HOST_FOUND */
	const struct answer *failure; /* of HOST_UNKNOWN */
};

/* The host given, or the confirmed PTR name of the IP, which may be none.
 * NULL while that is incomplete. */
const struct host *facts_host(struct facts *facts, struct ip ip);

/* What the MTA says in HELO: the name given, or the sending host. */
const struct host *facts_helo(struct facts *facts, struct ip ip);

/* While a PTR's name is not confirmed, which it will be in most cases, wants
 * what will be asked about it. */
void host_ask_ahead(struct facts *facts, struct ip ip, uint16_t type);

#endif
