/*
 * spf_eval.h - check_host(): what a receiver makes of one client (RFC 7208
 * sections 4 to 7).
 *
 * While an answer is missing it goes on along the path on which nothing
 * matches, so that all that can be asked is asked at once, and ends as
 * SPF_PENDING; it never guesses.
 */
#ifndef SPF_EVAL_H
#define SPF_EVAL_H

#include <stdbool.h>
#include <stdint.h>

#include "facts/facts.h"
#include "facts/spf_client.h"
#include "facts/spf_published.h"
#include "mail/spf_record.h"

/* RFC 7208 section 4.6.4; names of PTR: REVERSE_NAMES_MAX. */
enum {
	SPF_LOOKUPS_MAX = 10,
	SPF_VOIDS_MAX = 2,
	SPF_MX_NAMES_MAX = 10,
};

enum spf_result {
	SPF_PENDING, /* an answer is missing */
	SPF_NONE,
	SPF_NEUTRAL,
	SPF_PASS,
	SPF_FAIL,
	SPF_SOFTFAIL,
	SPF_TEMPERROR,
	SPF_PERMERROR,
	SPF_NOT_KNOWN, /* depends on a HELO name, and none is known */
};

const char *spf_result_text(enum spf_result result); /* "softfail" */

/* Why a check ended in an error. */
enum spf_problem {
	SPF_NO_PROBLEM,
	SPF_PROBLEM_DNS,
	SPF_PROBLEM_MULTIPLE,
	SPF_PROBLEM_SYNTAX,
	SPF_PROBLEM_LOOKUPS,
	SPF_PROBLEM_VOIDS,
	SPF_PROBLEM_MX,
	SPF_PROBLEM_INCLUDE_NONE,
	SPF_PROBLEM_REDIRECT_NONE,
	SPF_PROBLEM_HELO,
};

/* One call of check_host(): a record, and what came of it. */
struct spf_frame {
	struct name domain;
	const struct spf_record *record; /* NULL: no record */
	const struct spf_term *via; /* of the calling record; NULL: the first */
	const struct spf_term *matched; /* NULL: the default, or an error */
	enum spf_result result;
	unsigned maybe; /* of SPF_NOT_KNOWN: bits of what it can be */
	struct spf_frame *calls, *next; /* in order */
};

struct spf_outcome {
	enum spf_result result;
	const struct spf_frame *frame; /* the first call's */
	/* The record that decided, through redirects; includes only match. */
	const struct spf_frame *decided;
	unsigned lookups;         /* terms that count to the ten */
	unsigned voids;           /* terms whose lookup was void */
	unsigned voids_per_query; /* queries that were void */
	/* A term with a lookup came when two queries were void already. */
	bool went_on_after_voids;
	const struct answer *many_names; /* a PTR that has over ten, or NULL */
	struct str explanation; /* the domain's words; s is NULL: none */
	enum spf_problem problem;
	struct name problem_domain;          /* whose record has the problem */
	const struct spf_term *problem_term; /* in that record, or NULL */
	const struct answer *problem_answer; /* of SPF_PROBLEM_DNS, _VOIDS */
};

/* NULL while it is incomplete; never SPF_PENDING. */
const struct spf_outcome *
facts_spf(struct facts *facts, const struct spf_client *client);

/* The call that the term at this place of the frame's record led to, or NULL;
 * frame may be NULL. */
const struct spf_frame *
spf_frame_below(const struct spf_frame *frame, size_t term);

/* The problem as a sentence: "example.com: more than 10 terms ...".  NULL s
 * where there is none. */
struct str spf_problem_text(struct arena *a, const struct spf_outcome *outcome);

#endif
