/*
 * servers.h - name servers, and those who lie in their name, on simulated
 * sockets: what they do is in the octets of the input, a choice each.
 *
 * Servers answer, say nothing, fail, refer, or are cut off; forgers guess at
 * queries that they have not seen; the system refuses calls.
 */
#ifndef SERVERS_H
#define SERVERS_H

#include "client/client.h"

#include "simulated.h"

enum { SERVERS_QUESTIONS_MAX = 12 };

struct servers {
	struct simulated_owner owner; /* first: the owner is this */
	struct str choices;
	struct store store;
	/* A server said that there is nothing, by question. */
	bool denied[SERVERS_QUESTIONS_MAX];
	bool has_lied; /* a server's own words were changed on their way */
};

void servers_begin(struct servers *w, const uint8_t *data, size_t size);

/* How the client is set up, by the next choice. */
struct client_config servers_config(struct servers *w);

/* Asks the source some questions, and asserts what must hold: each ends in
 * time, in what a server said or in no answer, and nothing is believed of who
 * has seen no query.  all_is_well: nothing goes wrong, so each is answered. */
void servers_ask(struct servers *w, struct source *source, bool all_is_well);

/* The client is gone: so are its sockets. */
void servers_end(struct servers *w);

#endif
