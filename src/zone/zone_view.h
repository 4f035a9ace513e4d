/*
 * zone_view.h - zones as they are with a change applied to their records.
 *
 * The zones themselves stay as they are: for each name that the change
 * touches, and those above it, a node takes the place of theirs.
 */
#ifndef ZONE_VIEW_H
#define ZONE_VIEW_H

#include "base/arena.h"
#include "dns/name_map.h"
#include "dns/overlay.h"
#include "zone/zone_tree.h"

/* Adds to edits (zone_tree_find()) what the overlay's set, as it is chosen,
 * makes of one zone's name. */
void zone_view_add(struct arena *a, struct name_map *edits,
    const struct zone_tree *tree, const struct overlay *overlay,
    const struct overlay_node *node);

#endif
