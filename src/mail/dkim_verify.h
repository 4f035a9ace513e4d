/*
 * dkim_verify.h - whether a DKIM signature and a message belong together (RFC
 * 6376 section 6.1.3).
 *
 * The body goes through once, piece by piece, for each signature.
 */
#ifndef DKIM_VERIFY_H
#define DKIM_VERIFY_H

#include "mail/dkim_signature.h"

enum dkim_verdict {
	DKIM_VERIFIES,
	DKIM_OTHER_BODY,      /* the body's hash is not bh= */
	DKIM_OTHER_HEADER,    /* the signature does not match the header */
	DKIM_OTHER_ALGORITHM, /* the key is of another type than a= says */
};

struct dkim_body_hash {
	struct dkim_body body;
	struct digest digest;
	struct buf canonical; /* of one piece */
	bool has_limit;       /* l= */
	uint64_t left;        /* octets that are still to be hashed */
	uint64_t beyond;      /* octets behind l=, which nobody signed */
	bool is_short;        /* l= is more than there is */
};

/* signature: without a fault. */
void dkim_body_hash_begin(struct dkim_body_hash *hash, struct arena *a,
    const struct dkim_signature *signature);
void dkim_body_hash_add(struct dkim_body_hash *hash, struct str piece);

/* The hash; nothing can be added any more. */
struct str dkim_body_hash_end(struct dkim_body_hash *hash, struct arena *a);

/* field: the one of head that the signature was read from.  key: sound. */
enum dkim_verdict
dkim_verify(struct arena *a, const struct dkim_signature *signature,
    const struct message_head *head, const struct message_field *field,
    struct str body_hash, const struct key *key);

#endif
