/*
 * scope.h - what of a request can be judged at all, once all facts are
 * complete: nothing that asks while no resolver answers, nothing of a domain
 * that does not exist, nothing of an IP that cannot send.
 */
#ifndef SCOPE_H
#define SCOPE_H

#include "check/checks.h"
#include "check/result.h"
#include "dns/answer.h"
#include "facts/request.h"

/* All false where the check "domain" was not chosen: each check then says for
 * itself what it could not look up. */
struct scope {
	bool is_missing;      /* DOMAIN does not exist */
	bool is_unanswered;   /* nobody answered anything */
	struct str resolvers; /* that were asked; or empty */
	struct str what;      /* of is_unanswered: what happened, in words */
	struct str reason;    /* why, raw; or empty */
	/* All that the run has got. */
	const struct answer *const *answers;
	size_t nanswers;
};

/* answers: all that the run has got. */
struct scope scope_of(struct arena *a, struct facts *facts,
    const struct policy *policy, const struct answer *const *answers, size_t n);

/* Whether it is a check of such domains: that send mail, or that send none. */
bool scope_is_of_profile(enum check_id id, const struct request *req);

/* Whether the check has something to look at, before anything is asked; a
 * reason, or no text. */
struct str
scope_no_subject(struct arena *a, enum check_id id, const struct aim *aim);

/* Why there is no use in judging; or no text. */
struct str scope_skip(struct arena *a, const struct scope *scope,
    enum check_id id, const struct aim *aim);

#endif
