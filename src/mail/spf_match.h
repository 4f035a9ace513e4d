/*
 * spf_match.h - whether a mechanism matches the client, for all that need no
 * other record (RFC 7208 sections 5.3 to 5.7), and what a domain-spec means.
 *
 * Shared by check_host() only: everybody else uses spf_eval.h.
 */
#ifndef SPF_MATCH_H
#define SPF_MATCH_H

#include "mail/spf_eval.h"

/* One check_host() and all that it calls. */
struct spf_state {
	struct arena *a;
	struct lookup *lookup;
	const struct spf_client *client;
	struct ip ip; /* the client's, not mapped */
	struct spf_outcome *outcome;
	struct name helo_domain;          /* whose record has helo_term */
	const struct spf_term *helo_term; /* a term that needs a HELO name */
};

enum spf_match {
	SPF_NO_MATCH,
	SPF_MATCH,
	SPF_MATCH_PENDING,
	SPF_MATCH_TEMPERROR,
	SPF_MATCH_PERMERROR,
	SPF_MATCH_UNKNOWN, /* no HELO name is known */
};

/* Notes what went wrong at a term of the domain's record. */
void spf_note_problem(struct spf_state *st, enum spf_problem problem,
    struct name domain, const struct spf_term *term,
    const struct answer *answer);

/* One more term that causes lookups; false when that is one too many. */
bool spf_count_lookup(
    struct spf_state *st, struct name domain, const struct spf_term *term);

/* The name that a term of the domain's record is about: SPF_MATCH if there
 * is one. */
enum spf_match spf_term_target(struct spf_state *st, struct name domain,
    const struct spf_term *term, struct name *out);

/* What macros stand for in the domain's record.  False while it needs the
 * client's validated name (text has %{p}) and that is not known yet. */
bool spf_values(struct spf_state *st, struct name domain, struct str text,
    struct spf_macro_values *out);

/* a, mx, ptr, ip4, ip6, exists and all. */
enum spf_match spf_term_matches(
    struct spf_state *st, struct name domain, const struct spf_term *term);

#endif
