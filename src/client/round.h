/*
 * round.h - what becomes of a query that each server has failed.
 *
 * SERVFAIL and REFUSED may be temporary: a resolver that is slow or busy says
 * SERVFAIL for lack of time, and remembers that for a second or more; one that
 * is asked too much at once says REFUSED.  So the query pauses,
 * and is sent again.
 *
 * SERVFAIL is also all that a validating resolver says of what fails
 * validation (RFC 4035 section 5.5).  An answer is called bogus only if it
 * comes with CD set, SERVFAIL stays without, 1.3 s later and once more after
 * that while there is time, and there is a DS record for the name's zone or
 * one above it: what is not signed cannot be bogus.
 */
#ifndef ROUND_H
#define ROUND_H

#include "client/traffic.h"

/* Each server has failed the query.  True if it has been sent again, pauses,
 * or asks for DS records; false if that was all. */
bool round_next(struct traffic *x, struct query *q);

/* There was an answer with CD set: the resolver does not validate for it. */
void round_unchecked(
    struct traffic *x, struct query *q, const struct answer *answer);

/* Its pause is over: it begins again, and earlier failures no longer count. */
void round_begin_again(struct traffic *x, struct query *q);

#endif
