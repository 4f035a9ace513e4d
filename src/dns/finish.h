/*
 * finish.h - the end of a query: who asked is told, and the window has room for
 * another.
 */
#ifndef FINISH_H
#define FINISH_H

#include "dns/exchange.h"

/* Hands its answer on; the query is gone then. */
void finish_with(struct exchange *x, struct query *q, struct answer *answer);

/* Ends it without an answer, and says why; the query is gone then. */
void
finish_without(struct exchange *x, struct query *q, enum answer_status why);

/* Nobody is told anything; the query is gone then. */
void finish_untold(struct exchange *x, struct query *q);

/* Takes it out of the window; as is its late or in_time. */
void finish_uncount(struct exchange *x, struct query *q, size_t *as);

#endif
