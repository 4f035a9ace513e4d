#include <stdlib.h>

#include "dns/answer_copy.h"
#include "recording/recording.h"

/* The answers to one question. */
struct recorded_question {
	struct question question;
	struct answer *answers[RECORDED_KINDS];
	struct recorded_question *next; /* of another type, at the same name */
};

static struct recorded_question *
find(const struct recording *recording, struct name name, uint16_t type)
{
	struct recorded_question *q = name_map_get(&recording->names, name);

	while (q != NULL && q->question.type != type)
		q = q->next;
	return q;
}

/* The name, and all above it, have a question at them or below. */
static void
note_above(struct recording *recording, struct name name)
{
	static char yes;

	for (; name.n > 0 && name_map_get(&recording->above, name) == NULL;
	     name = name_parent(name))
		name_map_add(&recording->a, &recording->above, name, &yes);
}

static bool
has_below(const struct recording *recording, struct name name)
{
	return name_map_get(&recording->above, name) != NULL;
}

/* New types follow the first, which is in the map. */
static struct recorded_question *
add(struct recording *recording, struct name name, uint16_t type)
{
	struct recorded_question *q =
	    arena_new(&recording->a, struct recorded_question);
	struct recorded_question *first = name_map_get(&recording->names, name);

	q->question.name = name_copy(&recording->a, name);
	q->question.type = type;
	if (first != NULL) {
		q->next = first->next;
		first->next = q;
	} else {
		name_map_add(
		    &recording->a, &recording->names, q->question.name, q);
	}
	recording->n++;
	if (type != 0)
		note_above(recording, q->question.name);
	return q;
}

void
recording_put(struct recording *recording, struct name name, uint16_t type,
    enum recorded kind, const struct answer *answer)
{
	struct recorded_question *q = find(recording, name, type);

	if (q == NULL)
		q = add(recording, name, type);
	if (q->answers[kind] == NULL)
		q->answers[kind] = answer_copy(answer, &q->question);
}

const struct answer *
recording_get(const struct recording *recording, struct name name,
    uint16_t type, enum recorded kind)
{
	const struct recorded_question *q = find(recording, name, type);

	return q == NULL ? NULL : q->answers[kind];
}

/* Calls with each question, in no order. */
static void
each(const struct recording *recording,
    void (*call)(struct recorded_question *q, void *owner), void *owner)
{
	struct recorded_question *next;

	for (size_t i = 0; i < recording->names.nbuckets; i++)
		for (struct name_map_entry *e = recording->names.buckets[i];
		     e != NULL; e = e->next_in_bucket)
			for (struct recorded_question *q = e->value; q != NULL;
			     q = next) {
				next = q->next;
				call(q, owner);
			}
}

void
recording_cover(struct recording *recording, struct name domain)
{
	if (find(recording, domain, 0) == NULL)
		add(recording, domain, 0);
}

bool
recording_covers(const struct recording *recording, struct name domain)
{
	return find(recording, domain, 0) != NULL ||
	    has_below(recording, domain);
}

void
recording_put_fetched(struct recording *recording, struct name host,
    const struct fetched *fetched)
{
	struct arena *a = &recording->a;

	recording->fetched_host = name_copy(a, host);
	recording->fetched = *fetched;
	recording->fetched.type = arena_str(a, fetched->type);
	recording->fetched.location = arena_str(a, fetched->location);
	recording->fetched.body = arena_str(a, fetched->body);
	recording->fetched.error = arena_str(a, fetched->error);
}

const struct fetched *
recording_fetched(const struct recording *recording, struct name host)
{
	return recording->fetched_host.n > 0 &&
		name_eq(recording->fetched_host, host)
	    ? &recording->fetched
	    : NULL;
}

static void
free_answers(struct recorded_question *q, void *owner)
{
	(void)owner;
	for (size_t i = 0; i < RECORDED_KINDS; i++)
		free(q->answers[i]);
}

void
recording_free(struct recording *recording)
{
	each(recording, free_answers, NULL);
	arena_free(&recording->a);
	*recording = (struct recording){ 0 };
}

static void
collect(struct recorded_question *q, void *owner)
{
	struct recorded_question ***at = owner;

	*(*at)++ = q;
}

static int
order(const void *x, const void *y)
{
	const struct recorded_question *const *a = x, *const *b = y;
	int by_name = name_order((*a)->question.name, (*b)->question.name);

	if (by_name != 0)
		return by_name;
	return (*a)->question.type - (*b)->question.type;
}

void
recording_each(struct recording *recording,
    void (*call)(const struct question *question,
	struct answer *const answers[RECORDED_KINDS], void *owner),
    void *owner)
{
	struct recorded_question **all = arena_array(
	    &recording->a, recording->n, struct recorded_question *);
	struct recorded_question **end = all;

	each(recording, collect, &end);
	if (recording->n > 1)
		qsort(all, recording->n, sizeof(struct recorded_question *),
		    order);
	for (size_t i = 0; i < recording->n; i++)
		if (all[i]->question.type != 0 ||
		    !has_below(recording, all[i]->question.name))
			call(&all[i]->question, all[i]->answers, owner);
}
