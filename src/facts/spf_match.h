/*
 * spf_match.h - whether a mechanism matches the client, for all that need no
 * other record (RFC 7208 sections 5.3 to 5.7), and what a domain-spec means.
 *
 * Shared by check_host() only: everybody else uses spf_eval.h.
 */
#ifndef SPF_MATCH_H
#define SPF_MATCH_H

#include "facts/spf_eval.h"

/* One check_host() and all that it calls. */
struct spf_state {
	struct arena *a;
	struct facts *facts;
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

/* What macros stand for in the domain's record.  False while text needs the
 * client's validated name (%{p}) or the host's name (%{h}), and that is not
 * known yet. */
bool spf_values(struct spf_state *st, struct name domain, struct str text,
    struct spf_macro_values *out);

/* What %{h} stands for: empty where there is no such name.  False while that
 * is not known yet. */
bool spf_client_helo(struct facts *facts, struct arena *a,
    const struct spf_client *client, struct str *out);

/* a, mx, ptr, ip4, ip6, exists and all. */
enum spf_match spf_term_matches(
    struct spf_state *st, struct name domain, const struct spf_term *term);

#endif
