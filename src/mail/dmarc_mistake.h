/*
 * dmarc_mistake.h - TXT records that were meant to be DMARC, and what was
 * meant.
 *
 * For people only: receivers go by mail/dmarc.h.  What is proposed keeps every
 * tag that says something, and is proposed only where nothing else can have
 * been meant.
 */
#ifndef DMARC_MISTAKE_H
#define DMARC_MISTAKE_H

#include "base/arena.h"
#include "base/str.h"

/* Why a TXT record at _dmarc that was meant to be DMARC is none, as a clause
 * ("v=DMARC1 does not come first"); NULL: it is one, or was not meant to be. */
const char *dmarc_near_miss(struct arena *a, struct str text);

/* The record that was meant; dmarc_read() finds less wrong with it, and
 * nothing that loses the policy.  False, and meant untouched, where that is not
 * certain, or nothing is wrong. */
bool dmarc_meant(struct arena *a, struct str text, struct str *meant);

#endif
