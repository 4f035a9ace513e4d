/*
 * authres.h - what a receiver wrote of a message: Authentication-Results (RFC
 * 8601 section 2.2).
 *
 * Texts are in lower case and live in the arena.
 */
#ifndef AUTHRES_H
#define AUTHRES_H

#include <stdbool.h>

#include "mail/message.h"
#include "mail/psl.h"

struct authres_result {
	struct str method, result; /* "spf", "softfail" */
	/* What it is of: the domain of smtp.mailfrom, header.d (or header.i),
	 * header.from; "" where it does not say.  Of spf for the null sender
	 * that of smtp.helo. */
	struct str domain;
	struct str selector; /* header.s; or empty */
};

struct authres {
	struct str server; /* authserv-id; empty: Exchange Online names none */
	size_t n;
	const struct authres_result *results;
};

/* Reads the value of a field, folds and all.  What is no result is left out. */
struct authres authres_read(struct arena *a, struct str value);

/* Reads the topmost of the host by, or of another of its organization; one
 * without a name only where it is the topmost of all.  psl may be NULL.  False
 * without one. */
bool authres_find(struct arena *a, const struct message_head *head,
    const struct psl *psl, struct str by, struct authres *out);

#endif
