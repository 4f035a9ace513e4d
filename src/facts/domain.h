/* domain.h - whether the author domain exists. */
#ifndef DOMAIN_H
#define DOMAIN_H

#include "facts/facts.h"

struct domain_view {
	const struct answer *answer; /* for TXT: most runs ask for it anyway */
	bool is_missing;             /* and so is all below (RFC 8020) */
};

/* NULL while it is incomplete. */
const struct domain_view *facts_domain(struct facts *facts);

#endif
