/*
 * flight.h - queries under way: found by channel and ID, and by deadline.
 *
 * A query is one question to the network until it has its answer.  Each send
 * is an attempt; a late answer to an earlier attempt counts as well, so a few
 * of them stay on their channels until the query ends.
 */
#ifndef FLIGHT_H
#define FLIGHT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "client/channel.h"
#include "client/query.h"
#include "client/timers.h"
#include "dns/store.h"

enum { FLIGHT_ATTEMPTS = 4 }; /* of a query, that may still be answered */

struct traffic;
struct query;

struct attempt {
	struct query *query;
	struct channel *channel; /* NULL: not in use */
	struct attempt *next_in_bucket;
	struct attempt *next, *prev; /* on the channel */
	int64_t sent_us;
	bool is_blurred; /* it took the place of an earlier one there */
};

/* What is known of why each server has failed it: round.h. */
struct rounds {
	unsigned n;          /* pauses so far */
	bool cd_answered;    /* there was an answer with CD */
	bool cd_failed;      /* and not even then */
	int64_t servfail_us; /* when SERVFAIL came last, without CD */
	struct buf alias;    /* where the aliases of that answer end */
	struct name zone;    /* that DS is asked for */
	bool is_at_alias;    /* above there, no more above the question's */
};

typedef void
query_told(struct traffic *x, struct query *own, const struct answer *answer);

/* What a query is about that the client asks for itself. */
struct own {
	struct entry entry;
	struct query *behalf; /* whose fate depends on it; or NULL */
	/* Takes the answer, which there is in the end, whatever it says. */
	query_told *told;
};

struct query {
	struct entry *entry;
	struct store *store;   /* NULL: it is the client's own */
	struct upstream *line; /* whose turn it waits for; NULL: no one's */
	struct query *next;    /* in that line, or of unused ones */
	struct query *newer, *older; /* of all that are under way */
	struct timer timer;
	struct timer early;    /* before that one: early.h */
	size_t answers_before; /* of its server, when it was first sent */
	bool was_early;        /* it was sent once more, early */
	int64_t asked_us;
	int64_t until_us; /* when the last sender gives up; 0: not known */
	struct query_form form;
	unsigned char wire[QUERY_MAX];
	size_t n; /* octets in wire; 0: it has to be written anew */
	struct attempt attempts[FLIGHT_ATTEMPTS];
	unsigned sends;
	unsigned timeouts;
	unsigned server;      /* that it was sent to last */
	uint32_t failed;      /* servers that are no use to it, one bit each */
	uint32_t servfailed;  /* those of them that said SERVFAIL */
	uint32_t refused;     /* or REFUSED */
	uint32_t unreachable; /* servers that an ICMP error came from */
	bool is_counted;      /* in the window: not yet answered or late */
	bool by_stream;       /* over TCP: what it is sent to next */
	bool is_paused;       /* the timer ends a pause, not a wait */
	bool was_truncated;
	bool was_malformed;
	bool edns_refused;      /* a server said that it knows no EDNS */
	bool was_heard;         /* some server said something, if no answer */
	enum answer_status why; /* the best reason for no answer, so far */
	struct buf note;        /* and its words */
	struct answer *held;    /* until another confirms it; or NULL */
	struct rounds rounds;
	struct own own;
};

struct flight {
	struct attempt **buckets;
	size_t nbuckets, nattempts;
	struct query *unused;
	struct query *newest; /* of those under way */
	size_t n;             /* under way */
	struct timers timers;
	struct timers early;
};

void flight_init(struct flight *flight);
void flight_free(struct flight *flight);

/* A query for the entry, zeroed but for that. */
struct query *
query_begin(struct flight *flight, struct store *store, struct entry *entry);

/* One of the client itself, that ends in ANSWER_TIMEOUT after lasts_us.  The
 * name stays the caller's.  One on behalf of another is paused, to be sent at
 * now_us; it begins at the server that the other was sent to last. */
struct query *query_begin_own(struct flight *flight, struct question question,
    struct query *behalf, query_told *told, int64_t now_us, int64_t lasts_us);

/* Its attempts must have been dropped. */
void query_end(struct flight *flight, struct query *query);

/* The server's bit in the sets that a query keeps. */
uint32_t server_bit(unsigned server);

/* Keeps the reason that says most of why there is no answer. */
void query_note(struct query *q, enum answer_status why, struct str note);

/* The same, and the server that was asked last is no more use to it. */
void query_fail(struct query *q, enum answer_status why, struct str note);

/* The attempt that a message with this ID is for; NULL if none is. */
struct attempt *
flight_find(const struct flight *flight, const struct channel *c, uint16_t id);

/* An attempt on a channel where no query has the same ID; the oldest makes
 * room for it.  Gives the channel that lost one, or NULL. */
struct channel *
attempt_add(struct flight *flight, struct query *query, struct channel *c);

/* Takes it off its channel. */
void attempt_drop(struct flight *flight, struct attempt *attempt);

/* The attempt made last; NULL if there is none. */
struct attempt *query_last_attempt(struct query *query);

#endif
