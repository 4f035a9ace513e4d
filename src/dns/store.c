#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/random.h"
#include "dns/answer_copy.h"
#include "dns/store.h"

enum { BUCKETS_AT_START = 256 };

/* One more sleeper that waits for an entry; on the heap until the answer
 * comes. */
struct waiter {
	struct sleeper *sleeper;
	struct waiter *next;
};

void
store_init(struct store *store)
{
	*store = (struct store){ .nbuckets = BUCKETS_AT_START };
	store->buckets = mem_new(store->nbuckets, sizeof(*store->buckets));
	store->wanted_end = &store->wanted;
	random_fill(store->seed, sizeof(store->seed));
}

static void
free_entry(struct store *store, struct entry *entry)
{
	store->bytes -= entry->bytes;
	free((void *)(uintptr_t)entry->answer);
	free(entry->made);
	free(entry);
}

void
store_free(struct store *store)
{
	struct entry *entry, *next;

	for (size_t i = 0; i < store->nbuckets; i++)
		for (entry = store->buckets[i]; entry != NULL; entry = next) {
			next = entry->next_in_bucket;
			free_entry(store, entry);
		}
	free(store->buckets);
	*store = (struct store){ 0 };
}

/* FNV-1a from a seed that nobody outside knows. */
static uint32_t
hash_octets(uint32_t hash, const unsigned char *s, size_t n)
{
	for (size_t i = 0; i < n; i++)
		hash = (hash ^ s[i]) * 16777619U;
	return hash;
}

static uint32_t
hash_question(const struct store *store, struct name name, uint16_t type)
{
	unsigned char t[2] = { (unsigned char)(type >> 8),
		(unsigned char)type };
	uint32_t hash =
	    hash_octets(2166136261U, store->seed, sizeof(store->seed));

	hash = hash_octets(hash, name.wire, name.n);
	hash = hash_octets(hash, t, sizeof(t));
	return hash ^ hash >> 15;
}

static void
grow(struct store *store)
{
	size_t n = store->nbuckets * 2;
	struct entry **buckets = mem_new(n, sizeof(*buckets));
	struct entry *entry, *next;

	for (size_t i = 0; i < store->nbuckets; i++)
		for (entry = store->buckets[i]; entry != NULL; entry = next) {
			next = entry->next_in_bucket;
			entry->next_in_bucket = buckets[entry->hash & (n - 1)];
			buckets[entry->hash & (n - 1)] = entry;
		}
	free(store->buckets);
	store->buckets = buckets;
	store->nbuckets = n;
}

static void
unlink_from_bucket(struct store *store, struct entry *entry)
{
	struct entry **at =
	    &store->buckets[entry->hash & (store->nbuckets - 1)];

	while (*at != NULL && *at != entry)
		at = &(*at)->next_in_bucket;
	if (*at == entry) {
		*at = entry->next_in_bucket;
		store->n--;
	}
}

bool
store_is_shared(const struct entry *entry)
{
	return entry->uses > 1;
}

static struct kept *
kept_of(struct store *store, const struct entry *entry)
{
	return store_is_shared(entry) ? &store->shared : &store->once;
}

static void
unkeep_entry(struct store *store, struct entry *entry)
{
	struct kept *kept = kept_of(store, entry);

	*(entry->older != NULL ? &entry->older->newer : &kept->oldest) =
	    entry->newer;
	*(entry->newer != NULL ? &entry->newer->older : &kept->newest) =
	    entry->older;
	kept->bytes -= entry->bytes;
}

static void
drop_oldest(struct store *store, struct kept *kept, size_t max)
{
	while (kept->bytes > max) {
		struct entry *entry = kept->oldest;

		unkeep_entry(store, entry);
		unlink_from_bucket(store, entry);
		free_entry(store, entry);
	}
}

/* Nobody uses the entry any more: keep it as the newest of those. */
static void
keep_entry(struct store *store, struct entry *entry)
{
	struct kept *kept = kept_of(store, entry);

	entry->older = kept->newest;
	entry->newer = NULL;
	*(kept->newest != NULL ? &kept->newest->newer : &kept->oldest) = entry;
	kept->newest = entry;
	kept->bytes += entry->bytes;
	drop_oldest(store, kept,
	    kept == &store->shared ? STORE_SHARED_BYTES : STORE_ONCE_BYTES);
}

size_t
store_held_bytes(const struct store *store)
{
	return store->bytes - store->once.bytes - store->shared.bytes;
}

static struct entry *
add_entry(struct store *store, struct name name, uint16_t type, uint32_t hash)
{
	struct entry *entry = mem_new(1, sizeof(*entry) + name.n);
	unsigned char *wire = (unsigned char *)(entry + 1);
	struct entry **bucket;

	if (store->n >= store->nbuckets)
		grow(store);
	memcpy(wire, name.wire, name.n);
	entry->question = (struct question){ { wire, name.n }, type };
	entry->hash = hash;
	entry->bytes = sizeof(*entry) + name.n;
	store->bytes += entry->bytes;
	bucket = &store->buckets[hash & (store->nbuckets - 1)];
	entry->next_in_bucket = *bucket;
	*bucket = entry;
	store->n++;
	*store->wanted_end = entry;
	store->wanted_end = &entry->next_wanted;
	return entry;
}

static bool
is_stale(const struct entry *entry)
{
	return entry->answer != NULL && entry->expires_us <= clock_us();
}

/* Whether the question got no answer, and has not been asked again yet. */
static bool
is_in_doubt(const struct entry *entry)
{
	return entry->answer != NULL && !entry->is_again &&
	    answer_is_failure(entry->answer);
}

/* The entry of a question; a new one is wanted.  A stale one that others
 * still use is left to them. */
static struct entry *
find_entry(struct store *store, struct name name, uint16_t type)
{
	uint32_t hash = hash_question(store, name, type);
	struct entry *entry = store->buckets[hash & (store->nbuckets - 1)];
	bool is_again = false;

	for (; entry != NULL; entry = entry->next_in_bucket)
		if (entry->hash == hash && entry->question.type == type &&
		    name_eq(entry->question.name, name))
			break;
	if (entry != NULL && (is_stale(entry) || is_in_doubt(entry))) {
		is_again = is_in_doubt(entry) && !is_stale(entry);
		unlink_from_bucket(store, entry);
		if (entry->users == 0) {
			unkeep_entry(store, entry);
			free_entry(store, entry);
		} else {
			entry->detached = true;
		}
		entry = NULL;
	}
	if (entry == NULL) {
		entry = add_entry(store, name, type, hash);
		entry->is_again = is_again;
	}
	return entry;
}

struct entry *
store_next_wanted(struct store *store)
{
	struct entry *entry = store->wanted;

	if (entry == NULL)
		return NULL;
	store->wanted = entry->next_wanted;
	if (store->wanted == NULL)
		store->wanted_end = &store->wanted;
	entry->next_wanted = NULL;
	return entry;
}

static void
wake(struct store *store, struct sleeper *sleeper)
{
	if (sleeper->is_ready)
		return;
	sleeper->is_ready = true;
	sleeper->next_ready = store->ready;
	store->ready = sleeper;
}

struct sleeper *
store_next_ready(struct store *store)
{
	struct sleeper *sleeper = store->ready;

	if (sleeper != NULL) {
		store->ready = sleeper->next_ready;
		sleeper->is_ready = false;
	}
	return sleeper;
}

static void
wake_waiters(struct store *store, struct entry *entry)
{
	struct waiter *w, *next;

	if (entry->waiter != NULL)
		wake(store, entry->waiter);
	entry->waiter = NULL;
	for (w = entry->more_waiters; w != NULL; w = next) {
		next = w->next;
		wake(store, w->sleeper);
		free(w);
	}
	entry->more_waiters = NULL;
}

static void
start_waiting(struct entry *entry, struct sleeper *sleeper)
{
	struct waiter *w;

	if (sleeper->until_us > entry->until_us)
		entry->until_us = sleeper->until_us;
	if (entry->waiter == NULL) {
		entry->waiter = sleeper;
		return;
	}
	w = mem_new(1, sizeof(*w));
	*w = (struct waiter){ sleeper, entry->more_waiters };
	entry->more_waiters = w;
}

static void
stop_waiting(struct entry *entry, const struct sleeper *sleeper)
{
	struct waiter **at = &entry->more_waiters;

	if (entry->waiter == sleeper)
		entry->waiter = NULL;
	while (*at != NULL) {
		struct waiter *w = *at;

		if (w->sleeper == sleeper) {
			*at = w->next;
			free(w);
		} else {
			at = &w->next;
		}
	}
}

struct entry *
store_hold(struct store *store, struct name name, uint16_t type,
    struct sleeper *sleeper)
{
	struct entry *entry = find_entry(store, name, type);

	if (entry->users == 0 && entry->answer != NULL)
		unkeep_entry(store, entry);
	entry->users++;
	entry->uses++;
	if (entry->answer == NULL)
		start_waiting(entry, sleeper);
	return entry;
}

void
store_release(
    struct store *store, struct entry *entry, const struct sleeper *sleeper)
{
	if (entry->answer == NULL)
		stop_waiting(entry, sleeper);
	if (--entry->users > 0 || entry->answer == NULL)
		return;
	if (entry->detached)
		free_entry(store, entry); /* stale, and nobody's now */
	else
		keep_entry(store, entry);
}

void
store_forget(struct store *store, const struct sleeper *sleeper)
{
	struct sleeper **at = &store->ready;

	if (!sleeper->is_ready)
		return;
	while (*at != NULL && *at != sleeper)
		at = &(*at)->next_ready;
	if (*at == sleeper)
		*at = sleeper->next_ready;
}

void
store_keep_made(
    struct store *store, struct entry *entry, void *made, size_t bytes)
{
	assert(entry->users > 0 && entry->made == NULL);
	entry->made = made;
	entry->bytes += bytes;
	store->bytes += bytes;
}

void
store_put(struct store *store, struct entry *entry, const struct answer *answer)
{
	size_t bytes = answer_bytes(answer);
	struct answer *copy;

	if (entry->answer != NULL && entry->answer->status != ANSWER_ALIAS)
		return;
	copy = answer_copy(answer, &entry->question);
	if (entry->answer != NULL) {
		size_t old = answer_bytes(entry->answer);

		entry->bytes -= old;
		store->bytes -= old;
		free((void *)(uintptr_t)entry->answer);
	}
	entry->answer = copy;
	entry->bytes += bytes;
	store->bytes += bytes;
	store->nanswered++;
	entry->expires_us = clock_us() + (int64_t)answer->ttl * SECOND_US;
	if (entry->users == 0) {
		/* The senders that asked have given up; the next one has it. */
		keep_entry(store, entry);
		return;
	}
	wake_waiters(store, entry);
}
