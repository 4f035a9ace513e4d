/*
 * dmarc.h - the parts of the dmarc check: findings on records that are missing
 * or misplaced, on report addresses, and on whether a message would pass.
 */
#ifndef CHECK_DMARC_H
#define CHECK_DMARC_H

#include "check/check.h"
#include "facts/alignment.h"
#include "facts/policy.h"

/* A finding about the record that a step of the walk has. */
struct finding *dmarc_about(struct finding *f, const struct dmarc_step *step);

/* What stands where the record should be, or in its place elsewhere; and what
 * the latter reads beside the policy.  True if something explains why there is
 * no record. */
bool dmarc_flag_broken(struct check *c, const struct dmarc_walk *walk);
void dmarc_need_misplaced(struct facts *facts, const struct aim *aim);
void dmarc_flag_misplaced(struct check *c, const struct policy_view *view);
void dmarc_flag_missing(struct check *c, const struct dmarc_walk *walk);

/* What receivers of RFC 7489 make of the domain, where that is different. */
void dmarc_flag_psl_difference(struct check *c, const struct policy_view *view);

/* Outside addresses that have not agreed to get reports (RFC 9990 section
 * 4). */
void dmarc_flag_unauthorized(struct check *c, const struct policy_view *view);

/* Whether a message passes, by which path, and if it is forwarded. */
void dmarc_flag_unaligned(struct check *c, const struct policy_view *view);

#endif
