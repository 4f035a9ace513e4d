/*
 * layer_below.h - what the sources below an overlay say of a name, and what
 * can be told from that about the zone.
 *
 * Functions that ask return false while an answer is missing.  Those that end
 * with a question give it its answer and return true.
 */
#ifndef LAYER_BELOW_H
#define LAYER_BELOW_H

#include "dns/lookup.h"
#include "dns/overlay.h"

/* Names of so many labels are taken to exist: registries sell them. */
enum { LIVE_LABELS_EXIST = 2 };

/* What an overlay does at a name and below it. */
struct overlay_shape {
	unsigned touched; /* names that it has something for */
	unsigned present; /* those that have records with the change */
};

/* One question. */
struct live {
	struct arena *a;
	const struct overlay *overlay;
	const struct name_map *shape; /* name to struct overlay_shape */
	struct lookup *lookup;        /* to what is published */
	struct question question;
	bool is_delegated; /* a zone given says that it is another's */
	bool is_hidden;    /* and says so with the change only */
	struct answer answer;
};

enum existence {
	EXISTS_NOT,
	EXISTS,
	EXISTS_MAYBE,  /* a wildcard answers for it, or would */
	EXISTS_UNTOLD, /* no answer; the question has ended with that */
};

/* Why an answer is undecided. */
extern const struct str live_wildcard_or_own;

/* The shape of an overlay as it is chosen now. */
void overlay_shape(
    struct arena *a, const struct overlay *overlay, struct name_map *shape);

/* Whether the change has something at or below the name; whether the name has
 * records there with the change. */
bool live_is_touched(const struct live *live, struct name name);
bool live_is_present(const struct live *live, struct name name);

bool live_ask(struct live *live, struct name name, uint16_t type,
    const struct answer **out);

/* Whether the DNS said something; records or an alias; that there is no such
 * name. */
bool live_is_heard(const struct answer *answer);
bool live_has_something(const struct answer *answer);
bool live_is_no_name(const struct answer *answer);

/* Ends.  A published answer is cut where its chain comes to a name that the
 * change may have something for: the lookup goes on there. */
bool live_hand_on(struct live *live, const struct answer *answer);
bool live_end(struct live *live, enum answer_status status);
bool live_undecided(struct live *live, struct str why);
bool live_alias(struct live *live, struct name target, uint32_t ttl,
    bool is_hidden, struct str server);
bool live_records(struct live *live, const struct overlay_set *set,
    struct record *records, size_t n);

/* The wildcard that would answer for the name if it were not there; no name
 * where there can be none.  A wildcard's own place is that of its parent. */
struct name live_wildcard_of(struct live *live, struct name name);

/* What that wildcard answers; NULL in *out where there can be none. */
bool live_ask_wildcard(struct live *live, struct name name, uint16_t type,
    const struct answer **out);

/* Whether a published answer is the name's own.  False while that is open or
 * where the question has ended: then *is_open is false. */
bool live_is_own(struct live *live, struct name name, uint16_t type,
    const struct answer *published, bool *is_open);

/* Whether no wildcard can answer for a name once the change has taken the last
 * of it, and maybe of those above it.  False as above. */
bool live_no_wildcard_returns(
    struct live *live, struct name name, uint16_t type, bool *is_open);

/* Whether a name is published, for itself or for names below it. */
bool
live_find_existence(struct live *live, struct name name, enum existence *out);

#endif
