/*
 * traffic.h - the client's state, and what happens to its queries: they begin,
 * something is received for them, their time is over.
 *
 * A datagram counts only if it replies to an attempt on that very socket
 * (query_match()) and can be read (reply_read()); all else is ignored and
 * listening goes on.
 */
#ifndef TRAFFIC_H
#define TRAFFIC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/random.h"
#include "client/channel.h"
#include "client/client.h"
#include "client/flight.h"
#include "client/upstream.h"
#include "client/window.h"

/* Seconds that a failure is kept: RFC 9520 section 3.2 has 1 to 300. */
enum { TRAFFIC_KEEP_S = 5 };

struct traffic {
	struct upstream upstreams[CLIENT_SERVERS_MAX];
	size_t nupstreams;
	unsigned tries;
	bool is_patient; /* questions are sent until who asks gives up */
	int64_t timeout_us;
	unsigned socket_uses; /* queries that one UDP socket is used for */
	bool rotate;
	bool no_recursion;
	bool tls;      /* nothing goes any other way */
	unsigned turn; /* which server comes first, where they rotate */
	struct channels channels;
	struct flight flight;
	struct random_pool random;
	struct arena scratch; /* one reply's */
	int64_t now_us;       /* clock_us() when the round began */
	size_t answered;      /* queries that came to an end, ever */
	struct window window;
	size_t unanswered;     /* queries that no answer came to, ever */
	size_t resent;         /* and that had to be sent again */
	size_t in_line;        /* queries that wait for a server's turn */
	bool has_heard;        /* any answer, ever */
	bool gives_up;         /* on servers that seem dead */
	struct query *probe;   /* under way; NULL: none is */
	struct query *captive; /* the same: whether all is answered */
	bool asks_captive;     /* once, that is */
	bool has_asked_captive;
	struct buf bogus;          /* the last zone that was found to be so */
	bool is_captive;           /* all is: nothing is believed */
	unsigned hopeless;         /* silences in a row, nothing heard at all */
	int64_t hopeless_until_us; /* until then no server is asked */
	struct buf hopeless_note;  /* what went wrong last */
	unsigned char datagram[WIRE_MAX];
};

/* Sends a query for the first time. */
void traffic_begin(struct traffic *x, struct store *store, struct entry *entry);

/* Answers TIMEOUT at once: no server has answered anything for a while. */
void
traffic_refuse(struct traffic *x, struct store *store, struct entry *entry);

/* A channel can be read or written. */
void traffic_work(struct traffic *x, struct channel *channel);

/* A query's deadline is over. */
void traffic_expire(struct traffic *x, struct query *query);

/* A query may be sent once more, before that. */
void traffic_hurry(struct traffic *x, struct query *query);

/* Forgets all that is under way and closes every socket. */
void traffic_end(struct traffic *x);

#endif
