#include <errno.h>
#include <string.h>

#include "dns/dispatch.h"
#include "dns/exchange.h"
#include "dns/reply.h"
#include "dns/stream.h"
#include "dns/tls.h"
#include "dns/udp.h"

enum { DRAIN_MAX = 1024 }; /* datagrams of a socket at a time */

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
	/* The one before: dispatch_on() begins with the next. */
	q->server = (unsigned)((first + x->nupstreams - 1) % x->nupstreams);
	dispatch_on(x, q);
}

void
exchange_refuse(struct exchange *x, struct store *store, struct entry *entry)
{
	struct answer answer = {
		.question = entry->question,
		.status = ANSWER_TIMEOUT,
		.ttl = EXCHANGE_KEEP_S,
		.note = buf_view(&x->hopeless_note),
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

	dispatch_fail(q, why, note);
	dispatch_drop(x, attempt);
	if (is_last)
		dispatch_on(x, q);
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
	} else if (answer->status != ANSWER_SERVFAIL && q->form.no_check) {
		/* SERVFAIL, but for CD: it does not validate. */
		*answer = (struct answer){
			.question = answer->question,
			.status = ANSWER_BOGUS,
			.ttl = EXCHANGE_KEEP_S,
			.note = buf_view(&q->note),
		};
	}
	dispatch_finish(x, q, answer);
}

/* No answer: what its RCODE asks for. */
static void
take_failure(struct exchange *x, struct query *q, struct attempt *attempt,
    struct reply *reply)
{
	if (is_about_form(reply->rcode) && !q->form.no_edns) {
		q->form.no_edns = true;
		dispatch_again(x, q);
		return;
	}
	if (reply->rcode == RCODE_SERVFAIL)
		q->servfailed |= server_bit(q->server);
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
		dispatch_again(x, q);
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
	q->was_heard = true;
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
			dispatch_again(x, q);
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
	uint32_t all = server_bit((unsigned)x->nupstreams) - 1;

	upstream_unreachable(c->upstream, x->now_us);
	for (size_t i = 0; i < n; i++) {
		struct query *q = queries[i];

		q->unreachable |= server_bit(server);
		query_note(q, ANSWER_TIMEOUT, str_of(strerror(why)));
		if (((q->failed | q->unreachable) & all) != all)
			dispatch_on(x, q);
		else
			dispatch_wait_unreachable(x, q);
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

/* The connection is over.  What one that had answered left unanswered is
 * sent again (RFC 7766 section 6.2.4): it may have been idle for too long, or
 * the server takes one query each time.  Else that is no answer. */
static void
end_stream(struct exchange *x, struct stream *stream, enum answer_status as)
{
	struct upstream *u = stream->channel.upstream;
	unsigned server = (unsigned)(u - x->upstreams);
	struct query **queries;
	size_t n = queries_on(x, &stream->channel, &queries);
	struct str why = arena_str(&x->scratch, buf_view(&stream->error));
	bool was_good = stream->heard_us > 0;

	while (stream->channel.attempts != NULL)
		dispatch_drop(x, stream->channel.attempts);
	stream_close(stream, &x->channels);
	u->stream = NULL;
	if (!was_good)
		upstream_unreachable(u, x->now_us);
	for (size_t i = 0; i < n; i++) {
		struct query *q = queries[i];

		q->server = server;
		q->by_stream = true;
		if (was_good) {
			dispatch_again(x, q);
		} else {
			dispatch_fail(q, as, why);
			dispatch_on(x, q);
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
		end_stream(x, stream, ANSWER_SERVFAIL);
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

	dispatch_fail(q, ANSWER_TIMEOUT,
	    stream->tls != NULL ? S("TLS: no answer in time")
				: S("TCP: no answer in time"));
	dispatch_drop(x, attempt);
	if (is_stuck) {
		stream_fail(stream, S("no answer in time"));
		end_stream(x, stream, ANSWER_TIMEOUT);
	}
	dispatch_on(x, q);
}

void
exchange_expire(struct exchange *x, struct query *q)
{
	struct attempt *last = query_last_attempt(q);

	dispatch_uncount(x, q, &x->late);
	/* A failure of another server may have come since. */
	if (last != NULL)
		q->server = (unsigned)(last->channel->upstream - x->upstreams);
	upstream_timed_out(&x->upstreams[q->server], x->now_us);
	if (last != NULL && last->channel->stream != NULL) {
		expire_stream(x, q, last);
		return;
	}
	if (++q->timeouts >= x->tries)
		q->failed = UINT32_MAX;
	dispatch_on(x, q);
}

void
exchange_end(struct exchange *x)
{
	while (x->flight.newest != NULL)
		dispatch_forget(x, x->flight.newest);
	for (size_t i = 0; i < x->nupstreams; i++) {
		if (x->upstreams[i].stream != NULL)
			stream_close(x->upstreams[i].stream, &x->channels);
		udp_close_all(&x->upstreams[i], &x->channels);
		tls_peer_free(x->upstreams[i].peer);
	}
	buf_free(&x->hopeless_note);
	channels_free(&x->channels);
	flight_free(&x->flight);
	arena_free(&x->scratch);
}
