/*
 * doubt.h - answers that are held back until another bears them out.
 *
 * A resolver with DNS64 makes AAAA records out of A records (RFC 6147): they
 * are nobody's but its own, and show by the name's A records.
 *
 * A captive resolver answers whatever it is asked; one question for a name
 * that cannot exist (RFC 6761 section 6.4) tells.
 */
#ifndef DOUBT_H
#define DOUBT_H

#include "client/traffic.h"

/* Begins to ask whether the resolvers answer everything. */
void doubt_begin(struct traffic *x);

/* Whether the answer is held back; its query ends later then. */
bool
doubt_answer(struct traffic *x, struct query *q, const struct answer *answer);

#endif
