/*
 * client.h - the network as a source: a stub resolver that asks all that is
 * wanted at once and distrusts what comes back.
 *
 * A datagram counts only if it came from the server to the socket that asked
 * it, with the question's ID, name in the same random case, type and class;
 * anything else is ignored and listening goes on (RFC 5452 section 9).  What
 * a server cannot do, the next one is asked for; every question ends in an
 * answer, if only TIMEOUT.
 *
 * The client is freed before the store that its questions came from.
 */
#ifndef CLIENT_H
#define CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "client/server.h"
#include "dns/source.h"

enum {
	CLIENT_SERVERS_MAX = 16, /* further ones are not asked */
	CLIENT_TRIES = 3,
	CLIENT_TIMEOUT_MS = 5000,
	DNS_PORT = 53,
	DNS_TLS_PORT = 853 /* RFC 7858 section 3.1 */
};

struct client_config {
	const struct server *servers; /* copied; at least one */
	size_t nservers;
	/* Sends of an unanswered question; 0: as many as there is time for
	 * until the sender gives up, or 3 where that is not known. */
	unsigned tries;
	uint32_t timeout_ms; /* what the last of them waits; 0: 5000 */
	bool rotate;         /* begin with another server each time */
	bool no_recursion;   /* the servers are those of a zone itself */
	bool many;           /* thousands of questions: share sockets */
	bool tls;            /* DNS over TLS, and nothing else */
	struct str tls_name; /* the name to verify; empty: the address */
	uint32_t rate;       /* sends a second to each server; 0: no limit */
};

struct client;

struct client *client_new(const struct client_config *config);
void client_free(struct client *client);

/* Waits as a source does, for several clients at once. */
bool clients_wait(struct client *const *clients, size_t n, int64_t until_us);

/* Whether so many questions wait for their turn that it is better to ask no
 * more for now. */
bool client_is_behind(const struct client *client);

/* How many questions may be asked before many of them have to wait. */
size_t client_room(const struct client *client);

/* How it went so far. */
struct client_tally {
	size_t unanswered; /* questions that no answer came to */
	size_t resent;     /* and that had to be sent more than once for it */
	uint32_t rate;     /* questions a second that the servers keep up with;
			    * 0: all that there were */
};

struct client_tally client_tally(const struct client *client);

/* Part of the client.  It takes every question. */
struct source *client_source(struct client *client);

#endif
