/*
 * probe.h - whether servers that are silent are dead.
 *
 * Silence to some questions may be their zones': a resolver waits for servers
 * that never answer.  So one is believed dead only after it was silent to a
 * question that each resolver can answer at once, too: the name servers of the
 * root, which it knows from its start.
 */
#ifndef PROBE_H
#define PROBE_H

#include "client/traffic.h"

/* Sends a probe, unless one is under way. */
void probe_begin(struct traffic *x);

/* A query that no server has said a word to timed out again: where that has
 * gone on for long, a probe tells why. */
void probe_silence(struct traffic *x, const struct query *q);

/* A probe timed out once. */
void probe_late(struct traffic *x, const struct query *q);

#endif
