/*
 * sample.h - a message that a sender is judged by: its header, its DKIM
 * signatures, and what its body comes to for each of them.
 *
 * The message comes in pieces, in whatever sizes, and goes through once; what
 * it takes depends on its header alone.
 */
#ifndef SAMPLE_H
#define SAMPLE_H

#include "mail/dkim_verify.h"

/* RFC 6376 section 6.1 lets a verifier stop somewhere. */
enum { SAMPLE_SIGNATURES_MAX = 10 };

struct sample_signature {
	const struct message_field *field;
	struct dkim_signature signature;
	/* What its body comes to; empty for a signature with a fault. */
	struct str body_hash;
	uint64_t beyond; /* octets behind l= */
	bool is_short;   /* l= is more than there is */
};

struct sample {
	struct message_head head;
	/* Else the message has none, or none came with its header. */
	bool has_body;
	size_t nsignatures;
	struct sample_signature *signatures; /* from the top */
	size_t nmore;                        /* that are not looked at */
};

/* One for all signatures that hash the same of the body. */
struct sample_hash {
	const struct dkim_signature *signature;
	struct dkim_body_hash state;
};

struct sample_reader {
	struct arena *a;
	struct message_reader message;
	struct buf body; /* a piece with CRLF at its lines' ends */
	struct sample sample;
	struct sample_hash hashes[SAMPLE_SIGNATURES_MAX];
	size_t nhashes;
	bool is_in_body;
	/* Who else is given the body, with CRLF at its lines' ends, once the
	 * sample has its head; or NULL. */
	void (*take_body)(void *owner, struct str piece);
	void *owner;
};

void sample_begin(struct sample_reader *r, struct arena *a);
void sample_add(struct sample_reader *r, struct str piece);

/* Nothing can be added any more.  False for a header that is too large; out
 * lives as long as the arena. */
bool sample_end(struct sample_reader *r, struct sample *out);

#endif
