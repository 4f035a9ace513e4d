/*
 * cuts.h - zones found from above, as a resolver with an empty cache finds
 * them (RFC 1034 section 5.3.3): from the root, by referrals.
 *
 * So it is the delegation as the parent has it now that counts, whatever the
 * resolvers have cached; and no resolver is asked for a name that may not
 * exist yet, and remembers that it does not.  The resolvers are asked for the
 * root's servers, and for addresses that come without glue.  Where the root's
 * servers or a parent's cannot be reached, they are asked for the rest, too.
 */
#ifndef CUTS_H
#define CUTS_H

#include <stdbool.h>

#include "base/arena.h"
#include "client/hosts.h"
#include "client/peers.h"

/* A zone as its parent delegates it. */
struct cut {
	struct name zone;   /* no name: nobody could tell */
	struct hosts hosts; /* that the parent names */
	/* What the parent says, with the glue; NULL where it serves the zone,
	 * too, and where the resolvers had to be asked. */
	const struct answer *referral;
	struct host parent; /* the server that said so, then */
	struct cut *next;
};

struct cuts {
	struct arena a;
	struct peers *peers;
	bool (*may_ask)(struct ip ip);
	struct cut *known;
	size_t nknown;
	struct cut none; /* of a name whose zone nobody can tell */
	bool is_walled;  /* the root's servers cannot be reached */
};

/* Addresses that may_ask forbids are not asked; NULL: all may be. */
void cuts_begin(
    struct cuts *cuts, struct peers *peers, bool (*may_ask)(struct ip ip));
void cuts_end(struct cuts *cuts);

/* Whether there is an address, and one that may be asked. */
bool cuts_may_ask(const struct cuts *cuts, const struct host *host);

/* The zone that a name stands in; NULL while that is open.  It lives as long
 * as the cuts. */
const struct cut *cuts_find(struct cuts *cuts, struct name name);

#endif
