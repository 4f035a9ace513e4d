/*
 * layer.h - an overlay as a source: what it changes is answered from it, all
 * else from below.
 *
 * Over the zones that it is given the change is applied to their records.
 * Over other sources (network, recording) it stands in front.  There nobody
 * tells which names a wildcard has made, so that it asks for the wildcard
 * beside a name which the change makes or removes (RFC 4592): where both have
 * the same records, the answer is UNDECIDED.  It never guesses.
 */
#ifndef LAYER_H
#define LAYER_H

#include "dns/overlay.h"
#include "dns/source.h"
#include "zone/zone.h"

struct layer;

/* zones may be NULL.  What is below, the zones as they are included, is asked
 * into a store of its own, where the published answers are; a question of a
 * type with TYPE_PUBLISHED gets these.  Both the overlay and all that is below
 * must outlive the layer. */
struct layer *layer_new(const struct overlay *overlay,
    const struct zones *zones, struct store *below, struct source *sources);
void layer_free(struct layer *layer);

struct source *layer_source(struct layer *layer);

#endif
