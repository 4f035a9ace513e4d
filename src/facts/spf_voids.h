/*
 * spf_voids.h - what receivers make of lookups that find nothing (RFC 7208
 * section 4.6.4): some count each query, and mox allows one less where another
 * lookup follows.
 */
#ifndef SPF_VOIDS_H
#define SPF_VOIDS_H

#include "facts/spf_tree.h"

enum spf_voids_verdict {
	SPF_VOIDS_FINE,
	SPF_VOIDS_TOO_MANY, /* terms: permerror everywhere */
	SPF_VOIDS_BY_QUERY, /* too many where each query counts */
	SPF_VOIDS_WENT_ON,  /* mox: another lookup follows two of them */
};

struct spf_voids {
	enum spf_voids_verdict verdict;
	unsigned n;     /* terms, or queries */
	bool went_on;   /* mox stops too */
	bool is_six;    /* for clients with IPv6 addresses */
	bool of_client; /* for this client; else for one that nothing
			 * matches */
};

/* tree: counted.  Clients with IPv6 addresses matter only if asked for: mail
 * exchangers without AAAA are common, and do no harm to IPv4. */
struct spf_voids spf_judge_voids(
    const struct spf_tree *tree, const struct spf_outcome *outcome, bool six);

#endif
