/*
 * early.h - when a question is sent once more before its time-out.
 *
 * A time-out is many round trips long, so that a resolver can look the answer
 * up elsewhere.  If the questions that were asked together have their answers
 * and one still has none a few round trips later, its datagram was probably
 * lost: it is sent again, once, from another socket, and either answer counts.
 * If the server is merely slow, that costs little: it gets two such sends, and
 * one more for every ten answers.
 *
 * An early send is not a time-out, and window.h is not told of it.  A batch
 * makes none, because nobody waits for a single answer there; nor does a run
 * with --tries.
 */
#ifndef EARLY_H
#define EARLY_H

#include "client/traffic.h"

/* It was sent over UDP for the first time. */
void early_begin(struct traffic *x, struct query *q);

/* The server's first round trip has been measured: sets the early timers of the
 * queries that were sent to it before. */
void early_measured(struct traffic *x, const struct upstream *u);

/* Its early timer has run out: whether to send it once more; if so, that was
 * the only time.  If not, the timer may be set again. */
bool early_is_due(struct traffic *x, struct query *q);

#endif
