#include <errno.h>
#include <string.h>

#include "dns/exchange.h"
#include "dns/reply.h"
#include "dns/stream.h"
#include "dns/udp.h"

enum {
	FAILURE_KEEP_S = 5,           /* RFC 9520 section 3.2: 1 s to 5 min */
	UNREACHABLE_WAIT_US = 200000, /* after an ICMP error */
	BACKOFF_MAX = 4,              /* doublings */
	HOPELESS_AFTER = 3,           /* queries, where nobody ever answered */
	HOPELESS_LATER = 32,          /* and where somebody did */
	HOPELESS_US = 5 * 1000000,
	DRAIN_MAX = 1024 /* datagrams of a socket at a time */
};

static struct upstream *
upstream_of(struct exchange *x, const struct query *q)
{
	return &x->upstreams[q->server];
}

static uint32_t
bit(unsigned server)
{
	return (uint32_t)1 << server;
}

static void
drop_attempt(struct exchange *x, struct attempt *attempt)
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
			drop_attempt(x, &q->attempts[i]);
}

static void
uncount(struct exchange *x, struct query *q, size_t *as)
{
	if (!q->is_counted)
		return;
	q->is_counted = false;
	x->counted--;
	++*as;
}

/* Hands an answer on; the query is gone then. */
static void
finish(struct exchange *x, struct query *q, struct answer *answer)
{
	int64_t us = x->now_us - q->asked_us;

	answer->server = upstream_of(x, q)->text;
	answer->us = us < 0 ? 0 : us < UINT32_MAX ? (uint32_t)us : UINT32_MAX;
	answer->truncated = q->was_truncated;
	uncount(x, q, &x->in_time);
	drop_attempts(x, q);
	store_put(q->store, q->entry, answer);
	query_end(&x->flight, q);
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
count_silence(struct exchange *x)
{
	unsigned limit = x->has_heard ? HOPELESS_LATER : HOPELESS_AFTER;

	if (++x->hopeless >= limit && all_dead(x))
		x->hopeless_until_us = x->now_us + HOPELESS_US;
}

static void
give_up(struct exchange *x, struct query *q)
{
	struct answer answer = {
		.question = q->entry->question,
		.status = q->why,
		.ttl = FAILURE_KEEP_S,
		.note = buf_view(&q->note),
	};

	if (q->why == ANSWER_TIMEOUT)
		count_silence(x);
	finish(x, q, &answer);
}

/* The more a reason says, the higher. */
static unsigned
worth(enum answer_status why)
{
	return why == ANSWER_SERVFAIL ? 2 : why == ANSWER_REFUSED ? 1 : 0;
}

/* Keeps the reason that says most of why there is no answer. */
static void
keep_reason(struct query *q, enum answer_status why, struct str note)
{
	if (worth(why) < worth(q->why) ||
	    (worth(why) == worth(q->why) && q->note.n > 0))
		return;
	q->why = why;
	q->note.n = 0;
	buf_str(&q->note, note);
}

/* The server asked last is no use to this query. */
static void
fail(struct query *q, enum answer_status why, struct str note)
{
	q->failed |= bit(q->server);
	keep_reason(q, why, note);
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
			drop_attempt(x, other);
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

	if (q->unreachable & bit(q->server))
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
	ssize_t n;

	if (c == NULL)
		return false;
	c->is_busy = true;
	add_attempt(x, q, c);
	c->is_busy = false;
	n = send(c->fd, q->wire, q->n, 0);
	/* It may be the error of an earlier datagram: once more. */
	if (n < 0 && !is_lost(errno))
		n = send(c->fd, q->wire, q->n, 0);
	if (n < 0 && !is_lost(errno)) {
		int why = errno;

		drop_attempt(x, query_last_attempt(q));
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

/* Sends it to the server q->server; false, and that has failed then, where
 * the system won't. */
static bool
send_there(struct exchange *x, struct query *q)
{
	if (q->by_stream ? send_stream(x, q) : send_udp(x, q))
		return true;
	fail(q, ANSWER_TIMEOUT, str_of(strerror(errno)));
	return false;
}

/* The next server that is not in skip; servers that seem dead only if
 * nothing else is left. */
static bool
choose(struct exchange *x, struct query *q, uint32_t skip, bool dead)
{
	size_t n = x->nupstreams;

	for (size_t k = 1; k <= n; k++) {
		unsigned i = (unsigned)((q->server + k) % n);

		if ((skip & bit(i)) != 0 ||
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

/* Sends it to the next server that may know; without one it ends. */
static void
send_on(struct exchange *x, struct query *q)
{
	for (;;) {
		q->by_stream = false;
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

/* The same server once more, in another form. */
static void
send_again(struct exchange *x, struct query *q)
{
	renew(x, q);
	if (!send_there(x, q))
		send_on(x, q);
}

void
exchange_begin(struct exchange *x, struct store *store, struct entry *entry)
{
	struct query *q = query_begin(&x->flight, store, entry);
	unsigned first = x->rotate ? x->turn++ : 0;

	q->why = ANSWER_TIMEOUT;
	q->form.no_recursion = x->no_recursion;
	q->asked_us = x->now_us;
	q->is_counted = true;
	x->counted++;
	/* The one before: send_on() begins with the next. */
	q->server = (unsigned)((first + x->nupstreams - 1) % x->nupstreams);
	send_on(x, q);
}

void
exchange_refuse(struct exchange *x, struct store *store, struct entry *entry)
{
	struct answer answer = {
		.question = entry->question,
		.status = ANSWER_TIMEOUT,
		.ttl = FAILURE_KEEP_S,
		.note = S("no name server answers"),
		.server = x->upstreams[0].text,
	};

	store_put(store, entry, &answer);
	x->answered++;
}

/* The server failed the query; go on, unless a later send is under way. */
static void
fail_on(struct exchange *x, struct query *q, struct attempt *attempt,
    enum answer_status why, struct str note)
{
	bool is_last = attempt == query_last_attempt(q);

	fail(q, why, note);
	drop_attempt(x, attempt);
	if (is_last)
		send_on(x, q);
}

static struct str
rcode_text(struct exchange *x, const struct reply *reply)
{
	switch (reply->rcode) {
	case RCODE_FORMERR:
		return S("the server says FORMERR");
	case RCODE_NOTIMP:
		return S("the server says NOTIMP");
	case RCODE_SERVFAIL:
	case RCODE_REFUSED:
		return reply->answer.note;
	default:
		return arena_printf(
		    &x->scratch, "the server says RCODE %u", reply->rcode);
	}
}

static bool
is_about_form(unsigned rcode)
{
	return rcode == RCODE_FORMERR || rcode == RCODE_NOTIMP ||
	    rcode == RCODE_BADVERS;
}

/* An answer: records, NODATA or NXDOMAIN. */
static void
take_answer(struct exchange *x, struct query *q, struct reply *reply)
{
	struct answer *answer = &reply->answer;

	if (reply->is_filtered) {
		answer->status = ANSWER_FILTERED;
		answer->n = 0;
	}
	if (answer->status != ANSWER_SERVFAIL && q->form.no_check) {
		/* SERVFAIL, but for CD: it does not validate. */
		*answer = (struct answer){
			.question = answer->question,
			.status = ANSWER_BOGUS,
			.ttl = FAILURE_KEEP_S,
			.note = buf_view(&q->note),
		};
	}
	finish(x, q, answer);
}

/* No answer: what its RCODE asks for. */
static void
take_failure(struct exchange *x, struct query *q, struct attempt *attempt,
    struct reply *reply)
{
	if (is_about_form(reply->rcode) && !q->form.no_edns) {
		q->form.no_edns = true;
		send_again(x, q);
		return;
	}
	if (reply->rcode == RCODE_SERVFAIL)
		q->servfailed |= bit(q->server);
	fail_on(x, q, attempt,
	    reply->rcode == RCODE_REFUSED ? ANSWER_REFUSED : ANSWER_SERVFAIL,
	    rcode_text(x, reply));
}

static void
take_reply(struct exchange *x, struct attempt *attempt, struct reply *reply)
{
	struct query *q = attempt->query;
	bool by_stream = attempt->channel->stream != NULL;

	if (reply->is_truncated) {
		q->was_truncated = true;
		if (by_stream) {
			fail_on(x, q, attempt, ANSWER_SERVFAIL,
			    S("truncated even over TCP"));
			return;
		}
		q->by_stream = true;
		send_again(x, q);
	} else if (reply->rcode != RCODE_NOERROR &&
	    reply->rcode != RCODE_NXDOMAIN) {
		take_failure(x, q, attempt, reply);
	} else if (reply->is_lame) {
		fail_on(x, q, attempt, ANSWER_SERVFAIL,
		    S("a referral instead of an answer"));
	} else {
		take_answer(x, q, reply);
	}
}

/* The server of the attempt is alive, and is the one that is talked to. */
static void
hear(struct exchange *x, struct attempt *attempt)
{
	struct query *q = attempt->query;
	struct upstream *u = attempt->channel->upstream;
	bool is_first = q->sends == 1 && attempt->channel->stream == NULL;

	upstream_answered(u, is_first ? x->now_us - attempt->sent_us : -1);
	if (attempt->channel->stream != NULL)
		attempt->channel->stream->heard_us = x->now_us;
	x->has_heard = true;
	x->hopeless = 0;
	x->hopeless_until_us = 0;
	q->server = (unsigned)(u - x->upstreams);
	q->by_stream = attempt->channel->stream != NULL;
}

/* What is not an answer to a query under way is ignored. */
static void
take_message(struct exchange *x, struct channel *c, struct str message)
{
	const unsigned char *wire = (const unsigned char *)message.s;
	struct attempt *attempt;
	struct reply reply = { 0 };
	enum query_match match;
	struct query *q;

	if (message.n < WIRE_HEADER)
		return;
	attempt =
	    flight_find(&x->flight, c, (uint16_t)(wire[0] << 8 | wire[1]));
	if (attempt == NULL)
		return;
	q = attempt->query;
	match = query_match(q->wire, q->entry->question.name.n, message);
	if (match != MATCH_NONE &&
	    reply_read(&x->scratch, message, &q->entry->question, &reply)) {
		hear(x, attempt);
		if (match == MATCH_CASE && c->stream == NULL) {
			q->by_stream = true;
			send_again(x, q);
		} else {
			take_reply(x, attempt, &reply);
		}
	}
	arena_reset(&x->scratch);
}

/* The queries whose last send was on the channel. */
static size_t
queries_on(struct exchange *x, const struct channel *c, struct query ***out)
{
	size_t n = 0;

	for (struct attempt *at = c->attempts; at != NULL; at = at->next)
		n++;
	*out = arena_array(&x->scratch, n, struct query *);
	n = 0;
	for (struct attempt *at = c->attempts; at != NULL; at = at->next)
		if (at == query_last_attempt(at->query))
			(*out)[n++] = at->query;
	return n;
}

/* An ICMP error: listening goes on, but another server is asked now. */
static void
take_icmp(struct exchange *x, struct channel *c, int why)
{
	unsigned server = (unsigned)(c->upstream - x->upstreams);
	struct query **queries;
	size_t n = queries_on(x, c, &queries);
	uint32_t all = bit((unsigned)x->nupstreams) - 1;

	upstream_unreachable(c->upstream, x->now_us);
	for (size_t i = 0; i < n; i++) {
		struct query *q = queries[i];

		q->unreachable |= bit(server);
		keep_reason(q, ANSWER_TIMEOUT, str_of(strerror(why)));
		if (((q->failed | q->unreachable) & all) != all)
			send_on(x, q);
		else
			timer_set(&x->flight.timers, &q->timer,
			    x->now_us + UNREACHABLE_WAIT_US);
	}
	arena_reset(&x->scratch);
}

static void
work_udp(struct exchange *x, struct channel *c)
{
	c->is_busy = true;
	for (unsigned i = 0; i < DRAIN_MAX; i++) {
		ssize_t n = recv(c->fd, x->datagram, sizeof(x->datagram), 0);

		if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
			break;
		if (n < 0 && errno != EINTR)
			take_icmp(x, c, errno);
		else if (n >= 0)
			take_message(x, c,
			    (struct str){ (char *)x->datagram, (size_t)n });
	}
	c->is_busy = false;
	udp_release(&x->channels, c);
}

/* The connection is over.  One that had answered may just have been idle for
 * too long: what was sent on it is sent once more (RFC 7766 section 6.2.4). */
static void
end_stream(struct exchange *x, struct stream *stream)
{
	struct upstream *u = stream->channel.upstream;
	unsigned server = (unsigned)(u - x->upstreams);
	struct query **queries;
	size_t n = queries_on(x, &stream->channel, &queries);
	struct str why = arena_printf(&x->scratch, "TCP: %s", stream->error);
	bool was_good = stream->heard_us > 0;

	while (stream->channel.attempts != NULL)
		drop_attempt(x, stream->channel.attempts);
	stream_close(stream, &x->channels);
	u->stream = NULL;
	for (size_t i = 0; i < n; i++) {
		struct query *q = queries[i];

		q->server = server;
		q->by_stream = true;
		if (was_good && !q->stream_retried) {
			q->stream_retried = true;
			send_again(x, q);
		} else {
			fail(q, ANSWER_SERVFAIL, why);
			send_on(x, q);
		}
	}
	arena_reset(&x->scratch);
}

static void
work_stream(struct exchange *x, struct stream *stream)
{
	bool is_over = !stream_work(stream, &x->channels);
	struct str message;

	while (stream_next(stream, &message))
		take_message(x, &stream->channel, message);
	if (is_over)
		end_stream(x, stream);
}

void
exchange_work(struct exchange *x, struct channel *channel)
{
	if (channel->stream != NULL)
		work_stream(x, channel->stream);
	else
		work_udp(x, channel);
}

/* A connection on which nothing was answered since is of no more use. */
static void
expire_stream(struct exchange *x, struct query *q, struct attempt *attempt)
{
	struct stream *stream = attempt->channel->stream;
	bool is_stuck = stream->heard_us < attempt->sent_us;

	fail(q, ANSWER_TIMEOUT, S("TCP: no answer in time"));
	drop_attempt(x, attempt);
	if (is_stuck) {
		stream->error = "no answer in time";
		end_stream(x, stream);
	}
	send_on(x, q);
}

void
exchange_expire(struct exchange *x, struct query *q)
{
	struct attempt *last = query_last_attempt(q);
	struct upstream *u = upstream_of(x, q);

	uncount(x, q, &x->late);
	upstream_timed_out(u, x->now_us);
	if (last != NULL && last->channel->stream != NULL) {
		expire_stream(x, q, last);
		return;
	}
	if (++q->timeouts >= x->tries)
		q->failed = UINT32_MAX;
	send_on(x, q);
}

void
exchange_end(struct exchange *x)
{
	while (x->flight.newest != NULL) {
		drop_attempts(x, x->flight.newest);
		query_end(&x->flight, x->flight.newest);
	}
	for (size_t i = 0; i < x->nupstreams; i++) {
		if (x->upstreams[i].stream != NULL)
			stream_close(x->upstreams[i].stream, &x->channels);
		udp_close_all(&x->upstreams[i], &x->channels);
	}
	channels_free(&x->channels);
	flight_free(&x->flight);
	arena_free(&x->scratch);
}
