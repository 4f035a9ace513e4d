/* What to change, in order, as lines that can be pasted: one a record, however
 * long. */
#include "base/escape.h"
#include "fix/change.h"
#include "report/text.h"
#include "report/wrap.h"

/* What goes away, in words; nothing of what stays. */
static struct str
gone(struct arena *a, const struct change *change)
{
	struct buf b = { .a = a };

	for (size_t i = 0; i < change->nold; i++)
		if (!change->old[i].stays)
			buf_item(&b, change->old[i].zone);
	return buf_view(&b);
}

static bool
has_staying(const struct change *change)
{
	for (size_t i = 0; i < change->nold; i++)
		if (change->old[i].stays)
			return true;
	return false;
}

/* "In place of "v=spf1 mx ~all"; the others stay:" */
static struct str
headline(struct arena *a, const struct change *change)
{
	struct str old = gone(a, change), where = S("");
	const char *stay = has_staying(change)
	    ? " (the set as a whole; its other records stay)"
	    : "";

	if (change->by == BY_PROVIDER)
		where = S(", with the provider of the address");
	if (change->action == CHANGE_DELETE)
		return arena_printf(a, "Remove%.*s:", PSTR(where));
	if (old.n == 0)
		return arena_printf(a, "Publish%.*s%s:", PSTR(where), stay);
	return arena_printf(a, "Publish%.*s, in place of %.*s%s:", PSTR(where),
	    PSTR(old), stay);
}

static void
write_headline(struct text *t, unsigned number, const struct change *change)
{
	struct wrap w = wrap_begin(&t->page, 0);

	wrap_words(&w, arena_printf(&t->a, "%u.", number));
	w.indent = w.column + 1;
	wrap_words(&w, headline(&t->a, change));
	wrap_end(&w);
}

static void
write_lines(struct text *t, const struct change *change)
{
	bool is_gone = change->action == CHANGE_DELETE;
	const struct change_value *values = is_gone ? change->old : change->new;
	size_t n = is_gone ? change->nold : change->nnew;
	struct buf line = { .a = &t->a };

	for (size_t i = 0; i < n; i++) {
		line.n = 0;
		change_line(&line, change, &values[i]);
		page_put(&t->page, buf_view(&line), INK_BOLD);
		buf_byte(t->page.out, '\n');
	}
}

static void
write_remark(struct text *t, const struct remark *remark)
{
	struct wrap w = wrap_begin(&t->page, 0);

	w.ink = INK_DIM;
	wrap_words(&w,
	    arena_printf(&t->a, "Left out: %.*s %.*s for %s: %.*s.",
		PSTR(name_text(&t->a, remark->name)),
		PSTR(type_text(&t->a, remark->type)),
		finding_info[remark->id].code, PSTR(remark->why)));
	wrap_end(&w);
}

void
text_changes(struct text *t)
{
	const struct changes *changes = t->report->changes;
	unsigned number = 0;

	if (changes == NULL ||
	    (changes->first == NULL && changes->remarks == NULL))
		return;
	text_part(t);
	page_put(&t->page, S("Changes"), INK_BOLD);
	buf_byte(t->page.out, '\n');
	t->is_apart = false;
	for (const struct change *change = changes->first; change != NULL;
	     change = change->next) {
		write_headline(t, ++number, change);
		write_lines(t, change);
	}
	for (const struct remark *remark = changes->remarks; remark != NULL;
	     remark = remark->next)
		write_remark(t, remark);
}
