/*
 * store.h - every question of a run, asked once, and its answer.
 *
 * A lookup holds the entries of the answers it needs (lookup.h).  A question
 * without an answer becomes wanted; the driver takes wanted questions out and
 * gives them to the sources, and a source hands its answer to store_put(),
 * which copies it and wakes those who wait for it.
 *
 * The store owns entries and answers.  Those that somebody holds do not
 * change or go away; others stay within their TTL and a size limit, oldest use
 * first out.  Answers that only one sender has asked for have a smaller limit
 * than those that several have: most names are one sender's alone.
 *
 * A failure may have been temporary, so the question is asked once more before
 * a second sender is told that there is no answer.
 */
#ifndef STORE_H
#define STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "dns/answer.h"

/* What unused answers may take before the oldest go: those that one sender
 * has asked for, and those that several have. */
enum {
	STORE_ONCE_BYTES = 64 * 1024,
	STORE_SHARED_BYTES = 4 * 1024 * 1024,
};

struct waiter;

/* Somebody who waits for answers: woken once, however many have come. */
struct sleeper {
	void *owner;
	int64_t until_us; /* when it gives up, on clock_us(); 0: not known */
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
	struct sleeper *waiter;      /* who waits for the answer: the first */
	struct waiter *more_waiters; /* and the others */
	void *made;                  /* of the answer: store_keep_made() */
	size_t bytes;                /* what entry, answer and made take */
	int64_t expires_us;          /* of the answer, on clock_us() */
	int64_t until_us; /* when the last who waits gives up; 0: not known */
	unsigned users;   /* who hold it */
	unsigned uses;    /* who ever held it */
	bool is_again;    /* asked for once more, as there was no answer */
	bool detached;    /* a newer entry has taken its place */
};

/* Entries that nobody uses, by their last use. */
struct kept {
	struct entry *oldest, *newest;
	size_t bytes;
};

struct store {
	struct entry **buckets;
	size_t nbuckets, n;
	unsigned char seed[8];
	struct entry *wanted, **wanted_end;
	struct sleeper *ready;
	struct kept once, shared;
	size_t bytes;     /* of all entries and answers */
	size_t nanswered; /* answers that were put, ever */
};

void store_init(struct store *store);
void store_free(struct store *store);

/* What those answers take that somebody holds or waits for. */
size_t store_held_bytes(const struct store *store);

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

/* Whether another has held the entry before: what is made of its answer is
 * worth keeping for the next. */
bool store_is_shared(const struct entry *entry);

/* Keeps what was made of the entry's answer for as long as that lives: bytes
 * that free() gives back.  An entry keeps one such thing; what it is follows
 * from the question's type. */
void store_keep_made(
    struct store *store, struct entry *entry, void *made, size_t bytes);

/* The next sleeper that got an answer since it last was taken out here, or
 * NULL. */
struct sleeper *store_next_ready(struct store *store);

/* The sleeper goes away: it is not ready any more. */
void store_forget(struct store *store, const struct sleeper *sleeper);

#endif
