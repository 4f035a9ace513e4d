/*
 * record_set.h - a record set that is edited: a copy of what is published, and
 * what becomes of it.
 *
 * Values are text: of TXT and SPF the joined strings, else the form of
 * record_text().  A value that stays keeps its record, with its strings as
 * they are.  Everything lives in the arena that the list was made with.
 */
#ifndef RECORD_SET_H
#define RECORD_SET_H

#include <stdbool.h>

#include "check/finding.h"
#include "dns/answer.h"

struct set_value {
	struct str text;
	const struct record *published; /* NULL: new */
};

struct record_set {
	struct name name;
	uint16_t type;
	const struct answer *answer; /* the published set */
	struct set_value *values;
	size_t n, cap;
	bool purpose[FINDING_COUNT]; /* what it is edited for */
	bool is_rebuilt;             /* in this round */
	struct record_set *next;
};

struct record_sets {
	struct arena *a;
	struct record_set *first;
};

/* The set, a new one as the answer has it.  The answer's chain ends at name;
 * or it passes it, which says that the name is an alias and nothing else. */
struct record_set *record_set_of(struct record_sets *sets, struct name name,
    uint16_t type, const struct answer *answer);

/* NULL where it is not there. */
struct record_set *record_set_find(
    const struct record_sets *sets, struct name name, uint16_t type);

/* Where the value is, or n. */
size_t record_set_at(const struct record_set *set, struct str text);

void record_set_add(
    struct record_sets *sets, struct record_set *set, struct str text);
void record_set_remove(struct record_set *set, size_t at);
void record_set_replace(struct record_sets *sets, struct record_set *set,
    size_t at, struct str text);

/* Whether it differs from what is published. */
bool record_set_is_changed(struct arena *a, const struct record_set *set);

/* The published values, and how many: what the set was. */
struct set_value *
record_set_published(struct arena *a, const struct record_set *set, size_t *n);

/* What a zone has for a value.  False where text is none of that type. */
bool record_set_data(struct arena *a, uint16_t type, struct str text,
    uint32_t ttl, struct record *out);

/* The value as dns.answers has it: of TXT its strings in quotes. */
struct str
record_set_text(struct arena *a, uint16_t type, const struct set_value *value);

#endif
