/*
 * dispatch.h - sending a query: to which server, how often, and when to stop.
 *
 * After a time-out a query goes to the next server, each time a little later,
 * until the sender gives up or the number of attempts is used up.  A server
 * that failed it (SERVFAIL, REFUSED, a referral, a TCP connection that broke)
 * is not asked again until all of them have; round.h says what happens then.
 *
 * Where a server's rate is limited, a query waits in line for its turn, and its
 * deadline counts from when it is sent.
 */
#ifndef DISPATCH_H
#define DISPATCH_H

#include "client/traffic.h"

/* Sends it to the next server that may know the answer; if there is none, the
 * query ends. */
void dispatch_next(struct traffic *x, struct query *q);

/* Sends it to the same server once more: as it is, or with a new ID and in
 * another form, so that answers to what was sent before no longer count. */
void dispatch_to_same(struct traffic *x, struct query *q);
void dispatch_renewed(struct traffic *x, struct query *q);

/* When the first of those in line has its turn; INT64_MAX: none is in line. */
int64_t dispatch_turn_us(const struct traffic *x);

/* Sends those whose turn it is. */
void dispatch_turns(struct traffic *x);

/* An ICMP error came instead of an answer: waits a little, and tries again. */
void dispatch_wait_unreachable(struct traffic *x, struct query *q);

/* Its pause is over: goes on from the beginning. */
void dispatch_resume(struct traffic *x, struct query *q);

#endif
