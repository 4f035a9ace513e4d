/*
 * upstream.h - what is known of one name server: how long it takes, whether
 * it still answers, and when it may be sent something.
 */
#ifndef UPSTREAM_H
#define UPSTREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sys/socket.h>

#include "base/str.h"
#include "client/pace.h"
#include "client/server.h"

/* Shared sockets a server: port entropy, and room for bursts of answers. */
enum { UPSTREAM_SOCKETS = 16 };

struct query;

struct upstream {
	struct server server;
	struct str text; /* "127.0.0.1#53" */
	struct sockaddr_storage address;
	socklen_t address_n;
	int64_t rtt_us, deviation_us; /* RFC 6298; 0: not measured */
	size_t answers;               /* messages that it answered with, ever */
	size_t early_sends; /* sends to it before a time-out, ever: early.h */
	unsigned silent;    /* time-outs since its last answer */
	int64_t dead_until_us;
	bool has_answered; /* some question: records, NODATA or NXDOMAIN */
	bool takes_edns;   /* it answered a query that had EDNS */
	unsigned plain;    /* queries that it answered only without */
	struct pace pace;
	struct query *line; /* those that wait for its turn */
	struct channel *sockets[UPSTREAM_SOCKETS];
	struct stream *stream; /* NULL: none is open */
	struct tls_peer *peer; /* NULL: not over TLS */
};

/* What a first send waits for its answer. */
int64_t upstream_wait_us(const struct upstream *u);

/* It answered; rtt_us < 0 where what was answered is not certain (Karn). */
void upstream_answered(struct upstream *u, int64_t rtt_us);
void upstream_timed_out(struct upstream *u, int64_t now_us);
void upstream_unreachable(struct upstream *u, int64_t now_us);

/* Whether it is remembered as dead; but now and then one question may try. */
bool upstream_is_dead(const struct upstream *u);
bool upstream_may_try(struct upstream *u, int64_t now_us);

#endif
