/* sources.h - where the answers of a command come from, in their order. */
#ifndef SOURCES_H
#define SOURCES_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "cli/settings.h"
#include "dns/source.h"

struct sources {
	struct source *first; /* NULL: nobody answers */
};

/* Reads the zone files, and opens nothing on the network yet.  False, and a
 * line in *error that names the file. */
bool sources_open(struct arena *a, const struct settings *settings,
    struct sources *out, struct str *error);

#endif
