/* servers.h - what each name server of the sender's zones says, where all of
 * them are asked. */
#ifndef SERVERS_H
#define SERVERS_H

#include "facts/facts.h"

/* The answers to what receivers look up for this sender, without what that
 * leads to, as far as all servers of a zone were asked. */
struct servers {
	size_t n;
	const struct answer **answers;
	/* The first that the resolvers had to answer, for the zone or its
	 * servers could not be told, and did not; NULL: none. */
	const struct answer *failed;
};

/* NULL while it is incomplete. */
const struct servers *facts_servers(struct facts *facts);

#endif
