#include <errno.h>
#include <string.h>

#include "base/clock.h"
#include "client/early.h"
#include "client/send.h"
#include "client/stream.h"
#include "client/udp.h"

enum {
	UNREACHABLE_WAIT_US = 200000, /* after an ICMP error */
	BACKOFF_MAX = 4,              /* doublings */
	PROBE_TRIES = 3,
	PROBE_WAIT_MAX_US = 2000000
};

enum {
	WITHOUT_EDNS_AFTER = 2, /* time-outs; then each other send */
	PLAIN_ENOUGH = 2        /* answers to such sends, and to no other */
};

static struct upstream *
upstream_of(struct traffic *x, const struct query *q)
{
	return &x->upstreams[q->server];
}

void
send_drop(struct traffic *x, struct attempt *attempt)
{
	struct channel *c = attempt->channel;

	attempt_drop(&x->flight, attempt);
	if (c->stream == NULL)
		udp_release(&x->channels, c);
}

void
send_drop_all(struct traffic *x, struct query *q)
{
	for (size_t i = 0; i < FLIGHT_ATTEMPTS; i++)
		if (q->attempts[i].channel != NULL)
			send_drop(x, &q->attempts[i]);
}

void
send_pause(struct traffic *x, struct query *q)
{
	q->is_paused = true;
	send_drop_all(x, q);
	timer_stop(&x->flight.timers, &q->timer);
}

static void
write_query(struct query *q)
{
	q->n = query_write(q->wire, &q->entry->question, &q->form);
}

void
send_renew(struct traffic *x, struct query *q)
{
	size_t octets = q->entry->question.name.n / 8 + 1;

	send_drop_all(x, q);
	random_draw(&x->random, &q->form.id, sizeof(q->form.id));
	random_draw(&x->random, q->form.capitals, octets);
	write_query(q);
}

/* Puts the query on a channel under an ID that no other has there. */
static void
add_attempt(struct traffic *x, struct query *q, struct channel *c)
{
	struct attempt *other, *added;
	struct channel *lost;
	bool is_blurred = false;

	if (q->n == 0)
		send_renew(x, q);
	while ((other = flight_find(&x->flight, c, q->form.id)) != NULL)
		if (other->query == q) {
			send_drop(x, other);
			is_blurred = true;
		} else {
			send_renew(x, q);
		}
	lost = attempt_add(&x->flight, q, c);
	added = query_last_attempt(q);
	added->sent_us = x->now_us;
	added->is_blurred = is_blurred;
	if (lost != NULL && lost->stream == NULL)
		udp_release(&x->channels, lost);
}

static unsigned
tries_of(const struct traffic *x, const struct query *q)
{
	return q->store == NULL ? PROBE_TRIES * (unsigned)x->nupstreams
				: x->tries;
}

/* Whether it is sent until its time is over, however often that is.  A host
 * that says that nobody listens there is believed sooner. */
static bool
is_patient(const struct traffic *x, const struct query *q)
{
	return x->is_patient && q->store != NULL && q->until_us > 0 &&
	    q->unreachable == 0;
}

bool
send_was_last(const struct traffic *x, const struct query *q)
{
	if (q->until_us > 0 && x->now_us >= q->until_us)
		return true;
	return !is_patient(x, q) && q->timeouts >= tries_of(x, q);
}

static int64_t
udp_wait_us(const struct traffic *x, const struct query *q)
{
	unsigned round = q->timeouts / (unsigned)x->nupstreams;
	int64_t wait = upstream_wait_us(&x->upstreams[q->server])
	    << (round < BACKOFF_MAX ? round : BACKOFF_MAX);
	bool is_last = !is_patient(x, q) && q->timeouts + 1 >= tries_of(x, q);
	int64_t max_us = x->timeout_us;

	if (q->unreachable & server_bit(q->server))
		return UNREACHABLE_WAIT_US;
	if (q->store == NULL && max_us > PROBE_WAIT_MAX_US)
		max_us = PROBE_WAIT_MAX_US;
	/* The last send has all the time there is. */
	return wait > max_us || is_last ? max_us : wait;
}

static void
set_timer(struct traffic *x, struct query *q, int64_t wait_us)
{
	int64_t at_us = x->now_us + wait_us;

	if (q->until_us > 0 && q->until_us < at_us)
		at_us = q->until_us;
	timer_set(&x->flight.timers, &q->timer, at_us);
}

/* A full buffer is as good as a lost datagram. */
static bool
is_lost(int why)
{
	return why == EAGAIN || why == EWOULDBLOCK || why == ENOBUFS ||
	    why == EINTR;
}

/* Some paths let nothing through that has EDNS (RFC 6891 section 6.2.2).
 * What is silent for long is asked without now and then; ID and case stay, so
 * that an answer to what was sent before still counts. */
static void
fit_to_path(struct traffic *x, struct query *q)
{
	const struct upstream *u = upstream_of(x, q);
	bool is_without = (!u->takes_edns && u->plain >= PLAIN_ENOUGH) ||
	    (q->timeouts >= WITHOUT_EDNS_AFTER && q->timeouts % 2 == 0) ||
	    (!is_patient(x, q) && q->timeouts > 0 &&
		q->timeouts + 1 >= tries_of(x, q));

	if (q->edns_refused || is_without == q->form.no_edns)
		return;
	q->form.no_edns = is_without;
	if (q->n > 0)
		write_query(q);
}

static bool
put_datagram(struct traffic *x, struct query *q)
{
	struct channel *c = udp_take(
	    upstream_of(x, q), &x->channels, &x->random, x->socket_uses);
	bool was_busy;
	ssize_t n;

	if (c == NULL)
		return false;
	fit_to_path(x, q);
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

		send_drop(x, query_last_attempt(q));
		errno = why;
		return false;
	}
	return true;
}

static bool
send_udp(struct traffic *x, struct query *q)
{
	if (!put_datagram(x, q))
		return false;
	set_timer(x, q, udp_wait_us(x, q));
	early_begin(x, q);
	return true;
}

static bool
send_stream(struct traffic *x, struct query *q)
{
	struct upstream *u = upstream_of(x, q);

	if (u->stream == NULL)
		u->stream = stream_open(u, &x->channels);
	if (u->stream == NULL)
		return false;
	add_attempt(x, q, &u->stream->channel);
	stream_send(u->stream, &x->channels,
	    (struct str){ (const char *)q->wire, q->n });
	set_timer(x, q, x->timeout_us);
	return true;
}

void
send_no_stream(
    struct traffic *x, struct query *q, enum answer_status as, struct str why)
{
	struct str at = upstream_of(x, q)->text;

	if (q->was_malformed)
		query_fail(q, ANSWER_MALFORMED,
		    arena_printf(&x->scratch,
			"what came over UDP is damaged or cut, and TCP to "
			"%.*s fails: %.*s",
			PSTR(at), PSTR(why)));
	else if (q->was_truncated && !x->tls)
		query_fail(q, as,
		    arena_printf(&x->scratch,
			"the answer is too long for UDP, and TCP to %.*s is "
			"not let through: %.*s",
			PSTR(at), PSTR(why)));
	else
		query_fail(q, as, why);
}

/* The system won't send it, and errno says why. */
static void
fail_to_send(struct traffic *x, struct query *q)
{
	const char *why = strerror(errno);

	if (!q->by_stream)
		query_fail(q, ANSWER_TIMEOUT, str_of(why));
	else
		send_no_stream(x, q, x->tls ? ANSWER_TLS : ANSWER_SERVFAIL,
		    arena_printf(&x->scratch, "%s: cannot connect: %s",
			x->tls ? "TLS" : "TCP", why));
}

static void
count_send(struct upstream *u)
{
	if (u->pace.every_ns > 0)
		pace_sent(&u->pace, clock_us());
}

bool
send_query(struct traffic *x, struct query *q)
{
	struct upstream *u = upstream_of(x, q);

	if (!(q->by_stream ? send_stream(x, q) : send_udp(x, q))) {
		fail_to_send(x, q);
		return false;
	}
	count_send(u);
	return true;
}

void
send_early(struct traffic *x, struct query *q)
{
	if (put_datagram(x, q))
		count_send(upstream_of(x, q));
}
