/*
 * dispatch.h - sending a query: to which server, how often, and when to stop.
 *
 * Time-outs send it to the next server, a little later each time, until who
 * asks gives up or as often as was said.  A server that fails it (SERVFAIL,
 * REFUSED, a referral, TCP that fails) is not asked again until all have; what
 * comes then is in round.h.
 *
 * Where the rate of a server is limited, a query waits in line for its turn,
 * and its deadlines begin when it is sent.
 */
#ifndef DISPATCH_H
#define DISPATCH_H

#include "dns/exchange.h"

/* The server's bit in the sets that a query keeps. */
uint32_t server_bit(unsigned server);

/* Sends it to the next server that may know; without one it ends. */
void dispatch_on(struct exchange *x, struct query *q);

/* Sends it to the same server once more, as it is or in another form; what
 * was sent before counts no more in the latter case. */
void dispatch_there(struct exchange *x, struct query *q);
void dispatch_again(struct exchange *x, struct query *q);

/* When the first of those in line has its turn; INT64_MAX: none is in line. */
int64_t dispatch_turn_us(const struct exchange *x);

/* Sends those whose turn it is. */
void dispatch_turns(struct exchange *x);

/* Notes why there is no answer, and that the server asked last is no more use
 * to this query. */
void dispatch_fail(struct query *q, enum answer_status why, struct str note);

/* An ICMP error came instead of an answer: waits a little, and tries again. */
void dispatch_wait_unreachable(struct exchange *x, struct query *q);

/* Takes it out of the window; as is its late or in_time. */
void dispatch_uncount(struct exchange *x, struct query *q, size_t *as);

/* Ends it without an answer, and says why; the query is gone then. */
void
dispatch_give_up(struct exchange *x, struct query *q, enum answer_status why);

/* Hands its answer on; the query is gone then. */
void
dispatch_finish(struct exchange *x, struct query *q, struct answer *answer);

/* Nobody is told anything; the query is gone then. */
void dispatch_forget(struct exchange *x, struct query *q);

#endif
