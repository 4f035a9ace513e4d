/*
 * world.h - a small DNS for unit tests: zone text, a store, and runs over it.
 *
 * The text is one zone file whose origin is the root, so one text can hold
 * all domains of a test, and a name that is not in it does not exist:
 *
 *	world_begin(&w, "example.com. TXT \"v=spf1 -all\"\n");
 *	world_fail(&w, "slow.example.com", TYPE_TXT, ANSWER_TIMEOUT);
 *	world_run(&w, evaluate, &result);
 *	world_end(&w);
 *
 * By default all answers come at once; after world_shuffle() they come one
 * at a time and in an order that the seed decides, which must not matter.
 * The whole-check tests give world_source() to run_to_end().
 */
#ifndef WORLD_H
#define WORLD_H

#include "base/arena.h"
#include "facts/driver.h"
#include "zone/zone.h"

struct world_fault;
struct world_run;

struct world {
	struct source source; /* first: a source is its world */
	struct arena arena;
	struct store store;
	struct world_run *runs; /* all so far: what they found stays */
	struct zones *zones;
	struct world_fault *faults;
	struct entry **held; /* asked for, and not revealed yet */
	size_t nheld;
	uint32_t seed;   /* 0: reveal all at once */
	unsigned rounds; /* of the last run: times that it was derived */
	size_t nasked;   /* answers that it used */
};

/* NULL for no zone at all.  Bad zone text ends the test. */
void world_begin(struct world *w, const char *zone);

/* A further zone, below an origin: what it has counts there. */
void world_zone(struct world *w, const char *origin, const char *zone);

/* The question is answered with this status, and nothing else. */
void world_fail(struct world *w, const char *name, uint16_t type,
    enum answer_status status);

/* seed from 1. */
void world_shuffle(struct world *w, uint32_t seed);

/* Evaluates to the end what need() reads, as a run of its own; the last time
 * that it is called everything is there.  What it read stays until
 * world_end(). */
void world_run(
    struct world *w, void (*need)(struct facts *facts, void *arg), void *arg);

/* One question; never NULL. */
const struct answer *
world_ask(struct world *w, const char *name, uint16_t type);

/* A name in the world's arena; a bad one ends the test. */
struct name world_name(struct world *w, const char *text);

struct source *world_source(struct world *w);

void world_end(struct world *w);

#endif
