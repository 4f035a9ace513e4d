/*
 * final_dot.h - targets that lack the last dot in a zone file: the zone's name
 * was appended to them (RFC 1035 section 5.1).
 */
#ifndef FINAL_DOT_H
#define FINAL_DOT_H

#include "base/arena.h"
#include "dns/name.h"

enum final_dot {
	FINAL_DOT_FINE,    /* the target need not have been another */
	FINAL_DOT_MAYBE,   /* it may be meant, if out has what target lacks */
	FINAL_DOT_MISSING, /* out was meant, whatever it has */
};

/* What a target without records looks like.  origin: a name that the records
 * around stand below.  out: what stands before it; untouched where that is
 * fine. */
enum final_dot final_dot_of(
    struct arena *a, struct name target, struct name origin, struct name *out);

#endif
