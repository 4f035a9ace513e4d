/*
 * query.h - queries made, and which message replies to one.
 *
 * A query asks for recursion, unless told not to, and for the AD bit, and
 * offers EDNS with 1232 octets and no options (RFC 6891, RFC 9715).  That for
 * RRSIG asks for the SOA with its signatures (DO).
 */
#ifndef QUERY_H
#define QUERY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/str.h"
#include "dns/answer.h"
#include "dns/wire.h"

enum {
	QUERY_UDP_MAX = 1232, /* RFC 9715 section 3 */
	QUERY_MAX = WIRE_HEADER + NAME_MAX_OCTETS + 4 + 11,
	QUERY_CAPITALS = NAME_MAX_OCTETS / 8 + 1
};

struct query_form {
	uint16_t id;
	bool no_edns;
	bool no_recursion; /* RD clear: for the servers of the zone itself */
	bool no_check;     /* CD: unvalidated data will do */
	/* One bit an octet of the name: letters whose bit is set become
	 * capitals (draft-vixie-dnsext-dns0x20). */
	unsigned char capitals[QUERY_CAPITALS];
};

/* The number of octets that it wrote. */
size_t query_write(unsigned char out[QUERY_MAX],
    const struct question *question, const struct query_form *form);

enum query_match {
	MATCH_NONE,   /* no reply to this query */
	MATCH_HEADER, /* without a question: it did not understand ours */
	MATCH_CASE,   /* but for the case of the name */
	MATCH_EXACT
};

/* Whether header and question of a message are those of a reply to a query
 * whose name has name_n octets. */
enum query_match
query_match(const unsigned char *query, size_t name_n, struct str message);

#endif
