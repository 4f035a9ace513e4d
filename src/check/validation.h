/*
 * validation.h - whether the resolver validates (RFC 4035 section 4.3): only
 * then does an answer without the AD bit mean that the zone is not signed.
 *
 * A resolver that validates says so of the root, which is signed.  Zone files
 * and the zones' own servers never say it.
 */
#ifndef VALIDATION_H
#define VALIDATION_H

#include "check/check.h"

void need_validation(struct facts *facts);

/* Whether an answer that is not authenticated is of an unsigned zone. */
bool validation_is_told(struct check *c, const struct answer *answer);

/* The finding that nothing validates. */
void flag_unvalidated(struct check *c, enum finding_id id, const char *what);

#endif
