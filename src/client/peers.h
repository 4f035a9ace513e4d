/*
 * peers.h - everybody who is asked on the way to a zone's own servers: the
 * resolvers, and name servers by their address.
 *
 * Each peer has a client and a store of its own, so that a question can be
 * asked of several.  All are freed at once.
 */
#ifndef PEERS_H
#define PEERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "client/client.h"
#include "dns/lookup.h"
#include "dns/name.h"

/* Whatever zones say, servers are asked no more questions than this in a run:
 * those for the way to a zone included. */
enum { PEERS_BUDGET = 600 };

struct peer {
	struct ip ip; /* of no family: the resolvers */
	struct client *client;
	struct store store;
	struct lookup lookup;
	struct peer *next;
};

struct peers {
	struct arena a;
	struct asked asked; /* by the step under way */
	struct peer resolvers;
	struct peer *servers;
	size_t nservers;
	size_t nspent; /* of the budget */
	uint32_t rate; /* sends a second to each */
};

/* config is about the resolvers. */
void peers_begin(struct peers *peers, const struct client_config *config);
void peers_end(struct peers *peers);

/* Before each step: scratch is the step's. */
void peers_step(struct peers *peers, struct arena *scratch);

/* What the server at an address says to a question, without recursion; NULL
 * while the answer is not here.  OVER_BUDGET once the budget is spent. */
const struct answer *
peers_ask(struct peers *peers, struct ip ip, struct name name, uint16_t type);

/* What the resolvers say: an alias is followed. */
const struct answer *
peers_resolve(struct peers *peers, struct name name, uint16_t type);

/* Sends all that is wanted.  Whether some of it has its answer at once, as it
 * cannot be sent: then there is nothing to wait for. */
bool peers_send(struct peers *peers);

/* Waits for an answer of any of them, until then on clock_us(); false where
 * none is under way. */
bool peers_wait(struct peers *peers, int64_t until_us);

#endif
