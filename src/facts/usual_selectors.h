/*
 * usual_selectors.h - looks for DKIM keys where nobody said which selectors a
 * domain has: the DNS does not list them, so the usual ones are asked for.
 *
 * What is found is a key; what is not found proves nothing.
 */
#ifndef USUAL_SELECTORS_H
#define USUAL_SELECTORS_H

#include "dns/source.h"
#include "facts/driver.h"

/* One of them at a domain; without a name where that would be too long. */
struct selector usual_selector(struct arena *a, struct name domain, size_t i);

/* How many are asked for, all at once. */
size_t usual_selectors(void);

/* The keys of the author domain at the usual selectors, in their order; a
 * wildcard that answers for all of them is one.  What it gives is in the arena;
 * what is not answered by then, on clock_us(), is not found. */
const struct selector *usual_selectors_find(struct arena *a,
    struct store *store, struct source *sources, const struct request *req,
    int64_t until_us, size_t *n);

#endif
