#include "client/probe.h"
#include "client/dispatch.h"

enum {
	SILENCES = 3,        /* where nobody ever answered */
	SILENCES_LATER = 32, /* and where somebody did */
	HOPELESS_US = 5 * 1000000,
	TIME_US = 6 * 1000000 /* of a probe */
};

static const struct name root = { (const unsigned char *)"", 1 };

static bool
all_dead(const struct traffic *x)
{
	for (size_t i = 0; i < x->nupstreams; i++)
		if (!upstream_is_dead(&x->upstreams[i]))
			return false;
	return true;
}

static void
give_up(struct traffic *x, struct str note)
{
	x->hopeless_until_us = x->now_us + HOPELESS_US;
	x->hopeless_note.n = 0;
	buf_str(&x->hopeless_note, note.n > 0 ? note : S("no server answers"));
}

static void
take_end(struct traffic *x, struct query *q, const struct answer *answer)
{
	x->probe = NULL;
	if (q->was_heard) {
		if (q->timeouts == 0)
			window_proved(&x->window);
		else
			window_lost(&x->window, x->now_us);
		return;
	}
	if (x->gives_up)
		give_up(x, answer->note);
}

void
probe_begin(struct traffic *x)
{
	struct query *q;

	if (x->probe != NULL)
		return;
	q = query_begin_own(&x->flight, (struct question){ root, TYPE_NS },
	    NULL, take_end, x->now_us, TIME_US);
	x->probe = q;
	q->server = (unsigned)(x->nupstreams - 1);
	dispatch_next(x, q);
}

void
probe_silence(struct traffic *x, const struct query *q)
{
	unsigned limit = x->has_heard ? SILENCES_LATER : SILENCES;

	if (q->was_heard || !x->gives_up)
		return;
	if (++x->hopeless < limit || !all_dead(x))
		return;
	/* A zone's own server has to know what it was asked. */
	if (x->no_recursion)
		give_up(x, buf_view(&q->note));
	else
		probe_begin(x);
}

void
probe_late(struct traffic *x, const struct query *q)
{
	if (q->timeouts == 1)
		window_disproved(&x->window, x->now_us);
}
