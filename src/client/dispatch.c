#include "client/dispatch.h"
#include "client/finish.h"
#include "client/line.h"
#include "client/round.h"
#include "client/send.h"

enum { UNREACHABLE_WAIT_US = 200000 }; /* after an ICMP error */

static bool
has_turn(const struct traffic *x, const struct upstream *u)
{
	return pace_turn_us(&u->pace) <= x->now_us;
}

/* The same, or puts it in line. */
static bool
send_there(struct traffic *x, struct query *q)
{
	const struct upstream *u = &x->upstreams[q->server];

	line_leave(x, q);
	if (u->line == NULL && has_turn(x, u))
		return send_query(x, q);
	line_join(x, q);
	return true;
}

/* The next server that is not in skip; servers that seem dead only if
 * nothing else is left. */
static bool
choose(struct traffic *x, struct query *q, uint32_t skip, bool dead)
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
next_server(struct traffic *x, struct query *q)
{
	return choose(x, q, q->failed | q->unreachable, false) ||
	    choose(x, q, q->failed | q->unreachable, true) ||
	    choose(x, q, q->failed, true);
}

void
dispatch_next(struct traffic *x, struct query *q)
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
	finish_without(x, q, q->why);
}

void
dispatch_to_same(struct traffic *x, struct query *q)
{
	if (!send_there(x, q))
		dispatch_next(x, q);
}

void
dispatch_renewed(struct traffic *x, struct query *q)
{
	send_renew(x, q);
	dispatch_to_same(x, q);
}

int64_t
dispatch_turn_us(const struct traffic *x)
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
dispatch_turns(struct traffic *x)
{
	for (size_t i = 0; x->in_line > 0 && i < x->nupstreams; i++) {
		struct upstream *u = &x->upstreams[i];

		while (u->line != NULL && has_turn(x, u)) {
			struct query *q = u->line;

			line_leave(x, q);
			/* It may have heard from another in the meantime. */
			q->server = (unsigned)i;
			if (!send_query(x, q))
				dispatch_next(x, q);
		}
	}
}

/* Waits no longer than it would have without the ICMP error, however many of
 * them come.  While it is in line it has no deadline. */
void
dispatch_wait_unreachable(struct traffic *x, struct query *q)
{
	int64_t at_us = x->now_us + UNREACHABLE_WAIT_US;

	if (q->line == NULL && q->timer.at_us <= at_us)
		return;
	line_leave(x, q);
	timer_set(&x->flight.timers, &q->timer, at_us);
}

void
dispatch_resume(struct traffic *x, struct query *q)
{
	round_begin_again(x, q);
	dispatch_next(x, q);
}
