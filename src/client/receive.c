#include "client/receive.h"
#include "client/dispatch.h"
#include "client/doubt.h"
#include "client/early.h"
#include "client/finish.h"
#include "client/reply.h"
#include "client/round.h"
#include "client/send.h"
#include "client/stream.h"

/* Whether nothing was sent after it but the same to the same server. */
static bool
is_last_word(const struct attempt *attempt)
{
	const struct attempt *last = query_last_attempt(attempt->query);

	return last == attempt ||
	    (last != NULL && attempt->query->was_early &&
		last->channel->stream == NULL &&
		last->channel->upstream == attempt->channel->upstream);
}

/* The server failed the query; go on, unless a later send is under way. */
static void
fail_on(struct traffic *x, struct query *q, struct attempt *attempt,
    enum answer_status why, struct str note)
{
	bool is_last = is_last_word(attempt);

	query_fail(q, why, note);
	send_drop(x, attempt);
	if (is_last)
		dispatch_next(x, q);
}

static struct str
rcode_text(struct traffic *x, const struct reply *reply)
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
take_answer(struct traffic *x, struct query *q, struct reply *reply)
{
	struct answer *answer = &reply->answer;

	if (reply->is_filtered) {
		answer->status = ANSWER_FILTERED;
		answer->n = 0;
	} else if (answer->status != ANSWER_SERVFAIL && q->form.no_check &&
	    q->store != NULL) {
		/* SERVFAIL, but for CD: it may not validate. */
		round_unchecked(x, q, answer);
		return;
	}
	x->upstreams[q->server].has_answered = true;
	if (!doubt_answer(x, q, answer))
		finish_with(x, q, answer);
}

/* No answer: what its RCODE asks for. */
static void
take_failure(struct traffic *x, struct query *q, struct attempt *attempt,
    struct reply *reply)
{
	if (is_about_form(reply->rcode) && !q->form.no_edns) {
		q->form.no_edns = q->edns_refused = true;
		dispatch_renewed(x, q);
		return;
	}
	if (x->upstreams[q->server].has_answered &&
	    (reply->rcode == RCODE_SERVFAIL || reply->rcode == RCODE_REFUSED))
		window_failed(&x->window);
	if (reply->rcode == RCODE_SERVFAIL) {
		q->servfailed |= server_bit(q->server);
		if (!q->form.no_check)
			q->rounds.servfail_us = x->now_us;
	} else if (reply->rcode == RCODE_REFUSED) {
		q->refused |= server_bit(q->server);
	}
	fail_on(x, q, attempt,
	    reply->rcode == RCODE_REFUSED ? ANSWER_REFUSED : ANSWER_SERVFAIL,
	    rcode_text(x, reply));
}

/* To who asks the servers of zones it says where to go on; a resolver that
 * refers somebody elsewhere has failed. */
static void
take_referral(struct traffic *x, struct query *q, struct attempt *attempt,
    struct answer *answer)
{
	if (x->no_recursion && answer->n > 0) {
		x->upstreams[q->server].has_answered = true;
		finish_with(x, q, answer);
		return;
	}
	fail_on(x, q, attempt, ANSWER_SERVFAIL,
	    S("a referral instead of an answer"));
}

static void
take_reply(struct traffic *x, struct attempt *attempt, struct reply *reply)
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
		dispatch_renewed(x, q);
	} else if (reply->rcode != RCODE_NOERROR &&
	    reply->rcode != RCODE_NXDOMAIN) {
		take_failure(x, q, attempt, reply);
	} else if (reply->answer.status == ANSWER_REFERRAL) {
		take_referral(x, q, attempt, &reply->answer);
	} else {
		take_answer(x, q, reply);
	}
}

/* The attempt's server has answered: it is alive, and the query goes on with
 * it. */
static void
note_heard(struct traffic *x, struct attempt *attempt)
{
	struct query *q = attempt->query;
	struct upstream *u = attempt->channel->upstream;
	bool is_certain =
	    !attempt->is_blurred && attempt->channel->stream == NULL;
	bool was_measured = u->rtt_us > 0;

	upstream_answered(u, is_certain ? x->now_us - attempt->sent_us : -1);
	if (!was_measured && u->rtt_us > 0)
		early_measured(x, u);
	if (attempt->channel->stream != NULL)
		attempt->channel->stream->heard_us = x->now_us;
	x->has_heard = true;
	q->was_heard = true;
	x->hopeless = 0;
	x->hopeless_until_us = 0;
	q->server = (unsigned)(u - x->upstreams);
	q->by_stream = attempt->channel->stream != NULL;
}

/* It is from the server, and yet nothing that can be read: once more, over TCP
 * only, where nothing is cut.  What may still come over UDP counts as well. */
static void
take_malformed(struct traffic *x, struct attempt *attempt, size_t n)
{
	struct query *q = attempt->query;
	struct str note = S("the message is damaged or cut");

	if (n == WIRE_UDP_MIN)
		note = S("the message is cut at 512 octets, and does not say "
			 "so");
	if (attempt->channel->stream != NULL) {
		note_heard(x, attempt);
		fail_on(x, q, attempt, ANSWER_MALFORMED, note);
	} else if (!q->was_malformed) {
		note_heard(x, attempt);
		q->was_malformed = q->by_stream = true;
		dispatch_to_same(x, q);
	}
}

/* Whether the path to the server lets EDNS through. */
static void
note_edns(
    struct traffic *x, const struct attempt *attempt, const struct reply *reply)
{
	struct upstream *u = attempt->channel->upstream;
	const struct query *q = attempt->query;

	(void)x;
	if (reply->has_edns)
		u->takes_edns = true;
	else if (q->form.no_edns && !q->edns_refused && q->timeouts > 0)
		u->plain++;
}

void
receive_message(struct traffic *x, struct channel *c, struct str message)
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
	if (match == MATCH_NONE) {
		return;
	} else if (!reply_read(
		       &x->scratch, message, &q->entry->question, &reply)) {
		take_malformed(x, attempt, message.n);
	} else {
		note_heard(x, attempt);
		note_edns(x, attempt, &reply);
		if (match == MATCH_CASE && c->stream == NULL) {
			q->by_stream = true;
			dispatch_renewed(x, q);
		} else {
			take_reply(x, attempt, &reply);
		}
	}
	arena_reset(&x->scratch);
}
