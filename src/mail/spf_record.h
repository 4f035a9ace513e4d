/*
 * spf_record.h - an SPF record's terms, and where they stand (RFC 7208
 * sections 4.5, 4.6.1 and 12).
 *
 * Every term is read, also behind one that is wrong, so that all mistakes can
 * be told at once; what is wrong with a term stands in the term.  Terms are
 * views of the record's text, which must outlive them.
 */
#ifndef SPF_RECORD_H
#define SPF_RECORD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/ip.h"
#include "base/str.h"
#include "mail/spf_macro.h"

enum spf_kind {
	SPF_ALL,
	SPF_INCLUDE,
	SPF_A,
	SPF_MX,
	SPF_PTR,
	SPF_IP4,
	SPF_IP6,
	SPF_EXISTS,
	SPF_REDIRECT,
	SPF_EXP,
	SPF_UNKNOWN, /* any other modifier, or what is no term at all */
};

struct spf_term {
	enum spf_kind kind;
	char qualifier;        /* '+', '-', '~', '?'; 0: a modifier */
	struct str text;       /* the whole term */
	size_t at;             /* where it stands in the record */
	struct str name;       /* "include", as it is written */
	struct str spec;       /* domain-spec or macro-string; empty: none */
	uint32_t macros;       /* letters of those in spec: bit 0 for "a" */
	struct name target;    /* to look up, where spec has no "%" and names
				* something; of a record's terms only */
	struct ip net;         /* of ip4 and ip6 */
	unsigned bits4, bits6; /* prefix lengths */
	enum spf_error err;
	size_t err_at, err_n; /* what is wrong, in the record */
};

struct spf_record {
	struct str text;
	const struct spf_term *terms;
	size_t n;
	/* The first with an error of the grammar, or NULL; a label that cannot
	 * exist is one only where the term is reached (section 4.8). */
	const struct spf_term *bad;
	const struct spf_term *all;      /* the first; NULL: none */
	const struct spf_term *redirect; /* the first; NULL: none */
	const struct spf_term *exp;      /* the first; NULL: none */
};

/* Whether a TXT record is an SPF record: "v=spf1" in any case, and then a
 * space or the end. */
bool spf_is_record(struct str text);

/* text is an SPF record. */
const struct spf_record *spf_record_parse(struct arena *a, struct str text);

/* One term, which stands at at in its record. */
struct spf_term spf_term_parse(struct str text, size_t at);

bool spf_is_mechanism(const struct spf_term *term);

/* Whether it counts to the ten of section 4.6.4. */
bool spf_costs_lookup(const struct spf_term *term);

/* Whether its domain-spec has the macro of this letter, a lower-case one. */
bool spf_term_uses(const struct spf_term *term, char letter);

#endif
