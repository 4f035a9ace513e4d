#include <stdlib.h>

#include "base/arena.h"
#include "client/flight.h"

enum { BUCKETS_AT_START = 256 };

void
flight_init(struct flight *flight)
{
	*flight = (struct flight){ .nbuckets = BUCKETS_AT_START };
	flight->buckets = mem_new(flight->nbuckets, sizeof(struct attempt *));
}

void
flight_free(struct flight *flight)
{
	struct query *query, *next;

	for (query = flight->unused; query != NULL; query = next) {
		next = query->next;
		free(query);
	}
	timers_free(&flight->timers);
	timers_free(&flight->early);
	free(flight->buckets);
	*flight = (struct flight){ 0 };
}

struct query *
query_begin(struct flight *flight, struct store *store, struct entry *entry)
{
	struct query *query = flight->unused;

	if (query != NULL)
		flight->unused = query->next;
	else
		query = mem_new(1, sizeof(*query));
	*query = (struct query){ .store = store, .entry = entry };
	query->timer.owner = query->early.owner = query;
	query->older = flight->newest;
	if (flight->newest != NULL)
		flight->newest->newer = query;
	flight->newest = query;
	flight->n++;
	return query;
}

struct query *
query_begin_own(struct flight *flight, struct question question,
    struct query *behalf, query_told *told, int64_t now_us, int64_t lasts_us)
{
	struct query *query = query_begin(flight, NULL, NULL);

	query->own.entry.question = question;
	query->own.entry.users = 1;
	query->own.behalf = behalf;
	query->own.told = told;
	query->entry = &query->own.entry;
	query->why = ANSWER_TIMEOUT;
	query->asked_us = now_us;
	query->until_us = now_us + lasts_us;
	if (behalf != NULL) {
		query->server = behalf->server;
		query->is_paused = true;
		timer_set(&flight->timers, &query->timer, now_us);
	}
	return query;
}

void
query_end(struct flight *flight, struct query *query)
{
	timer_stop(&flight->timers, &query->timer);
	timer_stop(&flight->early, &query->early);
	buf_free(&query->note);
	buf_free(&query->rounds.alias);
	free(query->held);
	query->held = NULL;
	if (query->older != NULL)
		query->older->newer = query->newer;
	*(query->newer != NULL ? &query->newer->older : &flight->newest) =
	    query->older;
	query->next = flight->unused;
	flight->unused = query;
	flight->n--;
}

/* IDs are random already; the channel's number tells sockets apart. */
static struct attempt **
bucket_of(const struct flight *flight, const struct channel *c, unsigned id)
{
	uint32_t hash = id ^ c->number * 2654435761U >> 8;

	return &flight->buckets[hash & (flight->nbuckets - 1)];
}

static unsigned
query_id(const struct query *query)
{
	return query->form.id;
}

struct attempt *
flight_find(const struct flight *flight, const struct channel *c, uint16_t id)
{
	struct attempt *attempt = *bucket_of(flight, c, id);

	while (attempt != NULL &&
	    (attempt->channel != c || query_id(attempt->query) != id))
		attempt = attempt->next_in_bucket;
	return attempt;
}

static void
grow(struct flight *flight)
{
	struct attempt **old = flight->buckets, *attempt, *next;
	size_t n = flight->nbuckets;

	flight->nbuckets = n * 2;
	flight->buckets = mem_new(n * 2, sizeof(struct attempt *));
	for (size_t i = 0; i < n; i++)
		for (attempt = old[i]; attempt != NULL; attempt = next) {
			struct attempt **bucket = bucket_of(
			    flight, attempt->channel, query_id(attempt->query));

			next = attempt->next_in_bucket;
			attempt->next_in_bucket = *bucket;
			*bucket = attempt;
		}
	free(old);
}

struct channel *
attempt_add(struct flight *flight, struct query *query, struct channel *c)
{
	struct attempt *attempt =
	    &query->attempts[query->sends++ % FLIGHT_ATTEMPTS];
	struct channel *lost = attempt->channel;
	struct attempt **bucket;

	if (lost != NULL)
		attempt_drop(flight, attempt);
	if (flight->nattempts >= flight->nbuckets)
		grow(flight);
	bucket = bucket_of(flight, c, query_id(query));
	*attempt = (struct attempt){
		.query = query,
		.channel = c,
		.next_in_bucket = *bucket,
		.next = c->attempts,
	};
	*bucket = attempt;
	if (c->attempts != NULL)
		c->attempts->prev = attempt;
	c->attempts = attempt;
	flight->nattempts++;
	return lost;
}

void
attempt_drop(struct flight *flight, struct attempt *attempt)
{
	struct channel *c = attempt->channel;
	struct attempt **at = bucket_of(flight, c, query_id(attempt->query));

	while (*at != attempt)
		at = &(*at)->next_in_bucket;
	*at = attempt->next_in_bucket;
	*(attempt->prev != NULL ? &attempt->prev->next : &c->attempts) =
	    attempt->next;
	if (attempt->next != NULL)
		attempt->next->prev = attempt->prev;
	attempt->channel = NULL;
	flight->nattempts--;
}

struct attempt *
query_last_attempt(struct query *query)
{
	struct attempt *last;

	if (query->sends == 0)
		return NULL;
	last = &query->attempts[(query->sends - 1) % FLIGHT_ATTEMPTS];
	return last->channel != NULL ? last : NULL;
}

/* The more a reason says, the higher. */
static unsigned
worth(enum answer_status why)
{
	return why == ANSWER_TIMEOUT ? 0 : why == ANSWER_REFUSED ? 1 : 2;
}

void
query_note(struct query *q, enum answer_status why, struct str note)
{
	if (worth(why) < worth(q->why) ||
	    (worth(why) == worth(q->why) && q->note.n > 0))
		return;
	q->why = why;
	q->note.n = 0;
	buf_str(&q->note, note);
}

uint32_t
server_bit(unsigned server)
{
	return (uint32_t)1 << server;
}

void
query_fail(struct query *q, enum answer_status why, struct str note)
{
	q->failed |= server_bit(q->server);
	query_note(q, why, note);
}
