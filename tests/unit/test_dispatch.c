#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <netinet/in.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "client/dispatch.h"
#include "client/traffic.h"
#include "dns/lookup.h"

#include "unit.h"

enum { SERVERS = 2, WAIT_US = 200000 };

/* A query under way to servers that take datagrams and never answer. */
struct fixture {
	struct arena a;
	struct store store;
	struct lookup lookup;
	struct asked asked;
	int servers[SERVERS];
	struct traffic *x;
	struct query *q;
};

static int
listen_at(struct upstream *u)
{
	struct sockaddr_in *address = (struct sockaddr_in *)&u->address;
	int fd = socket(AF_INET, SOCK_DGRAM, 0);

	address->sin_family = AF_INET;
	address->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	u->address_n = sizeof(*address);
	ck_assert_int_eq(bind(fd, (struct sockaddr *)address, u->address_n), 0);
	ck_assert_int_eq(
	    getsockname(fd, (struct sockaddr *)address, &u->address_n), 0);
	return fd;
}

static void
begin(struct fixture *f)
{
	struct name name;

	*f = (struct fixture){ .x = mem_new(1, sizeof(*f->x)) };
	store_init(&f->store);
	lookup_begin(&f->lookup, &f->store, NULL);
	f->asked.a = &f->a;
	f->lookup.asked = &f->asked;
	ck_assert(name_parse(&f->a, S("q.test"), &name));
	ck_assert_ptr_null(lookup_ask(&f->lookup, name, TYPE_A));
	flight_init(&f->x->flight);
	f->x->nupstreams = SERVERS;
	f->x->tries = 9;
	f->x->timeout_us = 5000000;
	f->x->socket_uses = 2;
	f->x->now_us = clock_us();
	for (size_t i = 0; i < SERVERS; i++)
		f->servers[i] = listen_at(&f->x->upstreams[i]);
	traffic_begin(f->x, &f->store, store_next_wanted(&f->store));
	f->q = f->x->flight.newest;
	ck_assert_ptr_nonnull(f->q);
}

static void
end(struct fixture *f)
{
	traffic_end(f->x);
	free(f->x);
	lookup_end(&f->lookup);
	store_free(&f->store);
	arena_free(&f->a);
	for (size_t i = 0; i < SERVERS; i++)
		close(f->servers[i]);
}

/* A query that is sent again on the socket that is being read, and retires
 * it, must leave it to its reader. */
START_TEST(keeps_the_socket_that_is_read)
{
	struct fixture f;
	struct upstream *u;
	struct channel *c;

	begin(&f);
	c = f.q->attempts[0].channel;
	u = c->upstream;
	for (size_t i = 0; i < UPSTREAM_SOCKETS; i++)
		u->sockets[i] = c; /* so that it is drawn again */
	c->is_busy = true;
	dispatch_renewed(f.x, f.q);
	memset(u->sockets, 0, sizeof(u->sockets));
	ck_assert_ptr_eq(query_last_attempt(f.q)->channel, c);
	ck_assert(c->is_retired);
	ck_assert(c->is_busy);
	c->is_busy = false;
	end(&f);
}
END_TEST

START_TEST(icmp_errors_buy_no_time)
{
	struct fixture f;
	int64_t first_us;

	begin(&f);
	dispatch_wait_unreachable(f.x, f.q);
	first_us = f.q->timer.at_us;
	ck_assert(first_us <= f.x->now_us + WAIT_US);
	f.x->now_us += WAIT_US / 2;
	dispatch_wait_unreachable(f.x, f.q);
	ck_assert(f.q->timer.at_us == first_us);
	end(&f);
}
END_TEST

START_TEST(blames_the_server_that_was_silent)
{
	struct fixture f;

	begin(&f);
	ck_assert_uint_eq(f.q->server, 0);
	traffic_expire(f.x, f.q);
	ck_assert_uint_eq(f.q->server, 1);
	ck_assert_uint_eq(f.x->upstreams[0].silent, 1);
	/* The first server's failure comes late. */
	f.q->server = 0;
	traffic_expire(f.x, f.q);
	ck_assert_uint_eq(f.x->upstreams[0].silent, 1);
	ck_assert_uint_eq(f.x->upstreams[1].silent, 1);
	end(&f);
}
END_TEST

Suite *
dispatch_suite(void)
{
	Suite *s = suite_create("dispatch");
	TCase *tc = tcase_create("dispatch");

	tcase_add_test(tc, keeps_the_socket_that_is_read);
	tcase_add_test(tc, icmp_errors_buy_no_time);
	tcase_add_test(tc, blames_the_server_that_was_silent);
	suite_add_tcase(s, tc);
	return s;
}
