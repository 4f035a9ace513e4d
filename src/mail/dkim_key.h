/*
 * dkim_key.h - a DKIM key record (RFC 6376 section 3.6.1, RFC 8301, RFC 8463).
 *
 * Pure: text in, struct out.  What is wrong is a fault and the part of the
 * text that it is in; the first one that a verifier would stumble over.
 */
#ifndef DKIM_KEY_H
#define DKIM_KEY_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "mail/key.h"
#include "mail/taglist.h"

/* RFC 8301 section 3.2: below, never valid; from here on, as advised; above,
 * verifiers need not be able to. */
enum {
	DKIM_RSA_MIN_BITS = 1024,
	DKIM_RSA_ADVISED_BITS = 2048,
	DKIM_RSA_MAX_BITS = 4096,
};

enum dkim_fault {
	DKIM_SOUND,
	DKIM_BAD_LIST,     /* err says what is wrong */
	DKIM_BAD_VERSION,  /* v= is not DKIM1 */
	DKIM_LATE_VERSION, /* v= is not the first tag */
	DKIM_NO_P,
	DKIM_UNKNOWN_TYPE, /* k= */
	DKIM_BAD_BASE64,
	DKIM_BAD_KEY, /* key.fault says what is wrong */
};

struct dkim_key {
	struct str text;
	enum dkim_fault fault;
	size_t at, n; /* the part of text that has the fault */
	enum taglist_err err;
	struct str version, hashes, type, notes, services, flags; /* raw */
	struct str p;       /* without the blanks in it */
	bool revoked;       /* p= is there, and empty */
	bool sha256;        /* h= allows it */
	bool for_mail;      /* s= allows it */
	bool testing;       /* t=y */
	bool no_subdomains; /* t=s */
	struct key key;     /* unless there is a fault before */
};

struct dkim_key dkim_key_read(struct arena *a, struct str text);

/* The record to publish for a key: as SubjectPublicKeyInfo, or raw. */
struct str dkim_key_write(struct arena *a, const struct key *key);

/* Whether a signature with this key can pass at a verifier of today. */
bool dkim_key_is_usable(const struct dkim_key *key);

/* What the fault is, for people: "v= is not DKIM1". */
const char *dkim_fault_text(const struct dkim_key *key);

/* Whether text holds a private key, in PEM or in base64.  Such a text must not
 * be shown. */
bool dkim_is_private_key(struct arena *a, struct str text);

#endif
