/*
 * iprev.h - forward-confirmed reverse DNS (RFC 8601 section 3): the names
 * that an address points to, and which of them point back.
 */
#ifndef IPREV_H
#define IPREV_H

#include "base/ip.h"
#include "dns/lookup.h"

/* As many names as receivers look at (RFC 7208 section 4.6.4). */
enum { IPREV_NAMES_MAX = RECORD_PTR_FIRST };

struct iprev_name {
	struct name name;
	const struct answer *forward; /* its A or AAAA; NULL: not here yet */
	bool confirmed;               /* the address is among them */
};

struct iprev {
	const struct answer *ptr; /* NULL: not here yet, and n is 0 */
	size_t n;
	struct iprev_name names[IPREV_NAMES_MAX]; /* in the order of names */
};

/* Asks for the PTR and then for all names at once. */
void iprev_look_up(
    struct lookup *lookup, struct arena *a, struct ip ip, struct iprev *out);

/* The first name that is confirmed, or NULL. */
const struct iprev_name *iprev_confirmed(const struct iprev *iprev);

/* The first answer, PTR or forward, that says nothing, or NULL. */
const struct answer *iprev_failure(const struct iprev *iprev);

/* Whether ip is among an answer's A or AAAA records. */
bool answer_has_ip(const struct answer *answer, struct ip ip);

/* The type of an address's record: A or AAAA. */
uint16_t ip_type(struct ip ip);

#endif
