/*
 * selector.h - what a verifier gets for one DKIM selector: shared by the dkim
 * check, which judges it, and the dmarc check, which counts on it.
 */
#ifndef SELECTOR_H
#define SELECTOR_H

#include "check/check.h"
#include "mail/dkim_key.h"

struct selector_view {
	struct name owner; /* where the records stand, behind its CNAMEs */
	const struct answer *answer;
	size_t n; /* TXT records there */
	const struct dkim_key *keys;
	bool is_secret; /* a private key is among them: show none of them */
};

/* False while the answer is not here, or anything else that the check asked
 * for and that makes it no use to read keys yet. */
bool selector_look(struct check *c, const struct selector *selector,
    struct selector_view *view);

/* Whether verifiers agree that a signature with this selector can pass: there
 * is exactly one record, and it is a usable key. */
bool selector_is_usable(const struct selector_view *view);

#endif
