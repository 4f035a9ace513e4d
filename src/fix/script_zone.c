/* Zone lines: each set whole, below what it replaces. */
#include "fix/script.h"
#include "fix/script_text.h"

static void
write_change(struct buf *out, const struct change *c)
{
	for (size_t i = 0; i < c->nold; i++) {
		if (c->old[i].stays)
			continue;
		buf_text(out, "; was: ");
		change_line(out, c, &c->old[i]);
		buf_byte(out, '\n');
	}
	for (size_t i = 0; i < c->nnew; i++) {
		change_line(out, c, &c->new[i]);
		buf_byte(out, '\n');
	}
}

void
script_zone(struct buf *out, const struct changes *changes)
{
	for (const struct change *c = changes->first; c != NULL; c = c->next)
		if (c->by == BY_ZONE)
			write_change(out, c);
	script_remarks(out, changes, ";");
}
