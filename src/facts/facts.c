#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "facts/facts.h"
#include "facts/spf_client.h"

/* Facts that a derivation has read. */
struct reads {
	struct fact **facts;
	size_t n, cap;
};

struct fact {
	enum fact_kind kind;
	struct fact_key key;
	bool is_derived;   /* at least once */
	const void *value; /* NULL: incomplete */
	struct asked asked;
	struct reads reads;
	bool is_collected; /* its answers are in the list already */
	struct fact *next; /* of its kind */
};

void
facts_begin(struct facts *facts, const struct derivation *derivations,
    struct store *store, const struct request *req)
{
	facts->derivations = derivations;
	lookup_begin(&facts->lookup, store, facts);
	facts->req = req;
	facts->goal = arena_new(&facts->a, struct fact);
}

static bool
same_key(const struct fact_key *x, const struct fact_key *y)
{
	return x->type == y->type && name_eq(x->name, y->name) &&
	    ip_eq(x->ip, y->ip) &&
	    (x->client == NULL || spf_client_eq(x->client, y->client));
}

/* The fact of this kind and key; a new one has not been derived yet. */
static struct fact *
find_fact(struct facts *facts, enum fact_kind kind, struct fact_key key)
{
	struct fact *fact = facts->of[kind];

	while (fact != NULL && !same_key(&fact->key, &key))
		fact = fact->next;
	if (fact != NULL)
		return fact;
	assert(!facts->is_closed);
	key.name = name_copy(&facts->a, key.name);
	if (key.client != NULL)
		key.client = spf_client_copy(&facts->a, key.client);
	fact = arena_new(&facts->a, struct fact);
	fact->kind = kind;
	fact->key = key;
	fact->next = facts->of[kind];
	facts->of[kind] = fact;
	return fact;
}

static void
add_read(struct arena *a, struct reads *reads, struct fact *fact)
{
	if (reads->n == reads->cap) {
		size_t cap = reads->cap * 2 + 8;
		struct fact **more = arena_array(a, cap, struct fact *);

		if (reads->n > 0)
			memcpy(more, reads->facts, reads->n * sizeof(*more));
		reads->facts = more;
		reads->cap = cap;
	}
	reads->facts[reads->n++] = fact;
}

/* Sets up a derivation; what it needs to be undone is in mark. */
static struct arena *
begin_derivation(struct facts *facts, struct fact *fact, struct arena *mark)
{
	struct arena *a = &facts->at_depth[facts->depth];

	*mark = *a;
	fact->asked = (struct asked){ .a = a };
	fact->reads = (struct reads){ 0 };
	fact->is_derived = true;
	facts->reading = fact;
	facts->lookup.asked = &fact->asked;
	return a;
}

static void
derive(struct facts *facts, struct fact *fact)
{
	struct fact *outer = facts->reading;
	struct arena mark, *a;
	const void *value;

	assert(facts->depth + 1 < FACTS_DEPTH_MAX); /* no circle */
	facts->depth++;
	a = begin_derivation(facts, fact, &mark);
	facts->nderived[fact->kind]++;
	value = facts->derivations[fact->kind].derive(facts, a, &fact->key);
	if (fact->asked.missing) {
		arena_rewind(a, mark);
	} else {
		assert(value != NULL);
		fact->value = value;
	}
	facts->depth--;
	facts->reading = outer;
	facts->lookup.asked = &outer->asked;
}

static bool
can_go_on(const struct facts *facts, const struct fact *fact)
{
	return !fact->is_derived ||
	    lookup_has_any(&facts->lookup, &fact->asked.awaited);
}

const void *
facts_read(struct facts *facts, enum fact_kind kind, struct fact_key key)
{
	struct fact *fact = find_fact(facts, kind, key);
	struct fact *reader = facts->reading;

	if (facts->is_closed) {
		assert(fact->value != NULL);
		return fact->value;
	}
	if (fact->value == NULL && can_go_on(facts, fact))
		derive(facts, fact);
	if (fact->value == NULL) {
		reader->asked.missing = true;
		lookup_set_add(&reader->asked.awaited, &fact->asked.awaited);
	} else {
		add_read(reader->asked.a, &reader->reads, fact);
	}
	return fact->value;
}

const struct answer *
facts_ask(struct facts *facts, struct name name, uint16_t type)
{
	assert(!facts->is_closed);
	return lookup_ask(&facts->lookup, name, type);
}

void
facts_ask_ahead(struct facts *facts, struct name name, uint16_t type)
{
	if (!facts->is_closed)
		lookup_ahead(&facts->lookup, name, type);
}

bool
facts_are_missing(const struct facts *facts)
{
	return facts->reading->asked.missing;
}

bool
facts_derive(struct facts *facts, const struct goal *goal)
{
	struct fact *fact = facts->goal;
	struct arena mark, *a = begin_derivation(facts, fact, &mark);

	goal->derive(facts, goal);
	facts->reading = NULL;
	facts->is_closed = !fact->asked.missing;
	if (!facts->is_closed)
		arena_rewind(a, mark);
	return facts->is_closed;
}

struct arena *
facts_arena(struct facts *facts)
{
	return &facts->at_depth[0];
}

static int
order_answers(const void *x, const void *y)
{
	const struct answer *const *a = x, *const *b = y;
	int order = name_order((*a)->question.name, (*b)->question.name);

	if (order != 0)
		return order;
	return (int)(*a)->question.type - (int)(*b)->question.type;
}

/* Of all facts that came to an end. */
static size_t
count_answers(const struct facts *facts)
{
	size_t n = facts->goal->asked.n;

	for (enum fact_kind kind = 0; kind < FACT_COUNT; kind++)
		for (const struct fact *f = facts->of[kind]; f != NULL;
		     f = f->next)
			n += f->value != NULL ? f->asked.n : 0;
	return n;
}

/* Most answers were used by several facts: each once, before they are
 * sorted. */
static size_t
add_answer(const struct answer **answers, size_t n, const struct answer *new)
{
	for (size_t i = 0; i < n; i++)
		if (answers[i] == new)
			return n;
	answers[n] = new;
	return n + 1;
}

/* What the fact used, and the facts that it read in the end: others may have
 * been derived for what is not so. */
static size_t
collect(const struct answer **answers, size_t n, struct fact *fact)
{
	if (fact->is_collected)
		return n;
	fact->is_collected = true;
	for (size_t i = 0; i < fact->asked.n; i++)
		n = add_answer(answers, n, fact->asked.answers[i]);
	for (size_t i = 0; i < fact->reads.n; i++)
		n = collect(answers, n, fact->reads.facts[i]);
	return n;
}

const struct answer **
facts_answers(struct facts *facts, struct arena *a, size_t *n)
{
	const struct answer **answers =
	    arena_array(a, count_answers(facts), const struct answer *);
	size_t all = collect(answers, 0, facts->goal), kept = 0;

	assert(facts->is_closed);
	if (all > 0)
		qsort(answers, all, sizeof(*answers), order_answers);
	for (size_t i = 0; i < all; i++)
		if (kept == 0 ||
		    order_answers(&answers[kept - 1], &answers[i]) != 0)
			answers[kept++] = answers[i];
	*n = kept;
	return answers;
}

/* The memory stays for the next run. */
static void
reset(struct facts *facts)
{
	arena_reset(&facts->a);
	for (size_t i = 0; i < FACTS_DEPTH_MAX; i++)
		arena_reset(&facts->at_depth[i]);
	for (enum fact_kind kind = 0; kind < FACT_COUNT; kind++) {
		facts->of[kind] = NULL;
		facts->nderived[kind] = 0;
	}
	facts->goal = NULL;
	facts->reading = NULL;
	facts->depth = 0; /* a derivation can have been left (watch.h) */
	facts->is_closed = false;
}

void
facts_end(struct facts *facts)
{
	lookup_end(&facts->lookup);
	reset(facts);
}

void
facts_put_off(struct facts *facts)
{
	lookup_put_off(&facts->lookup);
	reset(facts);
}

void
facts_free(struct facts *facts)
{
	arena_free(&facts->a);
	for (size_t i = 0; i < FACTS_DEPTH_MAX; i++)
		arena_free(&facts->at_depth[i]);
}

const void *
answer_derive(struct facts *facts, struct arena *a, const struct fact_key *key)
{
	(void)a;
	return facts_ask(facts, key->name, key->type);
}

const struct answer *
facts_answer(struct facts *facts, struct name name, uint16_t type)
{
	return facts_read(facts, FACT_ANSWER,
	    (struct fact_key){ .name = name, .type = type });
}
