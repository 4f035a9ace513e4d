#include <stdlib.h>

#include "client/peers.h"

/* A zone's server that is silent must not use up the time of all. */
enum { SERVER_TRIES = 2, SERVER_TIMEOUT_MS = 1500 };

static void
begin(struct peers *peers, struct peer *peer, struct ip ip,
    const struct client_config *config)
{
	peer->ip = ip;
	peer->client = client_new(config);
	store_init(&peer->store);
	lookup_begin(&peer->lookup, &peer->store, peer);
	peer->lookup.asked = &peers->asked;
}

static void
end(struct peer *peer)
{
	lookup_end(&peer->lookup);
	client_free(peer->client);
	store_free(&peer->store);
}

void
peers_begin(struct peers *peers, const struct client_config *config)
{
	*peers = (struct peers){ .rate = config->rate };
	begin(peers, &peers->resolvers, (struct ip){ IP_NONE, { 0 } }, config);
}

void
peers_end(struct peers *peers)
{
	end(&peers->resolvers);
	for (struct peer *peer = peers->servers; peer != NULL;
	     peer = peer->next)
		end(peer);
	arena_free(&peers->a);
}

void
peers_step(struct peers *peers, struct arena *scratch)
{
	peers->asked = (struct asked){ .a = scratch };
}

static struct peer *
server_at(struct peers *peers, struct ip ip)
{
	struct server server = { .ip = ip };
	struct client_config config = {
		.servers = &server,
		.nservers = 1,
		.tries = SERVER_TRIES,
		.timeout_ms = SERVER_TIMEOUT_MS,
		.no_recursion = true,
		.rate = peers->rate,
	};
	struct peer *peer = peers->servers;

	while (peer != NULL && !ip_eq(peer->ip, ip))
		peer = peer->next;
	if (peer != NULL)
		return peer;
	peer = arena_new(&peers->a, struct peer);
	begin(peers, peer, ip, &config);
	peer->next = peers->servers;
	peers->servers = peer;
	peers->nservers++;
	return peer;
}

const struct answer *
peers_ask(struct peers *peers, struct ip ip, struct name name, uint16_t type)
{
	struct lookup *lookup = &server_at(peers, ip)->lookup;
	const struct answer *answer;
	size_t before;

	if (peers->nspent >= PEERS_BUDGET)
		lookup->nspent = LOOKUP_BUDGET; /* what it has, it tells */
	before = lookup->nspent;
	answer = lookup_ask_once(lookup, name, type);
	peers->nspent += lookup->nspent - before;
	return answer;
}

const struct answer *
peers_resolve(struct peers *peers, struct name name, uint16_t type)
{
	return lookup_ask(&peers->resolvers.lookup, name, type);
}

static bool
send_wanted(struct peer *peer)
{
	return sources_ask(client_source(peer->client), &peer->store);
}

bool
peers_send(struct peers *peers)
{
	bool has_answer = send_wanted(&peers->resolvers);

	for (struct peer *peer = peers->servers; peer != NULL;
	     peer = peer->next)
		has_answer |= send_wanted(peer);
	return has_answer;
}

bool
peers_wait(struct peers *peers, int64_t until_us)
{
	struct client **clients =
	    mem_new(peers->nservers + 1, sizeof(*clients));
	size_t n = 0;
	bool is_waiting;

	clients[n++] = peers->resolvers.client;
	for (struct peer *peer = peers->servers; peer != NULL;
	     peer = peer->next)
		clients[n++] = peer->client;
	is_waiting = clients_wait(clients, n, until_us);
	free(clients);
	return is_waiting;
}
