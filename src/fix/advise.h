/*
 * advise.h - the changes of a report: composed for the whole run, laid over
 * the answers, and kept only if the judgement of that says that they help.
 */
#ifndef ADVISE_H
#define ADVISE_H

#include "check/judge.h"
#include "fix/change.h"

/* Fills in report->changes, in the report's memory. */
void advise(const struct judge_world *world, struct report *report);

#endif
