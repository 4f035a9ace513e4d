/*
 * compose.h - what all findings of a run need, put together: at most one
 * change a record set.
 *
 * Composing goes in rounds.  The caller judges again what the first
 * round makes; what that judgement still needs is added in the next one,
 * until nothing is added.
 */
#ifndef COMPOSE_H
#define COMPOSE_H

#include "check/judge.h"
#include "fix/change.h"
#include "fix/record_set.h"
#include "zone/zone.h"

/* A finding that no edit has mended: nothing is done for it any more. */
struct excuse {
	const struct result *result; /* of the first report */
	enum finding_id id;
	struct str subject;
	struct excuse *next;
};

struct hidden;

struct composing {
	struct record_sets sets;
	const struct hidden *hidden;    /* names that wildcards answer for */
	const struct report *published; /* the first report */
	const struct policy *policy;
	struct remark *remarks;
	struct excuse *excuses;
};

/* Adds what the report's findings need; false where that changes nothing.  The
 * first report is the one about what is published. */
bool compose_add(struct composing *c, const struct report *report);

/* Undoes all edits. */
void compose_restart(struct composing *c);

/* Does nothing for a finding of the first report any more, and says why. */
void compose_excuse(struct composing *c, const struct result *result,
    const struct finding *f, struct str why);

/* Whether sets are edited for a finding of the first report. */
bool compose_serves(const struct composing *c, const struct finding *f);

#endif
