/*
 * send.h - a query put on the wire: as a datagram, or on the connection to
 * its server, with a timer for its answer.
 */
#ifndef SEND_H
#define SEND_H

#include "client/traffic.h"

/* Draws a new ID and a new case: nothing that was sent counts any more. */
void send_renew(struct traffic *x, struct query *q);

/* The attempt can't be answered any more. */
void send_drop(struct traffic *x, struct attempt *attempt);
void send_drop_all(struct traffic *x, struct query *q);

/* It pauses, without a deadline: what still answers an earlier send comes too
 * late, as another query of the client's may be about it now. */
void send_pause(struct traffic *x, struct query *q);

/* Sends it to the server q->server; false where the system won't, and that
 * server has failed it then. */
bool send_query(struct traffic *x, struct query *q);

/* Sends the same once more; its time-out stays.  No matter if it fails. */
void send_early(struct traffic *x, struct query *q);

/* Whether this time-out was the last that it had. */
bool send_was_last(const struct traffic *x, const struct query *q);

/* Notes that its server's TCP or TLS is no use to the query: why. */
void send_no_stream(
    struct traffic *x, struct query *q, enum answer_status as, struct str why);

#endif
