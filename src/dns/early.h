/*
 * early.h - when a question is sent once more before its time-out.
 *
 * A time-out leaves a resolver the time to look the answer up elsewhere, many
 * round trips.  Where others that were asked with it have their answers and
 * one has none after a few round trips, its datagram was probably lost: the
 * same goes out on another socket, once, and either answer counts.  What may
 * be slow rather than lost costs a few datagrams, no more: a server gets two
 * such sends, and one for each ten answers.
 *
 * An early send is no time-out, and says nothing to window.h.  Batch has none,
 * as nobody waits for one answer there; nor has who set the number of sends.
 */
#ifndef EARLY_H
#define EARLY_H

#include "dns/exchange.h"

/* It was sent over UDP for the first time. */
void early_begin(struct exchange *x, struct query *q);

/* The server's first round trip is known: so is when what it was asked before
 * may be sent once more. */
void early_measured(struct exchange *x, const struct upstream *u);

/* Its early timer is over: whether to send it once more, which is then used
 * up.  If not, the timer may be set again. */
bool early_is_due(struct exchange *x, struct query *q);

#endif
