/*
 * dmarc_walk.h - the DNS tree walk, policy discovery and organizational
 * domains (RFC 9989 sections 4.10, 4.10.1 and 4.10.2).
 *
 * All names of a walk are known before it begins, so all are asked for at
 * once.  One walk, from the author domain itself, serves discovery too: the
 * author domain's own record is its first query.
 */
#ifndef DMARC_WALK_H
#define DMARC_WALK_H

#include "facts/facts.h"
#include "mail/dmarc.h"

enum { DMARC_WALK_MAX = 8 }; /* queries, RFC 9989 section 4.10 */

struct dmarc_step {
	struct name domain; /* _dmarc below it was asked for */
	const struct answer *answer;
	size_t nrecords;                   /* DMARC records in it */
	const struct dmarc_record *record; /* NULL unless there is just one */
};

struct dmarc_walk {
	struct name start;
	size_t n; /* a name too long to have a record makes no step */
	/* Those behind the walk's end, up to here, are for who goes on:
	 * receivers of RFC 7489. */
	size_t nasked;
	struct dmarc_step steps[DMARC_WALK_MAX];
	size_t covered; /* steps; offline, no zone has those behind them */
	bool cut;       /* offline, there are steps that no zone has */
	const struct answer *failure; /* the first that says nothing; or NULL */
};

/* NULL while it is incomplete. */
const struct dmarc_walk *facts_walk(struct facts *facts, struct name start);

/* The organizational domain of the walk's start. */
struct name dmarc_org_domain(const struct dmarc_walk *walk);

/* Whether the step is that of the walk's start, so its own record. */
bool dmarc_is_own(const struct dmarc_walk *walk, const struct dmarc_step *step);

/* Where the policy for mail from the walk's start is; NULL for nowhere. */
const struct dmarc_step *dmarc_discover(const struct dmarc_walk *walk);

#endif
