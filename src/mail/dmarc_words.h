/*
 * dmarc_words.h - the words of a DMARC record as people write them.
 */
#ifndef DMARC_WORDS_H
#define DMARC_WORDS_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

enum { DMARC_POLICIES = 3 };

extern const struct str dmarc_policies[DMARC_POLICIES]; /* "none", ... */

/* Without quotes and backslashes, and with ASCII for the signs that word
 * processors put in their place. */
struct str dmarc_clean(struct arena *a, struct str text);

/* "DMARC1", "dmarc", "DMARCl", "DMRAC1", "DMARC1.0": a few signs and digits,
 * and the letters but for a slip. */
bool dmarc_is_version(struct arena *a, struct str word);

/* The policy that a word is but for a slip, or NULL. */
const struct str *dmarc_policy_meant(struct str word);

#endif
