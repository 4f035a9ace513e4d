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

/* Moves the lines in front that are done to what is ready; one that is large
 * is ready alone, as it is. */
static void
advance(struct reorder *r)
{
	for (; r->first < r->next; r->first++) {
		struct held_line *line = place(r, r->first);

		if (line->s == NULL ||
		    (r->ready.n > 0 &&
			r->ready.n + line->n > REORDER_READY_MAX))
			return;
		if (line->n > REORDER_READY_MAX) {
			buf_free(&r->ready);
			r->ready = (struct buf){
				.s = line->s, .n = line->n, .cap = line->n
			};
		} else {
			buf_str(&r->ready, (struct str){ line->s, line->n });
			free(line->s);
		}
		r->octets -= line->n;
		r->written = line->number;
		line->s = NULL;
	}
}

/* A line of its own, for its turn has not come or it is large. */
static void
hold(struct reorder *r, struct held_line *line, struct buf *text)
{
	line->n = text->n;
	r->octets += text->n;
	if (text->n > REORDER_READY_MAX) {
		line->s = text->s;
		*text = (struct buf){ 0 };
	} else {
		line->s = mem_grow(NULL, text->n, 1);
		memcpy(line->s, text->s, text->n);
	}
	advance(r);
}

void
reorder_put(struct reorder *r, uint64_t ticket, struct buf *text)
{
	struct held_line *line = place(r, ticket);

	if (ticket != r->first || r->ready.n + text->n > REORDER_READY_MAX) {
		hold(r, line, text);
	} else {
		buf_str(&r->ready, buf_view(text));
		r->written = line->number;
		r->first++;
		advance(r);
	}
	text->n = 0;
}

struct str
reorder_ready(const struct reorder *r)
{
	return buf_view(&r->ready);
}

void
reorder_written(struct reorder *r)
{
	buf_reset(&r->ready, REORDER_READY_MAX);
	advance(r);
}

void
reorder_free(struct reorder *r)
{
	for (; r->first < r->next; r->first++)
		free(place(r, r->first)->s);
	buf_free(&r->ready);
}
