/*
 * selector.h - what a verifier gets for one DKIM selector: what the dkim check
 * judges, and the dmarc check counts on.
 */
#ifndef SELECTOR_H
#define SELECTOR_H

#include "facts/facts.h"
#include "mail/dkim_key.h"

struct selector_view {
	struct name owner; /* where the records stand, behind its CNAMEs */
	const struct answer *answer;
	size_t n; /* TXT records there */
	const struct dkim_key *keys;
	bool is_secret; /* a private key is among them: show none of them */
};

/* NULL while it is incomplete. */
const struct selector_view *
facts_selector(struct facts *facts, const struct selector *selector);

/* Where a selector's key would be that nobody has chosen: what answers for it
 * is a wildcard.  The same for the same domain, so that a recorded run has it,
 * too; no name where it would be too long. */
struct name selector_of_nobody(struct arena *a, struct name domain);

/* Whether verifiers agree that a signature with this selector can pass: there
 * is exactly one record, and it is a usable key. */
bool selector_is_usable(const struct selector_view *view);

#endif
