#include "client/early.h"

enum {
	ROUND_TRIPS = 3,
	WAIT_MIN_US = 60000,  /* so that a near resolver can ask another */
	AGAIN_MIN_US = 10000, /* until a round is looked at again */
	ALWAYS = 2,           /* early sends to a server */
	PART = 10             /* and one for so many answers of its */
};

/* By then an answer that needs no further question has come. */
static int64_t
wait_us(const struct upstream *u)
{
	int64_t wait = u->rtt_us + 4 * u->deviation_us;

	if (wait < ROUND_TRIPS * u->rtt_us)
		wait = ROUND_TRIPS * u->rtt_us;
	return wait > WAIT_MIN_US ? wait : WAIT_MIN_US;
}

/* An earlier wait than for the time-out, or none. */
static void
set_timer(struct traffic *x, struct query *q, int64_t at_us)
{
	if (at_us < q->timer.at_us)
		timer_set(&x->flight.early, &q->early, at_us);
}

/* Whether it waits for the answer to its first datagram. */
static bool
is_open(const struct query *q)
{
	return q->timer.place > 0 && !q->is_paused && !q->by_stream &&
	    q->timeouts == 0;
}

static bool
may_be_early(const struct traffic *x, const struct query *q)
{
	return x->is_patient && x->socket_uses == 1 && is_open(q) &&
	    !q->was_early;
}

void
early_begin(struct traffic *x, struct query *q)
{
	const struct upstream *u = &x->upstreams[q->server];

	q->answers_before = u->answers;
	if (u->rtt_us > 0 && may_be_early(x, q))
		set_timer(x, q, x->now_us + wait_us(u));
}

void
early_measured(struct traffic *x, const struct upstream *u)
{
	for (struct query *q = x->flight.newest; q != NULL; q = q->older) {
		const struct attempt *sent = query_last_attempt(q);

		if (sent != NULL && sent->channel->upstream == u &&
		    may_be_early(x, q))
			set_timer(x, q, sent->sent_us + wait_us(u));
	}
}

/* Whether of those that the server was asked then, no more are open than it
 * has answered since; one alone has no others. */
static bool
is_round_over(const struct traffic *x, const struct query *asked)
{
	size_t answers =
	    x->upstreams[asked->server].answers - asked->answers_before;
	size_t nopen = 0;

	for (const struct query *q = x->flight.newest; q != NULL; q = q->older)
		nopen += q->server == asked->server && is_open(q);
	return nopen <= 1 || nopen <= answers;
}

bool
early_is_due(struct traffic *x, struct query *q)
{
	struct upstream *u = &x->upstreams[q->server];

	timer_stop(&x->flight.early, &q->early);
	if (!may_be_early(x, q) || u->line != NULL ||
	    pace_turn_us(&u->pace) > x->now_us ||
	    u->early_sends >= ALWAYS + u->answers / PART)
		return false;
	if (!is_round_over(x, q)) {
		set_timer(x, q,
		    x->now_us +
			(u->rtt_us > AGAIN_MIN_US ? u->rtt_us : AGAIN_MIN_US));
		return false;
	}
	q->was_early = true;
	u->early_sends++;
	return true;
}
