/*
 * digest.h - hashes of what comes in pieces, and signatures of octets.
 *
 * OpenSSL's handles stay in digest.c.
 */
#ifndef DIGEST_H
#define DIGEST_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "mail/key.h"

enum digest_kind { DIGEST_SHA1, DIGEST_SHA256 };

enum { DIGEST_OCTETS_MAX = 32 };

struct digest {
	void *context;
};

/* digest_end() gives the hash and frees what the digest holds. */
void digest_begin(struct digest *digest, enum digest_kind kind);
void digest_add(struct digest *digest, struct str octets);
struct str digest_end(struct digest *digest, struct arena *a);

/* Whether a signature of text was made with the other half of a sound key:
 * RSASSA-PKCS1-v1_5, or Ed25519 over text's SHA-256 (RFC 8463 section 3). */
bool digest_verify(struct arena *a, const struct key *key,
    enum digest_kind kind, struct str signature, struct str text);

#endif
