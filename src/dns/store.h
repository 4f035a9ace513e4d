/*
 * store.h - every question of a run, asked once, and its answer.
 *
 * Checks ask through a lookup, one sender's view of the store.  What is not
 * here yet becomes wanted; the driver takes wanted questions out and gives
 * them to the sources, and a source hands its answer to store_put(), which
 * copies it and marks the lookups that wait for it as ready.
 *
 * The store owns entries and answers.  A lookup holds those that it used
 * until lookup_end(): until then answers do not change or go away.  Others
 * stay within their TTL and the store's size limit, oldest use first out.
 */
#ifndef STORE_H
#define STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "dns/answer.h"

/* Whatever the records say, a sender's checks ask no more than this. */
enum { LOOKUP_BUDGET = 190 };

/* What unused answers may take before the oldest go. */
enum { STORE_KEEP_BYTES = 16 * 1024 * 1024 };

struct lookup;
struct waiter;

struct entry {
	struct question question;
	const struct answer *answer; /* NULL until there is one */
	uint32_t hash;
	struct entry *next_in_bucket;
	struct entry *next_wanted;
	struct entry *older, *newer; /* of those that no lookup uses */
	struct waiter *waiters;
	size_t bytes;       /* what entry and answer take */
	int64_t expires_us; /* of the answer, on clock_us() */
	unsigned users;     /* lookups that hold it */
	bool detached;      /* stale: a newer entry has taken its place */
};

struct store {
	struct entry **buckets;
	size_t nbuckets, n;
	unsigned char seed[8];
	struct entry *wanted, **wanted_end;
	struct lookup *ready;
	struct entry *oldest, *newest;
	size_t bytes, kept_bytes;
};

void store_init(struct store *store);
void store_free(struct store *store);

/* The next question that no source has been asked yet, or NULL. */
struct entry *store_next_wanted(struct store *store);

/* Gives an entry its answer; copied.  The first one counts, but for ALIAS. */
void store_put(
    struct store *store, struct entry *entry, const struct answer *answer);

/* The next lookup that got an answer since it last was taken out here, or
 * NULL.  Each is handed out once however many answers it got. */
struct lookup *store_next_ready(struct store *store);

/* What one evaluation asked: reset it before each, and free nothing. */
struct asked {
	struct arena *a;
	const struct answer **answers; /* every answer that it was given */
	size_t n, cap;
	bool missing; /* something that it asked for is not here yet */
};

struct lookup {
	struct store *store;
	struct asked *asked; /* the evaluation under way */
	void *owner;         /* whoever began it */
	struct entry **used;
	size_t nused, cap;
	size_t nmissing; /* used entries without an answer */
	bool expired;    /* the deadline is over: what is missing timed out */
	bool is_ready;
	struct lookup *next_ready;
};

/* Until the first evaluation sets asked, nothing may be looked up. */
void lookup_begin(struct lookup *lookup, struct store *store, void *owner);
void lookup_end(struct lookup *lookup);

/* The answer to a question, its chain of CNAMEs followed; NULL while it is
 * not here: it is wanted now, and asked->missing is set.  Never NULL once the
 * lookup has expired: what is missing then is TIMEOUT. */
const struct answer *
lookup_ask(struct lookup *lookup, struct name name, uint16_t type);

/* The same for sources that hand answers on: an alias is an answer, nothing
 * is counted as asked, and only the caller knows when to stop waiting. */
const struct answer *
lookup_ask_once(struct lookup *lookup, struct name name, uint16_t type);

#endif
