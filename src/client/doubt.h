/*
 * doubt.h - answers that are held back until another confirms them.
 *
 * A resolver with DNS64 makes AAAA records out of A records (RFC 6147).
 * Receivers do not see those; the name's A records tell which ones they are.
 *
 * A captive resolver answers every question; it shows itself by an answer for a
 * name that cannot exist (RFC 6761 section 6.4).
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
