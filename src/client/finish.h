/*
 * finish.h - the end of a query: who asked is told, and the window has room for
 * another.
 */
#ifndef FINISH_H
#define FINISH_H

#include "client/traffic.h"

/* Hands its answer on; the query is gone then. */
void finish_with(struct traffic *x, struct query *q, struct answer *answer);

/* Ends it without an answer, and says why; the query is gone then. */
void finish_without(struct traffic *x, struct query *q, enum answer_status why);

/* Nobody is told anything; the query is gone then. */
void finish_untold(struct traffic *x, struct query *q);

/* Takes it out of the window; as is its late or in_time. */
void finish_uncount(struct traffic *x, struct query *q, size_t *as);

#endif
