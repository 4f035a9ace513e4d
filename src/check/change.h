/* change.h - the parts of the change check: what is proposed, set by set. */
#ifndef CHECK_CHANGE_H
#define CHECK_CHANGE_H

#include "check/check.h"
#include "plan/plan.h"

/* Published sets that are asked for; of a large plan the first. */
enum { CHANGE_ASKED_MAX = 64 };

/* One set, published and proposed. */
struct proposal {
	const struct plan_entry *entry;
	const struct overlay_set *set;  /* as it is laid over the DNS */
	const struct answer *published; /* NULL: not asked for */
	bool is_known;                  /* what is published there */
	size_t nold, nnew;
	const struct record *old, *new;
	bool is_open; /* new is not known */
	struct proposal *next;
};

/* The i-th entry's, from complete facts. */
struct proposal
proposal_of(struct check *c, const struct plan_entry *entry, size_t i);

/* "create", "replace" or "delete". */
struct str proposal_action(const struct proposal *p);

/* What the facts of an entry are. */
void proposal_need(struct facts *facts, const struct aim *aim,
    const struct plan_entry *entry, size_t i);

/* What must hold, and does not. */
void prereq_need(struct facts *facts, const struct aim *aim);
void prereq_flag_conflicts(struct check *c);

/* Why the service would refuse it. */
void change_flag_conflicts(struct check *c, const struct proposal *p);

/* What is lost, and what is written wrongly. */
void change_flag_values(struct check *c, const struct proposal *p);

/* "example.com TXT" */
struct str proposal_text(struct check *c, const struct proposal *p);

#endif
