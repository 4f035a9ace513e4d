/*
 * lookup.h - one sender's view of the store: how facts ask.
 *
 * What is not here yet becomes wanted, and the evaluation under way is told
 * that something is missing.  A lookup holds what it used until lookup_end():
 * until then answers do not change or go away.
 */
#ifndef LOOKUP_H
#define LOOKUP_H

#include "dns/store.h"

/* Whatever the records say, a sender asks no more than this; and of what may be
 * wanted later so many questions besides. */
enum { LOOKUP_BUDGET = 190, LOOKUP_AHEAD_MAX = 8 };

enum { LOOKUP_WORDS = (LOOKUP_BUDGET + 63) / 64 };

/* Some of the questions of one lookup: a bit each. */
struct lookup_set {
	uint64_t bits[LOOKUP_WORDS];
};

/* What one evaluation asked: reset it before each, and free nothing. */
struct asked {
	struct arena *a;
	const struct answer **answers; /* every answer that it was given */
	size_t n, cap;
	bool missing;              /* something that it asked for is not here */
	struct lookup_set awaited; /* and what that is, of a single lookup */
};

struct lookup {
	struct sleeper sleeper; /* its owner is whoever began it */
	struct store *store;
	struct asked *asked; /* the evaluation under way */
	struct entry **used;
	size_t nused, cap;
	size_t nspent; /* of the budget */
	/* Another lookup of the sender's: what it has used takes nothing of
	 * the budget any more.  NULL: there was none. */
	const struct lookup *before;
	struct entry *ahead[LOOKUP_AHEAD_MAX]; /* asked, and not yet used */
	size_t nahead;
	bool expired; /* the deadline is over: what is missing timed out */
};

/* Until the first evaluation sets asked, nothing may be looked up. */
void lookup_begin(struct lookup *lookup, struct store *store, void *owner);
void lookup_end(struct lookup *lookup);

/* Ends one that will begin again: its use of answers does not count. */
void lookup_put_off(struct lookup *lookup);

/* The answer to a question, its chain of CNAMEs followed; NULL while it is
 * not here: it is wanted now, and asked->missing is set.  Never NULL once the
 * lookup has expired: what is missing then is TIMEOUT. */
const struct answer *
lookup_ask(struct lookup *lookup, struct name name, uint16_t type);

/* The entry of an answer that the lookup has used; NULL: it is none of the
 * store's, as over the budget. */
struct entry *
lookup_entry(const struct lookup *lookup, const struct answer *answer);

/* Wants an answer that may be asked for later: nobody waits for it, and it
 * takes nothing of the budget unless it is asked for. */
void lookup_ahead(struct lookup *lookup, struct name name, uint16_t type);

/* The same for sources that hand answers on: an alias is an answer, nothing
 * is counted as asked, and only the caller knows when to stop waiting. */
const struct answer *
lookup_ask_once(struct lookup *lookup, struct name name, uint16_t type);

/* Whether an answer is here that was awaited, so that another evaluation can
 * come further; always, once the lookup has expired. */
bool
lookup_has_any(const struct lookup *lookup, const struct lookup_set *awaited);

void lookup_set_add(struct lookup_set *to, const struct lookup_set *more);

#endif
