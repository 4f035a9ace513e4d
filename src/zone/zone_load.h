/*
 * zone_load.h - a zone file, read into a tree.
 */
#ifndef ZONE_LOAD_H
#define ZONE_LOAD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/str.h"
#include "zone/zone_reader.h"
#include "zone/zone_tree.h"

/* What was passed over, and where. */
struct zone_warnings {
	const struct zone_error *items;
	size_t n, cap;
};

struct zone_load {
	struct arena *a;
	struct str label;   /* the file's path, or what stands for it */
	struct name origin; /* or no name: the file says it */
	struct zone_warnings *warnings;
	struct zone_error err; /* where it fails */
};

/* Fills the tree, which lives in the arena; false, and err is set. */
bool zone_load_file(struct zone_load *load, struct zone_tree *tree);
bool
zone_load_text(struct zone_load *load, struct str text, struct zone_tree *tree);

#endif
