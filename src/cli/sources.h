/* sources.h - where the answers of a command come from, in their order. */
#ifndef SOURCES_H
#define SOURCES_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "cli/settings.h"
#include "dns/authority.h"
#include "dns/client.h"
#include "dns/source.h"
#include "facts/request.h"

struct layer;
struct plan;
struct zones;

struct sources {
	struct source *first;        /* NULL: nobody answers */
	const struct zones *zones;   /* given */
	bool offline;                /* and nobody else */
	struct plan *plan;           /* NULL: nothing is proposed */
	struct layer *layer;         /* that lays it over the others */
	struct store *published;     /* and what these say */
	struct client *client;       /* or */
	struct authority *authority; /* --authoritative */
};

/* Reads the zone files, and prepares the network unless --offline; many says
 * that thousands of questions are to come.  False, and a line in *error that
 * names the file. */
bool sources_open(struct arena *a, const struct settings *settings, bool many,
    struct sources *out, struct str *error);

/* Whether anybody can tell of DOMAIN; false, and why in *error, where that is
 * certainly a mistake. */
bool sources_cover(const struct sources *sources, struct arena *a,
    const struct request *req, struct str *error);

/* With --authoritative: whose zones' servers are asked. */
void sources_subjects(
    struct sources *sources, struct arena *a, const struct request *req);

/* Whether they have more to ask than --rate lets them for the moment. */
bool sources_are_behind(const struct sources *sources);

/* How many questions may be asked before many of them have to wait. */
size_t sources_room(const struct sources *sources);

/* With --authoritative: whether the zones' own servers could not be found, as
 * none of the root's can be reached. */
bool sources_are_walled(const struct sources *sources);

/* How much the network lost so far; all 0 where it was not asked. */
struct client_tally sources_tally(const struct sources *sources);

/* Before the store that they answered to is freed. */
void sources_close(struct sources *sources);

#endif
