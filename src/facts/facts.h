/*
 * facts.h - what the DNS says about one sender, derived once a run.
 *
 * A fact has a kind, a row of facts.def, and a key.  It is derived by a
 * function of its key, the request, answers and other facts, which never
 * waits: what is not here yet reads as NULL, the fact is incomplete, and the
 * function goes on with whatever else it can ask.  An incomplete fact that
 * another reads makes that one incomplete.  A complete fact is never derived
 * again, an incomplete one only after an answer that it awaited has come.
 *
 * Everything lives as long as the run.  What an incomplete derivation made is
 * forgotten; so it may keep pointers into answers and complete facts alone.
 * Facts that read each other in a circle end in an assertion.
 */
#ifndef FACTS_H
#define FACTS_H

#include "base/arena.h"
#include "dns/lookup.h"
#include "facts/request.h"

enum fact_kind {
#define FACT(id, derive) FACT_##id,
#include "facts/facts.def"
#undef FACT
	FACT_COUNT
};

struct spf_client;

/* What a fact is about; members that its kind does not use are empty. */
struct fact_key {
	struct ip ip;
	struct name name;
	uint16_t type;
	const struct spf_client *client; /* its IP and name are the key's */
};

/* How deep facts read each other: alignment, SPF, HELO, host, reverse. */
enum { FACTS_DEPTH_MAX = 8 };

struct fact;
struct facts;

/* How a kind is derived: what is made lives in a; NULL: it is incomplete. */
struct derivation {
	const void *(*derive)(
	    struct facts *facts, struct arena *a, const struct fact_key *key);
};

/* What a run is for: a function that reads every fact that will be wanted in
 * the end.  Like a fact it is derived until nothing is missing; embedded in
 * what it needs to know. */
struct goal {
	void (*derive)(struct facts *facts, const struct goal *goal);
};

struct facts {
	const struct derivation *derivations;
	const struct request *req;
	struct lookup lookup;
	struct fact *of[FACT_COUNT]; /* the newest first */
	struct fact *goal;           /* its derivation */
	struct fact *reading;        /* whose derivation is under way */
	unsigned depth;              /* of that one */
	bool is_closed; /* all is complete: nothing can be asked any more */
	struct arena a; /* of the facts themselves */
	/* Of what is derived at each depth.  Of one depth there is never more
	 * than one derivation under way, so each can be rewound. */
	struct arena at_depth[FACTS_DEPTH_MAX];
	unsigned nderived[FACT_COUNT]; /* times, for those who count */
};

/* The table has a row for each kind (derivations.h). */
void facts_begin(struct facts *facts, const struct derivation *derivations,
    struct store *store, const struct request *req);

/* Derives what can come further; true when nothing is incomplete, and from
 * then on facts can only be read. */
bool facts_derive(struct facts *facts, const struct goal *goal);

/* Whose memory is free from facts_derive() on: it lives as long as they. */
struct arena *facts_arena(struct facts *facts);

/* All answers that the complete facts used, each question once and in order:
 * the same whatever came when. */
const struct answer **
facts_answers(struct facts *facts, struct arena *a, size_t *n);

void facts_end(struct facts *facts);
void facts_put_off(struct facts *facts); /* its end, too */
void facts_free(struct facts *facts);    /* after its end */

/*
 * For the functions that derive facts; a is for what they make.
 */

/* The fact, or NULL while it is incomplete. */
const void *
facts_read(struct facts *facts, enum fact_kind kind, struct fact_key key);

/* The answer, or NULL while it is not here. */
const struct answer *
facts_ask(struct facts *facts, struct name name, uint16_t type);

/* Wants an answer that may be asked for later; nobody waits for it, and it
 * takes nothing of the budget unless it is asked for. */
void facts_ask_ahead(struct facts *facts, struct name name, uint16_t type);

/* Whether the derivation under way is incomplete by now. */
bool facts_are_missing(const struct facts *facts);

#define FACT(id, derive)    \
	const void *derive( \
	    struct facts *facts, struct arena *a, const struct fact_key *key);
#include "facts/facts.def"
#undef FACT

/* One answer as a fact, for who only reads facts; NULL while incomplete. */
const struct answer *
facts_answer(struct facts *facts, struct name name, uint16_t type);

#endif
