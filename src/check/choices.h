/*
 * choices.h - a proposed change that routes a name to several sets, by weight,
 * region or health: which of them a receiver gets, nobody can tell.
 *
 * All is judged with each set in force, one name and type at a time, over the
 * answers that are here already; of each check the worst result counts, and
 * says with which set it comes.
 */
#ifndef CHOICES_H
#define CHOICES_H

#include "check/judge.h"
#include "facts/driver.h"

struct choice;

/* What the results are made of. */
struct choices {
	struct choice *all;
	size_t n; /* 0: there is nothing to choose */
};

/* As judge_run(); the choices live as long as the report. */
void judge_choices(struct choices *choices, struct run *run,
    const struct judge_world *world, struct report *report);

void choices_free(struct choices *choices);

#endif
