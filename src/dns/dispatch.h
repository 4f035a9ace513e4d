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

/* An ICMP error came instead of an answer: waits a little, and tries again. */
void dispatch_wait_unreachable(struct exchange *x, struct query *q);

/* Its pause is over: goes on from the beginning. */
void dispatch_resume(struct exchange *x, struct query *q);

#endif
