#include "report/spf_draw.h"
#include "base/escape.h"
#include "report/spf_lines.h"

enum { LEFT_MIN = 12 }; /* columns of a term, however narrow the page */

struct drawing {
	const struct page *page;
	size_t indent;
	bool has_last[SPF_LINES_DEPTH_MAX]; /* nothing follows at that depth */
};

/* What leads to a term, all of three columns a level. */
static const struct {
	const char *on, *off, *item, *end;
} lines[] = {
	{ "|  ", "   ", "|- ", "`- " },
	{ "\xe2\x94\x82  ", "   ", "\xe2\x94\x9c\xe2\x94\x80 ",
	    "\xe2\x94\x94\xe2\x94\x80 " },
};

static void
put_branch(const struct drawing *d, unsigned depth)
{
	bool is_drawn = d->page->has_lines;

	page_ink(d->page, INK_DIM);
	for (unsigned i = 1; i <= depth; i++)
		buf_text(d->page->out,
		    i < depth ? (d->has_last[i] ? lines[is_drawn].off
						: lines[is_drawn].on)
			      : (d->has_last[i] ? lines[is_drawn].end
						: lines[is_drawn].item));
	page_ink_end(d->page, INK_DIM);
}

static void
put_note(const struct page *page, const struct spf_line *line)
{
	if (line->note.n > 0)
		page_put(page, line->note, line->ink);
	if (line->note.n > 0 && line->mark.n > 0)
		buf_text(page->out, ", ");
	if (line->mark.n > 0)
		page_put(page, line->mark, line->mark_ink);
}

/* A line's left part is cut where the right one needs the room. */
static void
draw(void *owner, const struct spf_line *line)
{
	struct drawing *d = owner;
	const struct page *page = d->page;
	struct str term = escape(page->a, line->term);
	size_t right = columns(spf_line_note(page->a, line));
	size_t used =
	    d->indent + 3 * (size_t)line->depth + (right > 0 ? right + 1 : 0);
	size_t room =
	    used + LEFT_MIN < page->columns ? page->columns - used : LEFT_MIN;

	d->has_last[line->depth] = line->is_last;
	if (columns(term) > room)
		term = arena_printf(
		    page->a, "%.*s...", PSTR(columns_first(term, room - 3)));
	buf_fill(page->out, ' ', d->indent);
	put_branch(d, line->depth);
	page_put(page, term, line->ink);
	if (right > 0)
		buf_fill(page->out, ' ', room - columns(term) + 1);
	put_note(page, line);
	buf_byte(page->out, '\n');
}

void
spf_draw(
    const struct page *page, size_t indent, const struct spf_report *report)
{
	struct drawing d = { .page = page, .indent = indent };

	spf_lines(page->a, report, draw, &d);
}
