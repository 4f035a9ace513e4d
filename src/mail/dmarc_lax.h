/*
 * dmarc_lax.h - a DMARC record read as a person reads it: whatever parts its
 * tags, and whatever is wrong with them.
 *
 * For what was meant only: receivers go by mail/dmarc.h.  Everything lives in
 * the arena.
 */
#ifndef DMARC_LAX_H
#define DMARC_LAX_H

#include "base/arena.h"
#include "mail/dmarc_tag.h"

/* A record that somebody wrote has fewer; further ones are not read. */
enum { DMARC_LAX_TAGS_MAX = 32 };

struct dmarc_lax_tag {
	enum dmarc_tag tag; /* never v */
	struct str name;    /* of an unknown tag */
	struct str value;   /* as it is to be written */
};

struct dmarc_lax {
	struct arena *a;
	struct str rest;
	struct dmarc_lax_tag tags[DMARC_LAX_TAGS_MAX];
	size_t n;
	bool has_version;   /* "DMARC1", or what looks like it */
	bool other_version; /* another protocol's record */
	bool late_version;  /* it is not what comes first */
	bool has_policy;    /* a p= with a policy */
	bool has_equals;    /* some tag is written as one */
	bool is_uncertain;  /* something in it can mean this or that */
};

struct dmarc_lax dmarc_read_lax(struct arena *a, struct str text);

/* The tag, or NULL. */
struct dmarc_lax_tag *dmarc_lax_find(struct dmarc_lax *r, enum dmarc_tag tag);

#endif
