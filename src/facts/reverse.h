/*
 * reverse.h - forward-confirmed reverse DNS (RFC 8601 section 3): the names
 * that an address points to, and which of them point back.
 */
#ifndef REVERSE_H
#define REVERSE_H

#include "facts/facts.h"

/* As many names as receivers look at (RFC 7208 section 4.6.4). */
enum { REVERSE_NAMES_MAX = RECORD_PTR_FIRST };

/* What the PTR alone says. */
struct ptr {
	const struct answer *answer;
	size_t n;
	struct name names[REVERSE_NAMES_MAX]; /* in name_order() */
};

struct reverse_entry {
	struct name name;
	const struct answer *forward; /* its A or AAAA */
	bool confirmed;               /* the address is among them */
};

struct reverse {
	const struct answer *ptr;
	size_t n;
	struct reverse_entry names[REVERSE_NAMES_MAX]; /* in name_order() */
};

/* NULL while it is incomplete: the PTR, and then all names at once. */
const struct reverse *facts_reverse(struct facts *facts, struct ip ip);

/* The name that will most likely be confirmed, for who asks ahead; no name
 * while the PTR is not here. */
struct name facts_likely_name(struct facts *facts, struct ip ip);

/* The first name that is confirmed, or NULL. */
const struct reverse_entry *reverse_confirmed(const struct reverse *reverse);

/* The first answer, PTR or forward, that says nothing, or NULL. */
const struct answer *reverse_failure(const struct reverse *reverse);

/* Whether ip is among an answer's A or AAAA records. */
bool answer_has_ip(const struct answer *answer, struct ip ip);

/* The type of an address's record: A or AAAA. */
uint16_t ip_type(struct ip ip);

#endif
