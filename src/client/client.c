#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "client/client.h"
#include "client/dispatch.h"
#include "client/probe.h"
#include "client/tls.h"
#include "client/traffic.h"

enum {
	SHARED_USES = 8192, /* queries, before a shared socket's port changes */
	BEHIND = 4 /* more waits than this part of a second or window lets go */
};

struct client {
	struct source source; /* first: the source is the client */
	struct traffic x;
	struct arena arena;
	uint32_t rate;          /* sends a second to each server; 0: no limit */
	struct entry **waiting; /* a ring of those beyond the window */
	size_t waiting_at, nwaiting, waiting_cap;
	struct store *store;
};

static void
wait_in_line(struct client *c, struct entry *entry)
{
	if (c->nwaiting == c->waiting_cap) {
		size_t cap = c->waiting_cap * 2 + 256;
		struct entry **more = mem_new(cap, sizeof(*more));

		for (size_t i = 0; i < c->nwaiting; i++)
			more[i] =
			    c->waiting[(c->waiting_at + i) % c->waiting_cap];
		free(c->waiting);
		c->waiting = more;
		c->waiting_at = 0;
		c->waiting_cap = cap;
	}
	c->waiting[(c->waiting_at + c->nwaiting++) % c->waiting_cap] = entry;
}

/* One server in trouble must not be buried. */
static void
adapt(struct client *c)
{
	struct traffic *x = &c->x;
	uint32_t rate = x->window.rate;

	if (window_adapt(&x->window, x->now_us))
		probe_begin(x);
	if (x->window.rate == rate)
		return;
	rate = (x->window.rate + (uint32_t)x->nupstreams - 1) /
	    (uint32_t)x->nupstreams;
	if (rate == 0 || (c->rate > 0 && rate > c->rate))
		rate = c->rate;
	for (size_t i = 0; i < x->nupstreams; i++)
		pace_change(&x->upstreams[i].pace, rate);
}

/* The time of those who asked was over before its turn came: nothing is sent,
 * and nothing is remembered. */
static void
drop_forgotten(struct client *c, struct entry *entry)
{
	struct answer answer = {
		.question = entry->question,
		.status = ANSWER_TIMEOUT,
	};

	store_put(c->store, entry, &answer);
}

/* What was sent before comes first: nothing new while it waits for a turn. */
static void
send_waiting(struct client *c)
{
	struct traffic *x = &c->x;

	adapt(c);
	while (
	    c->nwaiting > 0 && window_has_room(&x->window) && x->in_line == 0) {
		struct entry *entry = c->waiting[c->waiting_at];

		c->waiting_at = (c->waiting_at + 1) % c->waiting_cap;
		c->nwaiting--;
		if (entry->users == 0)
			drop_forgotten(c, entry);
		else if (x->now_us < x->hopeless_until_us)
			traffic_refuse(x, c->store, entry);
		else
			traffic_begin(x, c->store, entry);
	}
}

static bool
client_ask(struct source *self, struct store *store, struct entry *entry)
{
	struct client *c = (struct client *)self;

	c->store = store;
	c->x.now_us = clock_us();
	wait_in_line(c, entry);
	send_waiting(c);
	return true;
}

/* The first deadline or turn, or until_us if that comes first. */
static int64_t
first_deadline(const struct client *c, int64_t until_us)
{
	const struct timer *first = timers_first(&c->x.flight.timers);
	const struct timer *early = timers_first(&c->x.flight.early);
	int64_t turn_us = dispatch_turn_us(&c->x);

	if (turn_us < until_us)
		until_us = turn_us;
	if (early != NULL && early->at_us < until_us)
		until_us = early->at_us;
	return first != NULL && first->at_us < until_us ? first->at_us
							: until_us;
}

/* Milliseconds, rounded up. */
static int
poll_timeout(int64_t us)
{
	if (us <= 0)
		return 0;
	return us < 60 * (int64_t)1000000 ? (int)((us + 999) / 1000) : 60000;
}

static void
run_timers(struct client *c)
{
	struct timers *timers = &c->x.flight.timers;
	struct timer *first;

	while ((first = timers_first(timers)) != NULL &&
	    first->at_us <= c->x.now_us)
		traffic_expire(&c->x, first->owner);
	timers = &c->x.flight.early;
	while ((first = timers_first(timers)) != NULL &&
	    first->at_us <= c->x.now_us)
		traffic_hurry(&c->x, first->owner);
}

/* From the end: a channel that goes is replaced by one that has been seen. */
static void
work_channels(struct client *c)
{
	struct channels *set = &c->x.channels;

	for (size_t i = set->n; i-- > 0;) {
		if (i >= set->n || set->fds[i].revents == 0)
			continue;
		set->fds[i].revents = 0;
		traffic_work(&c->x, set->of[i]);
	}
}

static void
work(struct client *c, bool has_events)
{
	c->x.now_us = clock_us();
	if (has_events)
		work_channels(c);
	run_timers(c);
	dispatch_turns(&c->x);
	send_waiting(c);
}

static bool
client_wait(struct source *self, struct store *store, int64_t until_us)
{
	struct client *c = (struct client *)self;
	struct traffic *x = &c->x;
	size_t answered = x->answered;

	(void)store;
	if (x->flight.n == 0)
		return false;
	do {
		int n;

		x->now_us = clock_us();
		n = poll(x->channels.fds, (nfds_t)x->channels.n,
		    poll_timeout(first_deadline(c, until_us) - x->now_us));
		work(c, n > 0);
	} while (x->answered == answered && x->now_us < until_us);
	return true;
}

/* Polls the sockets of all; each client's set learns of its own. */
static void
poll_all(struct client *const *clients, size_t n, int64_t until_us)
{
	struct pollfd *fds, *at;
	size_t nfds = 0;

	for (size_t i = 0; i < n; i++) {
		nfds += clients[i]->x.channels.n;
		until_us = first_deadline(clients[i], until_us);
	}
	at = fds = mem_new(nfds, sizeof(*fds));
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < clients[i]->x.channels.n; k++)
			*at++ = clients[i]->x.channels.fds[k];
	if (poll(fds, (nfds_t)nfds, poll_timeout(until_us - clock_us())) < 0)
		for (size_t i = 0; i < nfds; i++)
			fds[i].revents = 0;
	at = fds;
	for (size_t i = 0; i < n; i++)
		for (size_t k = 0; k < clients[i]->x.channels.n; k++)
			clients[i]->x.channels.fds[k].revents = at++->revents;
	free(fds);
}

bool
clients_wait(struct client *const *clients, size_t n, int64_t until_us)
{
	bool is_under_way = false, has_answered = false;

	for (size_t i = 0; i < n; i++)
		is_under_way |= clients[i]->x.flight.n > 0;
	if (!is_under_way)
		return false;
	do {
		poll_all(clients, n, until_us);
		for (size_t i = 0; i < n; i++) {
			size_t answered = clients[i]->x.answered;

			work(clients[i], true);
			has_answered |= clients[i]->x.answered != answered;
		}
	} while (!has_answered && clock_us() < until_us);
	return true;
}

static void
add_server(
    struct client *c, struct server server, const struct client_config *config)
{
	struct upstream *u = &c->x.upstreams[c->x.nupstreams++];

	if (server.port == 0)
		server.port = config->tls ? DNS_TLS_PORT : DNS_PORT;
	if (config->tls)
		u->peer =
		    tls_peer_new(config->tls_name, server.ip, TLS_FOR_DNS);
	u->server = server;
	u->text = server_text(&c->arena, server);
	u->address_n = server_sockaddr(server, &u->address);
	u->pace = pace_of(config->rate);
}

struct client *
client_new(const struct client_config *config)
{
	struct client *c = mem_new(1, sizeof(*c));
	struct traffic *x = &c->x;

	c->source.ask = client_ask;
	c->source.wait = client_wait;
	c->rate = config->rate;
	x->rotate = config->rotate;
	x->no_recursion = config->no_recursion;
	x->tls = config->tls;
	x->is_patient = config->tries == 0;
	x->asks_captive = !config->no_recursion;
	x->gives_up = config->many || config->no_recursion;
	x->tries = config->tries > 0 ? config->tries : CLIENT_TRIES;
	x->timeout_us = (int64_t)1000 *
	    (config->timeout_ms > 0 ? config->timeout_ms : CLIENT_TIMEOUT_MS);
	x->socket_uses = config->many ? SHARED_USES : 1;
	for (size_t i = 0; i < config->nservers && i < CLIENT_SERVERS_MAX; i++)
		add_server(c, config->servers[i], config);
	/* Each server gets its turn. */
	if (x->tries < x->nupstreams)
		x->tries = (unsigned)x->nupstreams;
	flight_init(&x->flight);
	window_init(&x->window);
	return c;
}

void
client_free(struct client *c)
{
	traffic_end(&c->x);
	arena_free(&c->arena);
	free(c->waiting);
	free(c);
}

bool
client_is_behind(const struct client *client)
{
	uint32_t rate = client->rate;

	if (client->x.window.rate > 0 &&
	    (rate == 0 || client->x.window.rate < rate))
		rate = client->x.window.rate;
	return client->nwaiting >
	    (rate > 0 ? rate / BEHIND : client->x.window.size / BEHIND);
}

/* Two digits say as much as is known, and a tenth less is safe. */
static uint32_t
round_down(uint32_t rate)
{
	uint32_t unit = 1;

	for (rate = rate / 10 * 9; rate / unit >= 100;)
		unit *= 10;
	return rate / unit * unit;
}

struct client_tally
client_tally(const struct client *client)
{
	const struct traffic *x = &client->x;

	return (struct client_tally){
		.unanswered = x->unanswered,
		.resent = x->resent,
		.rate = round_down(x->window.keeps_up),
	};
}

size_t
client_room(const struct client *client)
{
	const struct window *w = &client->x.window;
	size_t busy = w->counted + client->nwaiting;

	return busy < 2 * w->size ? 2 * w->size - busy : 0;
}

struct source *
client_source(struct client *client)
{
	return &client->source;
}
