/*
 * An nsupdate script (RFC 2136): one message a zone, with prerequisites, so
 * that it is refused where the DNS is not any more what was judged, and when
 * it is sent a second time.
 */
#include "fix/script.h"
#include "fix/script_text.h"

static void
write_set(struct buf *out, const char *start, const struct change *c)
{
	buf_printf(out, "%s %.*s %.*s\n", start,
	    PSTR(script_name(out->a, c->name)),
	    PSTR(type_text(out->a, c->type)));
}

static void
write_prerequisite(struct buf *out, const struct change *c)
{
	if (c->nold == 0)
		write_set(out, "prereq nxrrset", c);
	for (size_t i = 0; i < c->nold; i++)
		buf_printf(out, "prereq yxrrset %.*s IN %.*s %.*s\n",
		    PSTR(script_name(out->a, c->name)),
		    PSTR(type_text(out->a, c->type)), PSTR(c->old[i].zone));
}

static void
write_update(struct buf *out, const struct change *c)
{
	if (c->nold > 0)
		write_set(out, "update delete", c);
	for (size_t i = 0; i < c->nnew; i++) {
		buf_text(out, "update add ");
		change_line(out, c, &c->new[i]);
		buf_byte(out, '\n');
	}
}

static bool
is_in_message(const struct change *c, const struct change *first)
{
	return c->by == BY_ZONE && c->zone.n == first->zone.n &&
	    (c->zone.n == 0 || name_eq(c->zone, first->zone));
}

static void
write_message(struct buf *out, const struct change *first)
{
	const struct change *c;

	if (first->zone.n > 0)
		buf_printf(
		    out, "zone %.*s\n", PSTR(script_name(out->a, first->zone)));
	for (c = first; c != NULL; c = c->next)
		if (is_in_message(c, first))
			write_prerequisite(out, c);
	for (c = first; c != NULL; c = c->next)
		if (is_in_message(c, first))
			write_update(out, c);
	buf_text(out, "send\n");
}

/* Whether the change is in the message of one before it. */
static bool
is_written(const struct changes *changes, const struct change *c)
{
	for (const struct change *d = changes->first; d != c; d = d->next)
		if (d->by == BY_ZONE && is_in_message(c, d))
			return true;
	return false;
}

void
script_nsupdate(struct buf *out, const struct changes *changes)
{
	for (const struct change *c = changes->first; c != NULL; c = c->next)
		if (c->by == BY_ZONE && !is_written(changes, c))
			write_message(out, c);
	script_remarks(out, changes, ";");
}
