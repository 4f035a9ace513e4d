/*
 * signature.h - what a verifier makes of a DKIM signature of the message (RFC
 * 6376 section 6.1): what the signature check judges, and the dmarc check
 * counts on.
 */
#ifndef SIGNATURE_H
#define SIGNATURE_H

#include "facts/selector.h"
#include "facts/sent.h"

/* Whether the key may be used for this signature (section 3.6.1). */
enum key_use {
	KEY_FITS,
	KEY_IS_UNKNOWN,        /* the DNS did not say */
	KEY_IS_UNUSABLE,       /* for no signature */
	KEY_FORBIDS_SUBDOMAIN, /* t=s, and i= is below d= */
	KEY_OF_OTHER_TYPE,     /* than a= says */
};

struct signature_view {
	const struct sample_signature *of;
	const struct selector *signer;
	const struct selector_view *key; /* NULL: of one with a fault */
	enum key_use use;
	bool covers_from;
	bool is_sha1;  /* RFC 8301: nobody verifies these any more */
	bool has_body; /* else only the header can be compared */
	bool body_matches, header_matches;      /* of KEY_FITS */
	bool is_expired, is_early, is_reversed; /* x=, t=, x= before t= */
	bool passes;  /* with every receiver; without a body, as far as the
		       * header goes */
	bool in_part; /* some receivers refuse it */
};

/* Of one of the message's; NULL while it is incomplete. */
const struct signature_view *
facts_signature(struct facts *facts, const struct sample_signature *signature);

#endif
