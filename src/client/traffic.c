#include <errno.h>
#include <string.h>

#include "client/dispatch.h"
#include "client/doubt.h"
#include "client/early.h"
#include "client/finish.h"
#include "client/probe.h"
#include "client/receive.h"
#include "client/send.h"
#include "client/stream.h"
#include "client/tls.h"
#include "client/traffic.h"
#include "client/udp.h"

enum {
	DRAIN_MAX = 1024, /* datagrams of a socket at a time */
	/* A query ends this long before the sender gives up, so that the
	 * sender is told why. */
	MARGIN_US = 50000
};

void
traffic_begin(struct traffic *x, struct store *store, struct entry *entry)
{
	struct query *q = query_begin(&x->flight, store, entry);
	unsigned first = x->rotate ? x->turn++ : 0;

	if (!x->has_asked_captive && x->asks_captive)
		doubt_begin(x);
	q->why = ANSWER_TIMEOUT;
	q->form.no_recursion = x->no_recursion;
	q->asked_us = x->now_us;
	if (entry->until_us > 0)
		q->until_us = entry->until_us - MARGIN_US;
	q->is_counted = true;
	x->window.counted++;
	/* The one before: dispatch_next() begins with the next. */
	q->server = (unsigned)((first + x->nupstreams - 1) % x->nupstreams);
	dispatch_next(x, q);
}

void
traffic_refuse(struct traffic *x, struct store *store, struct entry *entry)
{
	struct answer answer = {
		.question = entry->question,
		.status = ANSWER_TIMEOUT,
		.ttl = TRAFFIC_KEEP_S,
		.note = buf_view(&x->hopeless_note),
		.server = x->upstreams[0].text,
	};

	store_put(store, entry, &answer);
	x->answered++;
}

/* The queries whose last send was on the channel. */
static size_t
queries_on(struct traffic *x, const struct channel *c, struct query ***out)
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
take_icmp(struct traffic *x, struct channel *c, int why)
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
			dispatch_next(x, q);
		else
			dispatch_wait_unreachable(x, q);
	}
	arena_reset(&x->scratch);
}

static void
work_udp(struct traffic *x, struct channel *c)
{
	c->is_busy = true;
	for (unsigned i = 0; i < DRAIN_MAX; i++) {
		ssize_t n = recv(c->fd, x->datagram, sizeof(x->datagram), 0);

		if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
			break;
		if (n < 0 && errno != EINTR)
			take_icmp(x, c, errno);
		else if (n >= 0)
			receive_message(x, c,
			    (struct str){ (char *)x->datagram, (size_t)n });
	}
	c->is_busy = false;
	udp_release(&x->channels, c);
}

/* The connection is over.  What one that had answered left unanswered is
 * sent again (RFC 7766 section 6.2.4): it may have been idle for too long, or
 * the server takes one query each time.  Else that is no answer. */
static void
end_stream(struct traffic *x, struct stream *stream, enum answer_status as)
{
	struct upstream *u = stream->channel.upstream;
	unsigned server = (unsigned)(u - x->upstreams);
	struct query **queries;
	size_t n = queries_on(x, &stream->channel, &queries);
	struct str why = arena_str(&x->scratch, buf_view(&stream->error));
	bool was_good = stream->heard_us > 0;

	/* Before it is open, what fails is what TLS was asked to make sure of.
	 */
	if (stream->tls != NULL && !stream->is_open && as == ANSWER_SERVFAIL)
		as = ANSWER_TLS;
	while (stream->channel.attempts != NULL)
		send_drop(x, stream->channel.attempts);
	stream_close(stream, &x->channels);
	u->stream = NULL;
	if (!was_good)
		upstream_unreachable(u, x->now_us);
	for (size_t i = 0; i < n; i++) {
		struct query *q = queries[i];

		q->server = server;
		q->by_stream = true;
		if (was_good) {
			dispatch_renewed(x, q);
		} else {
			send_no_stream(x, q, as, why);
			dispatch_next(x, q);
		}
	}
	arena_reset(&x->scratch);
}

static void
work_stream(struct traffic *x, struct stream *stream)
{
	bool is_over = !stream_work(stream, &x->channels);
	struct str message;

	while (stream_next(stream, &message))
		receive_message(x, &stream->channel, message);
	if (is_over)
		end_stream(x, stream, ANSWER_SERVFAIL);
}

void
traffic_work(struct traffic *x, struct channel *channel)
{
	if (channel->stream != NULL)
		work_stream(x, channel->stream);
	else
		work_udp(x, channel);
}

/* A connection on which nothing was answered since is of no more use. */
static void
expire_stream(struct traffic *x, struct query *q, struct attempt *attempt)
{
	struct stream *stream = attempt->channel->stream;
	bool is_stuck = stream->heard_us < attempt->sent_us;

	send_no_stream(x, q, ANSWER_TIMEOUT,
	    stream->tls != NULL ? S("TLS: no answer in time")
				: S("TCP: no answer in time"));
	send_drop(x, attempt);
	if (is_stuck) {
		stream_fail(stream, S("no answer in time"));
		end_stream(x, stream, ANSWER_TIMEOUT);
	}
	dispatch_next(x, q);
}

/* No server answers anything: this one need not be told so for longer. */
static bool
is_hopeless(const struct traffic *x, const struct query *q)
{
	return q != x->probe && q->timeouts >= CLIENT_TRIES && !q->was_heard &&
	    x->now_us < x->hopeless_until_us;
}

void
traffic_expire(struct traffic *x, struct query *q)
{
	struct attempt *last = query_last_attempt(q);

	if (q->is_paused) {
		dispatch_resume(x, q);
		return;
	}
	finish_uncount(x, q, &x->window.late);
	/* A failure of another server may have come since. */
	if (last != NULL)
		q->server = (unsigned)(last->channel->upstream - x->upstreams);
	upstream_timed_out(&x->upstreams[q->server], x->now_us);
	if (last != NULL && last->channel->stream != NULL) {
		expire_stream(x, q, last);
		return;
	}
	q->timeouts++;
	if (q == x->probe)
		probe_late(x, q);
	else if (send_was_last(x, q) || q->timeouts == CLIENT_TRIES)
		probe_silence(x, q);
	if (send_was_last(x, q) || is_hopeless(x, q))
		q->failed = UINT32_MAX;
	dispatch_next(x, q);
}

void
traffic_hurry(struct traffic *x, struct query *q)
{
	if (early_is_due(x, q))
		send_early(x, q);
}

void
traffic_end(struct traffic *x)
{
	while (x->flight.newest != NULL)
		finish_untold(x, x->flight.newest);
	for (size_t i = 0; i < x->nupstreams; i++) {
		if (x->upstreams[i].stream != NULL)
			stream_close(x->upstreams[i].stream, &x->channels);
		udp_close_all(&x->upstreams[i], &x->channels);
		tls_peer_free(x->upstreams[i].peer);
	}
	buf_free(&x->hopeless_note);
	buf_free(&x->bogus);
	channels_free(&x->channels);
	flight_free(&x->flight);
	arena_free(&x->scratch);
}
