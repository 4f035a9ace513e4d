#include <errno.h>
#include <string.h>

#include "base/clock.h"
#include "dns/dispatch.h"
#include "dns/stream.h"
#include "dns/udp.h"

enum {
	UNREACHABLE_WAIT_US = 200000, /* after an ICMP error */
	BACKOFF_MAX = 4,              /* doublings */
	HOPELESS_AFTER = 3,           /* queries, where nobody ever answered */
	HOPELESS_LATER = 32,          /* and where somebody did */
	HOPELESS_US = 5 * 1000000
};

static struct upstream *
upstream_of(struct exchange *x, const struct query *q)
{
	return &x->upstreams[q->server];
}

uint32_t
server_bit(unsigned server)
{
	return (uint32_t)1 << server;
}

/* Where in a server's line the query stands; NULL: its end. */
static struct query **
find_in_line(struct upstream *u, const struct query *q)
{
	struct query **at = &u->line;

	while (*at != q)
		at = &(*at)->next;
	return at;
}

static void
leave_line(struct exchange *x, struct query *q)
{
	if (q->line == NULL)
		return;
	*find_in_line(q->line, q) = q->next;
	q->line = NULL;
	x->in_line--;
}

static void
join_line(struct exchange *x, struct query *q)
{
	timer_stop(&x->flight.timers, &q->timer);
	q->line = upstream_of(x, q);
	q->next = NULL;
	*find_in_line(q->line, NULL) = q;
	x->in_line++;
}

void
dispatch_drop(struct exchange *x, struct attempt *attempt)
{
	struct channel *c = attempt->channel;

	attempt_drop(&x->flight, attempt);
	if (c->stream == NULL)
		udp_release(&x->channels, c);
}

static void
drop_attempts(struct exchange *x, struct query *q)
{
	for (size_t i = 0; i < FLIGHT_ATTEMPTS; i++)
		if (q->attempts[i].channel != NULL)
			dispatch_drop(x, &q->attempts[i]);
}

void
dispatch_uncount(struct exchange *x, struct query *q, size_t *as)
{
	if (!q->is_counted)
		return;
	q->is_counted = false;
	x->counted--;
	++*as;
}

void
dispatch_forget(struct exchange *x, struct query *q)
{
	leave_line(x, q);
	drop_attempts(x, q);
	query_end(&x->flight, q);
}

void
dispatch_finish(struct exchange *x, struct query *q, struct answer *answer)
{
	int64_t us = x->now_us - q->asked_us;

	answer->server = upstream_of(x, q)->text;
	answer->us = us < 0 ? 0 : us < UINT32_MAX ? (uint32_t)us : UINT32_MAX;
	answer->truncated = q->was_truncated;
	dispatch_uncount(x, q, &x->in_time);
	store_put(q->store, q->entry, answer);
	dispatch_forget(x, q);
	x->answered++;
}

static bool
all_dead(const struct exchange *x)
{
	for (size_t i = 0; i < x->nupstreams; i++)
		if (!upstream_is_dead(&x->upstreams[i]))
			return false;
	return true;
}

/* Silence to a few questions may be their zones'; to all it is not. */
static void
count_silence(struct exchange *x, struct str note)
{
	unsigned limit = x->has_heard ? HOPELESS_LATER : HOPELESS_AFTER;

	if (++x->hopeless < limit || !all_dead(x))
		return;
	x->hopeless_until_us = x->now_us + HOPELESS_US;
	x->hopeless_note.n = 0;
	buf_str(&x->hopeless_note, note.n > 0 ? note : S("no server answers"));
}

static void
give_up(struct exchange *x, struct query *q)
{
	struct answer answer = {
		.question = q->entry->question,
		.status = q->why,
		.ttl = EXCHANGE_KEEP_S,
		.note = buf_view(&q->note),
	};

	if (!q->was_heard)
		count_silence(x, answer.note);
	dispatch_finish(x, q, &answer);
}

void
dispatch_fail(struct query *q, enum answer_status why, struct str note)
{
	q->failed |= server_bit(q->server);
	query_note(q, why, note);
}

/* Draws a new ID and a new case: nothing that was sent counts any more. */
static void
renew(struct exchange *x, struct query *q)
{
	size_t octets = q->entry->question.name.n / 8 + 1;

	drop_attempts(x, q);
	random_draw(&x->random, &q->form.id, sizeof(q->form.id));
	random_draw(&x->random, q->form.capitals, octets);
	q->n = query_write(q->wire, &q->entry->question, &q->form);
}

/* Puts the query on a channel under an ID that no other has there. */
static void
add_attempt(struct exchange *x, struct query *q, struct channel *c)
{
	struct attempt *other;
	struct channel *lost;

	if (q->n == 0)
		renew(x, q);
	while ((other = flight_find(&x->flight, c, q->form.id)) != NULL)
		if (other->query == q)
			dispatch_drop(x, other);
		else
			renew(x, q);
	lost = attempt_add(&x->flight, q, c);
	query_last_attempt(q)->sent_us = x->now_us;
	if (lost != NULL && lost->stream == NULL)
		udp_release(&x->channels, lost);
}

static int64_t
udp_wait_us(const struct exchange *x, const struct query *q)
{
	unsigned round = q->timeouts / (unsigned)x->nupstreams;
	int64_t wait = upstream_wait_us(&x->upstreams[q->server])
	    << (round < BACKOFF_MAX ? round : BACKOFF_MAX);

	if (q->unreachable & server_bit(q->server))
		return UNREACHABLE_WAIT_US;
	/* The last send has all the time there is. */
	if (wait > x->timeout_us || q->timeouts + 1 >= x->tries)
		return x->timeout_us;
	return wait;
}

/* A full buffer is as good as a lost datagram. */
static bool
is_lost(int why)
{
	return why == EAGAIN || why == EWOULDBLOCK || why == ENOBUFS ||
	    why == EINTR;
}

static bool
send_udp(struct exchange *x, struct query *q)
{
	struct channel *c = udp_take(
	    upstream_of(x, q), &x->channels, &x->random, x->socket_uses);
	bool was_busy;
	ssize_t n;

	if (c == NULL)
		return false;
	/* It may be the one that is being read. */
	was_busy = c->is_busy;
	c->is_busy = true;
	add_attempt(x, q, c);
	c->is_busy = was_busy;
	n = send(c->fd, q->wire, q->n, 0);
	/* It may be the error of an earlier datagram: once more. */
	if (n < 0 && !is_lost(errno))
		n = send(c->fd, q->wire, q->n, 0);
	if (n < 0 && !is_lost(errno)) {
		int why = errno;

		dispatch_drop(x, query_last_attempt(q));
		errno = why;
		return false;
	}
	timer_set(&x->flight.timers, &q->timer, x->now_us + udp_wait_us(x, q));
	return true;
}

static bool
send_stream(struct exchange *x, struct query *q)
{
	struct upstream *u = upstream_of(x, q);

	if (u->stream == NULL)
		u->stream = stream_open(u, &x->channels);
	if (u->stream == NULL)
		return false;
	add_attempt(x, q, &u->stream->channel);
	stream_send(u->stream, &x->channels,
	    (struct str){ (const char *)q->wire, q->n });
	timer_set(&x->flight.timers, &q->timer, x->now_us + x->timeout_us);
	return true;
}

/* The system won't send it, and errno says why. */
static void
fail_to_send(struct exchange *x, struct query *q)
{
	const char *why = strerror(errno);

	if (!q->by_stream)
		dispatch_fail(q, ANSWER_TIMEOUT, str_of(why));
	else
		dispatch_fail(q, ANSWER_SERVFAIL,
		    arena_printf(&x->scratch, "%s: cannot connect: %s",
			x->tls ? "TLS" : "TCP", why));
}

/* Sends it to the server q->server; false, and that has failed then, where
 * the system won't. */
static bool
send_now(struct exchange *x, struct query *q)
{
	struct upstream *u = upstream_of(x, q);

	if (!(q->by_stream ? send_stream(x, q) : send_udp(x, q))) {
		fail_to_send(x, q);
		return false;
	}
	if (u->pace.every_ns > 0)
		pace_sent(&u->pace, clock_us());
	return true;
}

static bool
has_turn(const struct exchange *x, const struct upstream *u)
{
	return pace_turn_us(&u->pace) <= x->now_us;
}

/* The same, or puts it in line. */
static bool
send_there(struct exchange *x, struct query *q)
{
	const struct upstream *u = upstream_of(x, q);

	leave_line(x, q);
	if (u->line == NULL && has_turn(x, u))
		return send_now(x, q);
	join_line(x, q);
	return true;
}

/* The next server that is not in skip; servers that seem dead only if
 * nothing else is left. */
static bool
choose(struct exchange *x, struct query *q, uint32_t skip, bool dead)
{
	size_t n = x->nupstreams;

	for (size_t k = 1; k <= n; k++) {
		unsigned i = (unsigned)((q->server + k) % n);

		if ((skip & server_bit(i)) != 0 ||
		    (!dead && !upstream_may_try(&x->upstreams[i], x->now_us)))
			continue;
		q->server = i;
		return true;
	}
	return false;
}

static bool
next_server(struct exchange *x, struct query *q)
{
	return choose(x, q, q->failed | q->unreachable, false) ||
	    choose(x, q, q->failed | q->unreachable, true) ||
	    choose(x, q, q->failed, true);
}

void
dispatch_on(struct exchange *x, struct query *q)
{
	for (;;) {
		q->by_stream = x->tls;
		while (next_server(x, q))
			if (send_there(x, q))
				return;
		if (q->servfailed == 0 || q->form.no_check)
			break;
		q->failed &= ~q->servfailed;
		q->form.no_check = true;
		q->timeouts = 0;
		renew(x, q);
	}
	give_up(x, q);
}

void
dispatch_again(struct exchange *x, struct query *q)
{
	renew(x, q);
	if (!send_there(x, q))
		dispatch_on(x, q);
}

int64_t
dispatch_turn_us(const struct exchange *x)
{
	int64_t first_us = INT64_MAX;

	for (size_t i = 0; x->in_line > 0 && i < x->nupstreams; i++) {
		int64_t turn_us = pace_turn_us(&x->upstreams[i].pace);

		if (x->upstreams[i].line != NULL && turn_us < first_us)
			first_us = turn_us;
	}
	return first_us;
}

void
dispatch_turns(struct exchange *x)
{
	for (size_t i = 0; x->in_line > 0 && i < x->nupstreams; i++) {
		struct upstream *u = &x->upstreams[i];

		while (u->line != NULL && has_turn(x, u)) {
			struct query *q = u->line;

			leave_line(x, q);
			/* It may have heard from another in the meantime. */
			q->server = (unsigned)i;
			if (!send_now(x, q))
				dispatch_on(x, q);
		}
	}
}

/* Never longer than it would have waited: more ICMP errors buy no time.  In
 * line it has no deadline. */
void
dispatch_wait_unreachable(struct exchange *x, struct query *q)
{
	int64_t at_us = x->now_us + UNREACHABLE_WAIT_US;

	if (q->line == NULL && q->timer.at_us <= at_us)
		return;
	leave_line(x, q);
	timer_set(&x->flight.timers, &q->timer, at_us);
}
