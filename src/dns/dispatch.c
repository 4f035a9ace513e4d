#include "dns/dispatch.h"
#include "dns/doubt.h"
#include "dns/probe.h"
#include "dns/round.h"
#include "dns/send.h"

enum { UNREACHABLE_WAIT_US = 200000 }; /* after an ICMP error */

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
	q->line = &x->upstreams[q->server];
	q->next = NULL;
	*find_in_line(q->line, NULL) = q;
	x->in_line++;
}

void
dispatch_uncount(struct exchange *x, struct query *q, size_t *as)
{
	if (!q->is_counted)
		return;
	q->is_counted = false;
	x->window.counted--;
	++*as;
}

/* What an answer says of how much may be under way. */
static void
note_answer(struct exchange *x, const struct query *q)
{
	if (q->timeouts == 0)
		window_answered(&x->window, x->now_us);
	else
		window_slow(&x->window, x->now_us);
	x->resent += q->timeouts > 0;
}

void
dispatch_forget(struct exchange *x, struct query *q)
{
	leave_line(x, q);
	send_drop_all(x, q);
	query_end(&x->flight, q);
}

/* What the client asked for itself. */
static void
finish_own(struct exchange *x, struct query *q, const struct answer *answer)
{
	if (q == x->captive)
		doubt_captive_told(x, answer);
	else if (q->own.behalf != NULL && q->own.behalf->held != NULL)
		doubt_told(x, q->own.behalf, answer);
	else if (q->own.behalf != NULL)
		round_told(x, q->own.behalf, answer);
	else
		probe_told(x, q, answer->note);
	dispatch_forget(x, q);
}

void
dispatch_finish(struct exchange *x, struct query *q, struct answer *answer)
{
	int64_t us = x->now_us - q->asked_us;

	if (q->store == NULL) {
		finish_own(x, q, answer);
		return;
	}
	answer->server = x->upstreams[q->server].text;
	answer->us = us < 0 ? 0 : us < UINT32_MAX ? (uint32_t)us : UINT32_MAX;
	answer->truncated = q->was_truncated;
	if (answer_is_failure(answer))
		x->unanswered++;
	else
		note_answer(x, q);
	dispatch_uncount(x, q, &x->window.in_time);
	store_put(q->store, q->entry, answer);
	dispatch_forget(x, q);
	x->answered++;
}

void
dispatch_give_up(struct exchange *x, struct query *q, enum answer_status why)
{
	struct answer answer = {
		.question = q->entry->question,
		.status = why,
		.ttl = EXCHANGE_KEEP_S,
		.note = buf_view(&q->note),
	};

	dispatch_finish(x, q, &answer);
}

void
dispatch_fail(struct query *q, enum answer_status why, struct str note)
{
	q->failed |= server_bit(q->server);
	query_note(q, why, note);
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
	const struct upstream *u = &x->upstreams[q->server];

	leave_line(x, q);
	if (u->line == NULL && has_turn(x, u))
		return send_query(x, q);
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
		if (!round_next(x, q))
			break;
		if (q->is_paused)
			return;
	}
	dispatch_give_up(x, q, q->why);
}

void
dispatch_there(struct exchange *x, struct query *q)
{
	if (!send_there(x, q))
		dispatch_on(x, q);
}

void
dispatch_again(struct exchange *x, struct query *q)
{
	send_renew(x, q);
	dispatch_there(x, q);
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
			if (!send_query(x, q))
				dispatch_on(x, q);
		}
	}
}

/* Waits no longer than it would have without the ICMP error, however many of
 * them come.  While it is in line it has no deadline. */
void
dispatch_wait_unreachable(struct exchange *x, struct query *q)
{
	int64_t at_us = x->now_us + UNREACHABLE_WAIT_US;

	if (q->line == NULL && q->timer.at_us <= at_us)
		return;
	leave_line(x, q);
	timer_set(&x->flight.timers, &q->timer, at_us);
}
