/*
 * The network client, over sockets and a clock that are simulated.  The input
 * is choices, an octet each: how the client is set up, and what the servers do
 * (servers.h).
 */
#include "fuzz.h"
#include "servers.h"

FUZZ(client)
{
	struct servers w;
	struct client_config config;
	struct client *client;

	servers_begin(&w, data, size);
	config = servers_config(&w);
	client = client_new(&config);
	servers_ask(&w, client_source(client), size <= 2);
	client_free(client);
	servers_end(&w);
}
