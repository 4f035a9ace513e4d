#include <stdlib.h>
#include <string.h>

#include "cli/reorder.h"

bool
reorder_is_full(const struct reorder *r)
{
	return r->next - r->first >= REORDER_LINES_MAX ||
	    r->octets >= REORDER_OCTETS_MAX;
}

static struct held_line *
place(struct reorder *r, uint64_t ticket)
{
	return &r->held[ticket % REORDER_LINES_MAX];
}

uint64_t
reorder_take(struct reorder *r, uint64_t number)
{
	*place(r, r->next) = (struct held_line){ .number = number };
	return r->next++;
}

/* Moves the lines in front that are done to what is ready. */
static void
advance(struct reorder *r)
{
	for (; r->first < r->next; r->first++) {
		struct held_line *line = place(r, r->first);

		if (line->s == NULL)
			return;
		buf_str(&r->ready, (struct str){ line->s, line->n });
		r->octets -= line->n;
		r->written = line->number;
		free(line->s);
		line->s = NULL;
	}
}

void
reorder_put(struct reorder *r, uint64_t ticket, struct str text)
{
	struct held_line *line = place(r, ticket);

	if (ticket == r->first) {
		buf_str(&r->ready, text);
		r->written = line->number;
		r->first++;
		advance(r);
		return;
	}
	line->s = mem_new(text.n, 1);
	line->n = text.n;
	memcpy(line->s, text.s, text.n);
	r->octets += text.n;
}

struct str
reorder_ready(struct reorder *r)
{
	struct str ready = buf_view(&r->ready);

	r->ready.n = 0;
	return ready;
}

void
reorder_free(struct reorder *r)
{
	for (; r->first < r->next; r->first++)
		free(place(r, r->first)->s);
	buf_free(&r->ready);
}
