#include <stdlib.h>
#include <string.h>

#include "base/watch.h"
#include "dns/lookup.h"

static const struct answer over_budget = { .status = ANSWER_OVER_BUDGET };
static const struct answer timed_out = { .status = ANSWER_TIMEOUT };

void
lookup_begin(struct lookup *lookup, struct store *store, void *owner)
{
	*lookup = (struct lookup){
		.sleeper = { .owner = owner },
		.store = store,
	};
}

void
lookup_end(struct lookup *lookup)
{
	store_forget(lookup->store, &lookup->sleeper);
	for (size_t i = 0; i < lookup->nused; i++)
		store_release(lookup->store, lookup->used[i], &lookup->sleeper);
	for (size_t i = 0; i < lookup->nahead; i++)
		store_release(
		    lookup->store, lookup->ahead[i], &lookup->sleeper);
	free(lookup->used);
	*lookup = (struct lookup){ 0 };
}

void
lookup_put_off(struct lookup *lookup)
{
	for (size_t i = 0; i < lookup->nused; i++)
		lookup->used[i]->uses--;
	for (size_t i = 0; i < lookup->nahead; i++)
		lookup->ahead[i]->uses--;
	lookup_end(lookup);
}

/* Where the question is in a list of entries; n: it is not. */
static size_t
find(struct entry *const *entries, size_t n, struct name name, uint16_t type)
{
	size_t i = 0;

	while (i < n &&
	    (entries[i]->question.type != type ||
		!name_eq(entries[i]->question.name, name)))
		i++;
	return i;
}

/* Takes the entry out of what was asked ahead, or out of the store. */
static struct entry *
hold(struct lookup *lookup, struct name name, uint16_t type)
{
	size_t i = find(lookup->ahead, lookup->nahead, name, type);
	struct entry *entry;

	if (i == lookup->nahead)
		return store_hold(lookup->store, name, type, &lookup->sleeper);
	entry = lookup->ahead[i];
	lookup->ahead[i] = lookup->ahead[--lookup->nahead];
	return entry;
}

/* False over the budget. */
static bool
spend(struct lookup *lookup, struct name name, uint16_t type)
{
	const struct lookup *before = lookup->before;

	if (before != NULL &&
	    find(before->used, before->nused, name, type) < before->nused)
		return true;
	if (lookup->nspent >= LOOKUP_BUDGET)
		return false;
	lookup->nspent++;
	return true;
}

/* The place of the question's entry, used by this lookup from now on; false
 * over the budget. */
static bool
use_entry(struct lookup *lookup, struct name name, uint16_t type, size_t *at)
{
	*at = find(lookup->used, lookup->nused, name, type);
	if (*at < lookup->nused)
		return true;
	if (!spend(lookup, name, type))
		return false;
	if (lookup->nused == lookup->cap) {
		lookup->cap = lookup->cap * 2 + 32;
		lookup->used =
		    mem_grow(lookup->used, lookup->cap, sizeof(struct entry *));
	}
	lookup->used[lookup->nused++] = hold(lookup, name, type);
	return true;
}

static void
ask_ahead(struct lookup *lookup, struct name name, uint16_t type)
{
	if (lookup->nahead == LOOKUP_AHEAD_MAX ||
	    find(lookup->used, lookup->nused, name, type) < lookup->nused ||
	    find(lookup->ahead, lookup->nahead, name, type) < lookup->nahead)
		return;
	lookup->ahead[lookup->nahead++] =
	    store_hold(lookup->store, name, type, &lookup->sleeper);
}

void
lookup_ahead(struct lookup *lookup, struct name name, uint16_t type)
{
	watch_hold();
	ask_ahead(lookup, name, type);
	watch_release();
}

/* Whether the second part of a chain leads back into the first. */
static bool
meets(const struct answer *head, const struct answer *rest)
{
	for (size_t i = 0; i < rest->ncnames; i++)
		if (answer_has_met(head, rest->cnames[i]))
			return true;
	return false;
}

/* Joins an alias and the answer for what it points to into one answer. */
static const struct answer *
join(struct lookup *lookup, struct entry *entry, const struct answer *rest)
{
	const struct answer *head = entry->answer;
	struct name names[CNAME_CHAIN_MAX];
	struct answer whole = *rest;

	if (meets(head, rest)) {
		whole = *head;
		whole.status = ANSWER_LOOP;
		whole.ncnames = whole.nhidden = 0;
	} else if (head->ncnames + rest->ncnames > CNAME_CHAIN_MAX) {
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
		if (head->nhidden > 0)
			whole.nhidden = head->nhidden + rest->ncnames;
		whole.ttl = head->ttl < rest->ttl ? head->ttl : rest->ttl;
		whole.authenticated &= head->authenticated;
	}
	answer_flatten(&whole);
	store_put(lookup->store, entry, &whole);
	return entry->answer;
}

static void
note_missing(struct asked *asked, size_t at)
{
	asked->missing = true;
	asked->awaited.bits[at / 64] |= UINT64_C(1) << at % 64;
}

bool
lookup_has_any(const struct lookup *lookup, const struct lookup_set *awaited)
{
	if (lookup->expired)
		return true;
	for (size_t i = 0; i < lookup->nused; i++)
		if ((awaited->bits[i / 64] >> i % 64 & 1) != 0 &&
		    lookup->used[i]->answer != NULL)
			return true;
	return false;
}

void
lookup_set_add(struct lookup_set *to, const struct lookup_set *more)
{
	for (size_t i = 0; i < LOOKUP_WORDS; i++)
		to->bits[i] |= more->bits[i];
}

static const struct answer *
ask(struct lookup *lookup, struct name name, uint16_t type, int depth)
{
	const struct answer *rest;
	struct entry *entry;
	size_t at;

	if (!use_entry(lookup, name, type, &at))
		return &over_budget;
	entry = lookup->used[at];
	if (entry->answer == NULL && lookup->expired)
		return &timed_out;
	if (entry->answer == NULL) {
		note_missing(lookup->asked, at);
		return NULL;
	}
	if (entry->answer->status != ANSWER_ALIAS)
		return entry->answer;
	if (depth >= CNAME_CHAIN_MAX) {
		struct answer loop = *entry->answer;

		loop.status = ANSWER_LOOP;
		answer_flatten(&loop);
		loop.ncnames = 0;
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
	bool may_ask;
	size_t at;

	watch_hold();
	may_ask = use_entry(lookup, name, type, &at);
	watch_release();
	if (!may_ask)
		return &over_budget;
	if (lookup->used[at]->answer != NULL)
		return lookup->used[at]->answer;
	note_missing(lookup->asked, at);
	return NULL;
}

struct entry *
lookup_entry(const struct lookup *lookup, const struct answer *answer)
{
	for (size_t i = 0; i < lookup->nused; i++)
		if (lookup->used[i]->answer == answer)
			return lookup->used[i];
	return NULL;
}

/* An answer that is not from the store has no question yet. */
static const struct answer *
with_question(struct arena *a, const struct answer *answer, struct name name,
    uint16_t type)
{
	struct answer *mine = arena_new(a, struct answer);
	struct str wire =
	    arena_str(a, (struct str){ (const char *)name.wire, name.n });

	*mine = *answer;
	mine->question = (struct question){
		{ (const unsigned char *)wire.s, wire.n },
		type,
	};
	return mine;
}

const struct answer *
lookup_ask(struct lookup *lookup, struct name name, uint16_t type)
{
	struct asked *asked = lookup->asked;
	const struct answer *answer;

	watch_hold(); /* the store is everybody's */
	answer = ask(lookup, name, type, 0);
	watch_release();
	if (answer == NULL)
		return NULL;
	if (answer->question.name.n == 0)
		answer = with_question(asked->a, answer, name, type);
	note_asked(asked, answer);
	return answer;
}
