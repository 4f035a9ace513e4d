/*
 * alignment.h - by which path a message passes DMARC (RFC 9989 sections 4.4
 * and 4.10.2): what SPF and DKIM vouch for, and whether that is the author's
 * domain.
 */
#ifndef ALIGNMENT_H
#define ALIGNMENT_H

#include "facts/facts.h"
#include "facts/spf_eval.h"

/* One thing that can vouch for the author domain. */
struct path {
	const struct ip *ip;             /* SPF: of which client; or NULL */
	const struct selector *selector; /* DKIM; NULL for SPF */
	const struct signature_view *signature; /* of a message; or NULL */
	struct name domain;  /* what it vouches for; or no name */
	enum spf_result spf; /* SPF_PENDING: no IP to ask about */
	/* SPF passes; the signature does, or without one the key could. */
	bool passes;
	bool in_part; /* some receivers refuse the key, or the signature */
	bool aligned;
	bool needs_helo; /* whether SPF passes depends on a HELO name */
	const struct answer *failure; /* why either could not be told */
};

/* With a message, all is about that one: its signatures are the paths, not
 * the selectors. */
struct alignment {
	size_t nspf; /* one for each IP that can send, or one without an IP */
	struct path *spf;
	size_t ndkim;
	struct path *dkim;
};

/* By the author domain's policy, which must be complete and found.  NULL while
 * it is incomplete. */
const struct alignment *facts_alignment(struct facts *facts);

/* Whether a signature's domain is aligned with the author's, strictly where its
 * policy says so; false, too, while that is incomplete.  failure: why it could
 * not be told, or NULL. */
bool facts_signer_is_aligned(
    struct facts *facts, struct name domain, const struct answer **failure);

/* Whether a message passes by this path; false where that is not known. */
bool path_carries(const struct path *path);

/* The path that carries whatever the client; NULL without one. */
const struct path *alignment_by_dkim(const struct alignment *alignment);

/* The first client whose mail SPF does not carry; NULL if it carries all. */
const struct path *alignment_spf_gap(const struct alignment *alignment);

/* The first answer that kept a path from being told, or NULL. */
const struct answer *alignment_failure(const struct alignment *alignment);

#endif
