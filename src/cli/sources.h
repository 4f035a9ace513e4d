/* sources.h - where the answers of a command come from, in their order. */
#ifndef SOURCES_H
#define SOURCES_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "cli/settings.h"
#include "client/authority.h"
#include "client/client.h"
#include "dns/source.h"
#include "facts/request.h"
#include "recording/recording.h"
#include "recording/replay.h"

struct layer;
struct plan;
struct recorder;
struct run;
struct zones;

struct sources {
	struct source *first;        /* NULL: nobody answers */
	const struct zones *zones;   /* given */
	bool offline;                /* and nobody else */
	struct plan *plan;           /* NULL: nothing is proposed */
	struct str plan_digest;      /* tells its files from others */
	struct layer *layer;         /* that lays it over the others */
	struct source *below;        /* these others */
	struct store *published;     /* and what they say */
	struct recording *recording; /* --record: what is to be written */
	const char *record_path;
	struct recorder *recorders[RECORDED_KINDS];
	struct recording *replayed; /* --replay; NULL: not asked for */
	struct replay replays[2];
	struct client *client;       /* or */
	struct authority *authority; /* --authoritative */
};

/* Reads the files that propose something, and prepares the recordings and the
 * network; the settings outlive that.  many says that thousands of questions
 * are to come.  False, and a line in *error that
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

/* What a proof may look into: with a recording under way it must ask instead,
 * so that what it asks is in there. */
const struct zones *sources_zones(const struct sources *sources);

/* A run that was out of time has not asked all that it would have. */
void sources_note_late(struct sources *sources, const struct run *run);

/* With --record: writes the file, once all is asked.  QUIT_PASSED, or
 * QUIT_ERROR and why on standard error. */
enum quit sources_write_recording(struct sources *sources, struct arena *a);

/* Before the store that they answered to is freed. */
void sources_close(struct sources *sources);

#endif
