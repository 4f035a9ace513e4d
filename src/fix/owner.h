/*
 * owner.h - who can change what is published at a name.
 *
 * The DNS does not say so.  The user's are the names in the organizational
 * domains of what was given: DOMAIN, MAIL FROM, the host, the selectors'; not
 * those of a sending service or a cloud.  Reverse names are the address's
 * provider's.
 */
#ifndef OWNER_H
#define OWNER_H

#include "base/arena.h"
#include "facts/request.h"
#include "mail/psl.h"

enum owner {
	OWNER_USER,
	OWNER_PROVIDER, /* of the address */
	OWNER_OTHER,    /* a service, or who else an alias leads to */
};

/* psl may be NULL. */
enum owner owner_of(struct arena *a, const struct request *req,
    const struct psl *psl, struct name name);

/* Whose it is, as far as it is known: "Amazon SES", or empty. */
struct str owner_text(struct arena *a, struct name name);

#endif
