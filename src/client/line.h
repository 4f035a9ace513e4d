/*
 * line.h - queries that wait in line for a server's turn, as its rate is
 * limited.  A query in line has no deadline.
 */
#ifndef DNS_LINE_H
#define DNS_LINE_H

#include "client/traffic.h"

/* Puts it at the end of the line of its server, q->server. */
void line_join(struct traffic *x, struct query *q);

/* Takes it out of the line that it is in, if any. */
void line_leave(struct traffic *x, struct query *q);

#endif
