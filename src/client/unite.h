/*
 * unite.h - what several servers of one zone say, as one answer.
 *
 * Records of all of them count: a receiver may ask any one of them.  What each
 * said is kept beside them, for the ns check.
 */
#ifndef UNITE_H
#define UNITE_H

#include <stddef.h>

#include "base/arena.h"
#include "dns/answer.h"

struct heard {
	struct str server;
	const struct answer *answer; /* NULL: there was nobody to ask */
	struct str why;              /* then */
};

/* Makes one answer of n.  Records win over an alias, that over NODATA, and
 * that over NXDOMAIN; with none of them the answer says why.  What is without
 * AA does not count: such a server is not one of the zone's.  What the zone's
 * parent has, where it has something, stands beside the others' words and
 * counts for nothing else. */
struct answer unite_answers(struct arena *a, const struct question *question,
    struct name zone, const struct heard *heard, size_t n,
    const struct heard *parent);

#endif
