/*
 * prove.h - a run judged again with edited record sets laid over what is
 * published.
 */
#ifndef PROVE_H
#define PROVE_H

#include "fix/advise.h"
#include "fix/compose.h"

/* One judgement of what the edits would make; its report lives as long. */
struct proof {
	struct overlay *overlay;
	struct layer *layer;
	struct store store;
	struct run run;
	struct report report;
	bool is_late; /* the deadline came first */
};

/* nspent is what the sender has spent of the budget of questions, and grows. */
void prove(struct proof *proof, const struct judge_world *world,
    const struct request *req, const struct record_sets *sets, size_t *nspent);
void proof_free(struct proof *proof);

/* Looks what speaks against the edits: findings that are served and still
 * there, and new ones that weigh as much as what is served.  Those are excused,
 * or whatever is served that may have led to the new one.  False where nothing
 * speaks against them. */
bool proof_object(struct composing *c, const struct report *after);

#endif
