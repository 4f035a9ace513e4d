#include "client/line.h"

/* Where in a server's line the query stands; NULL: its end. */
static struct query **
find_in_line(struct upstream *u, const struct query *q)
{
	struct query **at = &u->line;

	while (*at != q)
		at = &(*at)->next;
	return at;
}

void
line_leave(struct traffic *x, struct query *q)
{
	if (q->line == NULL)
		return;
	*find_in_line(q->line, q) = q->next;
	q->line = NULL;
	x->in_line--;
}

void
line_join(struct traffic *x, struct query *q)
{
	timer_stop(&x->flight.timers, &q->timer);
	q->line = &x->upstreams[q->server];
	q->next = NULL;
	*find_in_line(q->line, NULL) = q;
	x->in_line++;
}
