/*
 * reply.h - replies read.
 *
 * A reply is hostile until shown otherwise.  Nothing is read beyond its end;
 * its counts must be right, RDATA must be exactly what its type says, and only
 * the answer section is followed, from the question along its CNAMEs (RFC 1034
 * section 3.6.2).  The SOA of a negative answer gives the TTL (RFC 2308);
 * additional records never count, but for OPT, and for the glue of a referral.
 */
#ifndef REPLY_H
#define REPLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"
#include "dns/answer.h"

struct reply {
	unsigned rcode;       /* with its upper bits from OPT */
	bool is_truncated;    /* TC: nothing else is known */
	bool has_edns;        /* an OPT record */
	bool is_filtered;     /* an extended error says so */
	struct answer answer; /* status, chain, records, TTL, AD, note */
};

/* Reads a message that query_match() found to be a reply to the question.
 * What it gives are views of the message and things in the arena.  False, and
 * out untouched, for what no server should send. */
bool reply_read(struct arena *a, struct str message,
    const struct question *question, struct reply *out);

#endif
