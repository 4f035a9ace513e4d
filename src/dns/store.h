/*
 * store.h - every question of a run, asked once, and its answer.
 *
 * Whoever needs an answer holds its entry (lookup.h).  What is not here yet
 * becomes wanted; the driver takes wanted questions out and gives them to the
 * sources, and a source hands its answer to store_put(), which copies it and
 * wakes those who wait for it.
 *
 * The store owns entries and answers.  Those that somebody holds do not
 * change or go away; others stay within their TTL and the store's size limit,
 * oldest use first out.
 */
#ifndef STORE_H
#define STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "dns/answer.h"

/* What unused answers may take before the oldest go. */
enum { STORE_KEEP_BYTES = 16 * 1024 * 1024 };

struct waiter;

/* Somebody who waits for answers: woken once, however many have come. */
struct sleeper {
	void *owner;
	bool is_ready;
	struct sleeper *next_ready;
};

struct entry {
	struct question question;
	const struct answer *answer; /* NULL until there is one */
	uint32_t hash;
	struct entry *next_in_bucket;
	struct entry *next_wanted;
	struct entry *older, *newer; /* of those that nobody uses */
	struct waiter *waiters;
	size_t bytes;       /* what entry and answer take */
	int64_t expires_us; /* of the answer, on clock_us() */
	unsigned users;     /* who hold it */
	bool detached;      /* stale: a newer entry has taken its place */
};

struct store {
	struct entry **buckets;
	size_t nbuckets, n;
	unsigned char seed[8];
	struct entry *wanted, **wanted_end;
	struct sleeper *ready;
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

/* The entry of a question, held until store_release(); a new one is wanted,
 * and the sleeper is woken when its answer comes. */
struct entry *store_hold(struct store *store, struct name name, uint16_t type,
    struct sleeper *sleeper);
void store_release(
    struct store *store, struct entry *entry, const struct sleeper *sleeper);

/* The next sleeper that got an answer since it last was taken out here, or
 * NULL. */
struct sleeper *store_next_ready(struct store *store);

/* The sleeper goes away: it is not ready any more. */
void store_forget(struct store *store, const struct sleeper *sleeper);

#endif
