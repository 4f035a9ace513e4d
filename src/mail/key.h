/*
 * key.h - public keys: how they are written down, and what they are worth.
 *
 * An RSA key is read here, in a microsecond, as strictly as the strictest
 * verifier reads it.  What is written otherwise is no key; OpenSSL, whose
 * reader is lenient and takes a hundred times as long, tells what was meant.
 * OpenSSL's handles stay in key.c.
 */
#ifndef KEY_H
#define KEY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

/* No key of use is larger: what OpenSSL is given to read, at most. */
enum { KEY_MAX_DER_OCTETS = 4096, KEY_MAX_PEM_OCTETS = 65536 };

enum { ED25519_OCTETS = 32 }; /* RFC 8463 section 4.2 */

enum key_type { KEY_RSA, KEY_ED25519 };

enum key_form {
	KEY_SPKI,  /* X.509 SubjectPublicKeyInfo: what everybody publishes */
	KEY_PKCS1, /* RSAPublicKey alone: what RFC 6376 says */
	KEY_RAW,   /* 32 octets of Ed25519 */
};

enum key_fault {
	KEY_SOUND,
	KEY_UNREADABLE,
	KEY_CUT,            /* it says that it is longer than it is */
	KEY_PRIVATE,        /* a private key */
	KEY_OTHER_TYPE,     /* a key, but not of the type that is wanted */
	KEY_NOT_32_OCTETS,  /* of Ed25519 */
	KEY_WRAPPED,        /* Ed25519 as SubjectPublicKeyInfo, not raw */
	KEY_WITH_TAIL,      /* something follows it */
	KEY_NOT_DER,        /* lenient verifiers read it, strict ones don't */
	KEY_NEGATIVE,       /* as KEY_NOT_DER: a number that is below zero */
	KEY_LARGE_MODULUS,  /* over 16384 bits: libraries refuse it */
	KEY_EVEN_MODULUS,   /* no product of two odd primes */
	KEY_EVEN_EXPONENT,  /* has no inverse */
	KEY_SMALL_EXPONENT, /* below 3: signs nothing */
	KEY_LARGE_EXPONENT, /* over 31 bits: libraries refuse it */
};

struct key {
	enum key_type type;
	enum key_form form;
	enum key_fault fault;
	unsigned bits;       /* RSA: up to the modulus' top bit */
	uint64_t exponent;   /* RSA; 0 where it is over 64 bits */
	struct str material; /* modulus, or the 32 octets */
};

/* Reads what p= holds, decoded, as a key of the type that k= names. */
struct key key_read(struct arena *a, struct str der, enum key_type type);

/* Whether der starts as a private key does: PKCS#1 or PKCS#8. */
bool key_is_private(struct str der);

/* The public half of a PEM file's first key, private or public; false where
 * there is none that DKIM can use. */
bool key_from_pem(struct arena *a, struct str pem, struct key *out);

/* What belongs in p=, before base64: an RSA key as SubjectPublicKeyInfo, the
 * octets of an Ed25519 key. */
struct str key_write(struct arena *a, const struct key *key);

bool key_eq(const struct key *x, const struct key *y);

const char *key_type_text(enum key_type type);    /* "RSA", "Ed25519" */
const char *key_form_text(enum key_form form);    /* "spki", ... */
const char *key_fault_text(enum key_fault fault); /* "its modulus is even" */

#endif
