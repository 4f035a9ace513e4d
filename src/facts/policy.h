/*
 * policy.h - the DMARC policy of the author domain, and the outside hosts
 * that get its reports.
 */
#ifndef POLICY_H
#define POLICY_H

#include "facts/dmarc_walk.h"

struct policy_view {
	const struct dmarc_walk *walk;
	const struct answer *apex;      /* TXT at the domain itself */
	const struct dmarc_step *found; /* NULL: no record */
	bool is_untold;           /* a failure could hide a nearer record */
	enum dmarc_policy policy; /* of found, for the author domain */
};

/* NULL while it is incomplete. */
const struct policy_view *facts_policy(struct facts *facts);

/* Whether there is a policy that receivers can apply. */
bool policy_is_usable(const struct policy_view *view);

/* Each can take a walk: what a record asks for must have an end. */
enum { REPORT_HOSTS_MAX = 4 };

/* A host that reports go to. */
struct report_host {
	const struct dmarc_uri *uri;
	struct name owner; /* of the record that says yes; or no name */
	const struct answer *answer;  /* for that; NULL: was not asked */
	bool is_welcome;              /* of the domain itself, or it agrees */
	const struct answer *failure; /* why its domain is not known */
};

struct report_hosts {
	size_t n;
	struct report_host at[REPORT_HOSTS_MAX];
	bool has_more; /* that are not looked at */
};

/* The hosts in the policy's rua= and ruf=, each once (RFC 9990 section 4);
 * the policy must be complete and found. */
const struct report_hosts *facts_report_hosts(struct facts *facts);

#endif
