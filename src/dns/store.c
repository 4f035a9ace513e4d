#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "base/random.h"
#include "dns/store.h"

enum { BUCKETS_AT_START = 256 };

/* One lookup that waits for one entry; on the heap until the answer comes. */
struct waiter {
	struct lookup *lookup;
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

/* Nobody uses the entry any more: keep it as the newest of those. */
static void
keep_entry(struct store *store, struct entry *entry)
{
	entry->older = store->newest;
	entry->newer = NULL;
	*(store->newest != NULL ? &store->newest->newer : &store->oldest) =
	    entry;
	store->newest = entry;
	store->kept_bytes += entry->bytes;
}

static void
unkeep_entry(struct store *store, struct entry *entry)
{
	*(entry->older != NULL ? &entry->older->newer : &store->oldest) =
	    entry->newer;
	*(entry->newer != NULL ? &entry->newer->older : &store->newest) =
	    entry->older;
	store->kept_bytes -= entry->bytes;
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

/* The entry of a question; a new one is wanted.  A stale one that others
 * still use is left to them. */
static struct entry *
find_entry(struct store *store, struct name name, uint16_t type)
{
	uint32_t hash = hash_question(store, name, type);
	struct entry *entry = store->buckets[hash & (store->nbuckets - 1)];

	for (; entry != NULL; entry = entry->next_in_bucket)
		if (entry->hash == hash && entry->question.type == type &&
		    name_eq(entry->question.name, name))
			break;
	if (entry != NULL && is_stale(entry)) {
		unlink_from_bucket(store, entry);
		if (entry->users == 0) {
			unkeep_entry(store, entry);
			free_entry(store, entry);
		} else {
			entry->detached = true;
		}
		entry = NULL;
	}
	return entry != NULL ? entry : add_entry(store, name, type, hash);
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
mark_ready(struct lookup *lookup)
{
	struct store *store = lookup->store;

	if (lookup->is_ready)
		return;
	lookup->is_ready = true;
	lookup->next_ready = store->ready;
	store->ready = lookup;
}

struct lookup *
store_next_ready(struct store *store)
{
	struct lookup *lookup = store->ready;

	if (lookup != NULL) {
		store->ready = lookup->next_ready;
		lookup->is_ready = false;
	}
	return lookup;
}

static void
wake_waiters(struct entry *entry)
{
	struct waiter *w, *next;

	for (w = entry->waiters; w != NULL; w = next) {
		next = w->next;
		w->lookup->nmissing--;
		mark_ready(w->lookup);
		free(w);
	}
	entry->waiters = NULL;
}

/* One block that holds the answer and all that it points to. */
struct block {
	char *at;
};

static struct str
block_copy(struct block *b, const void *s, size_t n)
{
	char *p = b->at;

	if (n > 0)
		memcpy(p, s, n);
	b->at += n;
	return (struct str){ p, n };
}

static struct name
block_name(struct block *b, struct name name)
{
	struct str s = block_copy(b, name.wire, name.n);

	return (struct name){ (const unsigned char *)s.s, s.n };
}

static size_t
answer_bytes(const struct answer *answer)
{
	size_t n = sizeof(*answer) + answer->note.n + answer->server.n +
	    answer->n * sizeof(struct record) +
	    answer->ncnames * sizeof(struct name);

	for (size_t i = 0; i < answer->n; i++)
		n += answer->records[i].n;
	for (size_t i = 0; i < answer->ncnames; i++)
		n += answer->cnames[i].n;
	n += answer->zone.n + answer->nservers * sizeof(struct server_answer);
	for (size_t i = 0; i < answer->nservers; i++)
		n += answer->servers[i].server.n + answer->servers[i].text.n;
	return n;
}

static struct str
block_str(struct block *b, struct str s)
{
	return block_copy(b, s.s, s.n);
}

static struct answer *
answer_copy(
    const struct answer *from, const struct question *question, size_t bytes)
{
	struct answer *to = mem_new(1, bytes);
	struct record *records = (struct record *)(to + 1);
	struct name *cnames = (struct name *)(records + from->n);
	struct server_answer *servers =
	    (struct server_answer *)(cnames + from->ncnames);
	struct block b = { (char *)(servers + from->nservers) };

	*to = *from;
	to->question = *question;
	to->records = records;
	to->cnames = cnames;
	to->servers = servers;
	for (size_t i = 0; i < from->n; i++) {
		records[i] = from->records[i];
		records[i].data = (const unsigned char *)block_copy(
		    &b, from->records[i].data, from->records[i].n)
				      .s;
	}
	/* Servers turn them around as they like: a report must not. */
	if (from->n > 1)
		qsort(records, from->n, sizeof(records[0]), record_order);
	for (size_t i = 0; i < from->ncnames; i++)
		cnames[i] = block_name(&b, from->cnames[i]);
	for (size_t i = 0; i < from->nservers; i++) {
		servers[i] = from->servers[i];
		servers[i].server = block_str(&b, from->servers[i].server);
		servers[i].text = block_str(&b, from->servers[i].text);
	}
	to->zone = block_name(&b, from->zone);
	to->note = block_str(&b, from->note);
	to->server = block_str(&b, from->server);
	return to;
}

void
store_put(struct store *store, struct entry *entry, const struct answer *answer)
{
	size_t bytes = answer_bytes(answer);
	struct answer *copy;

	if (entry->answer != NULL && entry->answer->status != ANSWER_ALIAS)
		return;
	copy = answer_copy(answer, &entry->question, bytes);
	if (entry->answer != NULL) {
		size_t old = answer_bytes(entry->answer);

		entry->bytes -= old;
		store->bytes -= old;
		free((void *)(uintptr_t)entry->answer);
	}
	entry->answer = copy;
	entry->bytes += bytes;
	store->bytes += bytes;
	entry->expires_us = clock_us() + (int64_t)answer->ttl * 1000000;
	if (entry->users == 0) {
		/* Whoever asked has given up: it is there for the next. */
		keep_entry(store, entry);
		return;
	}
	wake_waiters(entry);
}

void
lookup_begin(struct lookup *lookup, struct store *store, void *owner)
{
	*lookup = (struct lookup){ .store = store, .owner = owner };
}

static void
stop_waiting(struct lookup *lookup, struct entry *entry)
{
	struct waiter **at = &entry->waiters;

	while (*at != NULL) {
		struct waiter *w = *at;

		if (w->lookup == lookup) {
			*at = w->next;
			free(w);
		} else {
			at = &w->next;
		}
	}
}

static void
release_entry(struct store *store, struct entry *entry)
{
	if (--entry->users > 0 || entry->answer == NULL)
		return;
	if (entry->detached)
		free_entry(store, entry); /* stale, and nobody's now */
	else
		keep_entry(store, entry);
}

static void
drop_oldest(struct store *store)
{
	while (store->kept_bytes > STORE_KEEP_BYTES) {
		struct entry *entry = store->oldest;

		unkeep_entry(store, entry);
		unlink_from_bucket(store, entry);
		free_entry(store, entry);
	}
}

void
lookup_end(struct lookup *lookup)
{
	struct lookup **at = &lookup->store->ready;

	for (size_t i = 0; i < lookup->nused; i++) {
		if (lookup->used[i]->answer == NULL)
			stop_waiting(lookup, lookup->used[i]);
		release_entry(lookup->store, lookup->used[i]);
	}
	while (lookup->is_ready && *at != NULL && *at != lookup)
		at = &(*at)->next_ready;
	if (lookup->is_ready && *at == lookup)
		*at = lookup->next_ready;
	drop_oldest(lookup->store);
	free(lookup->used);
	*lookup = (struct lookup){ 0 };
}

static struct entry *
find_used(const struct lookup *lookup, struct name name, uint16_t type)
{
	for (size_t i = 0; i < lookup->nused; i++) {
		struct entry *entry = lookup->used[i];

		if (entry->question.type == type &&
		    name_eq(entry->question.name, name))
			return entry;
	}
	return NULL;
}

/* The entry, used by this lookup from now on; NULL over the budget. */
static struct entry *
use_entry(struct lookup *lookup, struct name name, uint16_t type)
{
	struct store *store = lookup->store;
	struct entry *entry = find_used(lookup, name, type);
	struct waiter *w;

	if (entry != NULL)
		return entry;
	if (lookup->nused >= LOOKUP_BUDGET)
		return NULL;
	if (lookup->nused == lookup->cap) {
		lookup->cap = lookup->cap * 2 + 32;
		lookup->used =
		    mem_grow(lookup->used, lookup->cap, sizeof(struct entry *));
	}
	entry = find_entry(store, name, type);
	if (entry->users++ == 0 && entry->answer != NULL)
		unkeep_entry(store, entry);
	lookup->used[lookup->nused++] = entry;
	if (entry->answer == NULL) {
		w = mem_new(1, sizeof(*w));
		*w = (struct waiter){ lookup, entry->waiters };
		entry->waiters = w;
		lookup->nmissing++;
	}
	return entry;
}

static const struct answer over_budget = { .status = ANSWER_OVER_BUDGET };
static const struct answer timed_out = { .status = ANSWER_TIMEOUT };

/* Joins an alias and the answer for what it points to into one answer. */
static const struct answer *
join(struct lookup *lookup, struct entry *entry, const struct answer *rest)
{
	const struct answer *head = entry->answer;
	struct name names[CNAME_CHAIN_MAX];
	struct answer whole = *rest;

	if (head->ncnames + rest->ncnames > CNAME_CHAIN_MAX) {
		whole = *head;
		whole.status = ANSWER_SERVFAIL;
		whole.note = S("the chain of CNAMEs is too long");
	} else {
		if (head->ncnames > 0)
			memcpy(names, head->cnames,
			    head->ncnames * sizeof(names[0]));
		if (rest->ncnames > 0)
			memcpy(names + head->ncnames, rest->cnames,
			    rest->ncnames * sizeof(names[0]));
		whole.cnames = names;
		whole.ncnames = head->ncnames + rest->ncnames;
		whole.ttl = head->ttl < rest->ttl ? head->ttl : rest->ttl;
	}
	store_put(lookup->store, entry, &whole);
	return entry->answer;
}

static const struct answer *
ask(struct lookup *lookup, struct name name, uint16_t type, int depth)
{
	struct entry *entry = use_entry(lookup, name, type);
	const struct answer *rest;

	if (entry == NULL)
		return &over_budget;
	if (entry->answer == NULL)
		return lookup->expired ? &timed_out : NULL;
	if (entry->answer->status != ANSWER_ALIAS)
		return entry->answer;
	if (depth >= CNAME_CHAIN_MAX) {
		struct answer loop = *entry->answer;

		loop.status = ANSWER_SERVFAIL;
		loop.note = S("the CNAMEs are a loop");
		store_put(lookup->store, entry, &loop);
		return entry->answer;
	}
	rest = ask(lookup, answer_name(entry->answer), type, depth + 1);
	if (rest == NULL || rest == &timed_out || rest == &over_budget)
		return rest;
	return join(lookup, entry, rest);
}

static void
note_asked(struct asked *asked, const struct answer *answer)
{
	if (asked->n == asked->cap) {
		size_t cap = asked->cap * 2 + 16;
		const struct answer **more =
		    arena_array(asked->a, cap, const struct answer *);

		if (asked->n > 0)
			memcpy(more, asked->answers, asked->n * sizeof(*more));
		asked->answers = more;
		asked->cap = cap;
	}
	asked->answers[asked->n++] = answer;
}

const struct answer *
lookup_ask_once(struct lookup *lookup, struct name name, uint16_t type)
{
	const struct entry *entry = use_entry(lookup, name, type);

	if (entry == NULL)
		return &over_budget;
	if (entry->answer != NULL)
		return entry->answer;
	lookup->asked->missing = true;
	return NULL;
}

const struct answer *
lookup_ask(struct lookup *lookup, struct name name, uint16_t type)
{
	struct asked *asked = lookup->asked;
	const struct answer *answer = ask(lookup, name, type, 0);

	if (answer == NULL) {
		asked->missing = true;
		return NULL;
	}
	if (answer->question.name.n == 0) {
		/* Not from the store: it has no question yet. */
		struct answer *mine = arena_new(asked->a, struct answer);
		struct str wire = arena_str(
		    asked->a, (struct str){ (const char *)name.wire, name.n });

		*mine = *answer;
		mine->question = (struct question){
			{ (const unsigned char *)wire.s, wire.n },
			type,
		};
		answer = mine;
	}
	note_asked(asked, answer);
	return answer;
}
