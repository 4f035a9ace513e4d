/*
 * dmarc.h - a DMARC policy record (RFC 9989 sections 4.7 and 4.8).
 *
 * Reading never fails: what is wrong with a tag is a fault, and the tag then
 * counts as absent, as for a receiver.  Everything lives in the arena or is
 * a view of the text.
 */
#ifndef DMARC_H
#define DMARC_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "dns/name.h"

/* Further ones are not kept: a fault, or an address that nobody writes to. */
enum { DMARC_MAX_FAULTS = 8, DMARC_MAX_URIS = 6 };

enum dmarc_policy {
	DMARC_ABSENT,
	DMARC_NONE,
	DMARC_QUARANTINE,
	DMARC_REJECT,
};

enum dmarc_psd { DMARC_PSD_UNSET, DMARC_PSD_YES, DMARC_PSD_NO };

struct dmarc_fault {
	const char *what; /* a clause: "p= is missing" */
	size_t at, n;     /* the part of the text */
	bool is_harmless; /* receivers read the policy, and what aligns */
};

struct dmarc_uri {
	struct str text; /* as published, without a size limit */
	struct name host;
};

struct dmarc_uris {
	size_t n;
	struct dmarc_uri at[DMARC_MAX_URIS]; /* of mailto: alone */
};

/* One report address.  NULL, or what is wrong with it; an address that is
 * none, but nothing that is wrong either, has no host.  has_limit: a size
 * limit follows it (RFC 7489 section 6.4). */
const char *dmarc_read_uri(
    struct arena *a, struct str text, struct dmarc_uri *out, bool *has_limit);

/* What a receiver makes of p=, sp= and np= (RFC 9989 section 4.10.1). */
enum dmarc_use {
	DMARC_APPLIES,
	DMARC_AS_NONE, /* broken, but reports are asked for: as p=none */
	DMARC_IGNORED, /* broken, and no reports: as if there were no record */
};

struct dmarc_record {
	struct str text;
	enum dmarc_policy p, sp, np; /* as published */
	enum dmarc_use use;
	bool strict_dkim, strict_spf; /* adkim=s, aspf=s */
	bool testing;                 /* t=y */
	enum dmarc_psd psd;
	struct dmarc_uris rua, ruf;
	/* Tags of RFC 7489 that are gone; NULL s: not there, or no value that
	 * the tag had. */
	struct str pct, rf, ri;
	bool has_size_limit; /* "!10m" behind an address */
	size_t nfaults;
	struct dmarc_fault faults[DMARC_MAX_FAULTS];
	bool bad_policy; /* a p=, sp= or np= that is none of the three */
};

/* Whether a TXT record is a DMARC record: it starts with v=DMARC1. */
bool dmarc_is_record(struct str text);

/* text: dmarc_is_record(). */
struct dmarc_record dmarc_read(struct arena *a, struct str text);

/* Whose mail a policy is for. */
enum dmarc_target {
	DMARC_OWN,         /* of the domain where the record is */
	DMARC_SUBDOMAIN,   /* of an existing domain below it */
	DMARC_NONEXISTENT, /* of a domain below it that does not exist */
};

/* Never DMARC_ABSENT unless the record is ignored. */
enum dmarc_policy
dmarc_policy_for(const struct dmarc_record *record, enum dmarc_target target);

/* With t=y a receiver applies the policy one step lower. */
enum dmarc_policy
dmarc_policy_applied(const struct dmarc_record *record, enum dmarc_policy p);

const char *dmarc_policy_text(enum dmarc_policy policy); /* "reject" */

#endif
