/*
 * judge.h - one check over a world of zone text, for unit tests.
 *
 * The codes that it finds come back as one text in the order of the report,
 * each with its severity's first letter: "dkim.missing/f dkim.wildcard/w".
 */
#ifndef JUDGE_H
#define JUDGE_H

#include "check/judge.h"

#include "world.h"

/* Runs the check to its end and copies what it found, and the whole first
 * result, into the world's arena.  result may be NULL. */
struct str judge(struct world *w, const struct request *req, enum check_id id,
    struct result *result);

#endif
