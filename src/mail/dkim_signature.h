/*
 * dkim_signature.h - a DKIM-Signature field (RFC 6376 section 3.5, RFC 8301,
 * RFC 8463, RFC 8616).
 *
 * Pure: text in, struct out.  What makes a verifier ignore the signature is a
 * fault; the first one is told.
 */
#ifndef DKIM_SIGNATURE_H
#define DKIM_SIGNATURE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "dns/name.h"
#include "mail/digest.h"
#include "mail/dkim_canon.h"

enum dkim_signature_fault {
#define SIGNATURE_FAULT(id, text) DKIM_SIGNATURE_##id,
#include "mail/dkim_signature.def"
#undef SIGNATURE_FAULT
};

struct dkim_signature {
	enum dkim_signature_fault fault;
	struct str missing;     /* of NO_TAG: the tag's name */
	enum key_type key_type; /* a= */
	enum digest_kind hash;
	enum dkim_canon header, body; /* c= */
	struct name domain;           /* d= */
	struct str selector;          /* s=, as written */
	struct name identity;         /* the domain of i=; else d= */
	struct name key_name;         /* where the key is */
	struct str body_hash;         /* bh=, decoded */
	struct str signature;         /* b=, decoded */
	struct str fields;            /* h=: names, colons between */
	bool has_length;              /* l= */
	uint64_t length;
	bool has_time, has_expiry; /* t=, x=: seconds since 1970 */
	uint64_t time, expiry;
};

/* value: of the field, with its folds. */
struct dkim_signature dkim_signature_read(struct arena *a, struct str value);

const char *dkim_signature_fault_text(enum dkim_signature_fault fault);

/* Whether h= names a field. */
bool
dkim_signature_covers(const struct dkim_signature *signature, struct str name);

/* What was signed of the header (section 3.7): of several fields of a name the
 * lowest first, none twice, and at the end the signature without its b=. */
struct str
dkim_signed_text(struct arena *a, const struct dkim_signature *signature,
    const struct message_head *head, const struct message_field *field);

#endif
