#include "report/evidence.h"
#include "base/escape.h"
#include "report/wrap.h"

static const struct str cut = STR("...");

enum { ROOM_MIN = 20 }; /* columns, however narrow the terminal is */

/* The record, escaped, and what of it is shown. */
struct pieces {
	struct str before, part, after;
	bool cut_before, cut_after;
};

static size_t
least(size_t x, size_t y)
{
	return x < y ? x : y;
}

/* Cuts the pieces to width.  The part comes first, then what follows it, up
 * to a third of the line, then what stands before it, then the rest. */
static void
fit(struct pieces *p, size_t width)
{
	size_t part = columns(p->part), before = columns(p->before);
	size_t after = columns(p->after), room;

	/* A caret behind the end takes a column. */
	if (part == 0 && after == 0)
		width--;
	if (before + part + after <= width)
		return;
	width -= 2 * cut.n;
	p->cut_after = part > width;
	part = least(part, width);
	room = width - part;
	p->cut_before = before > room - least(room, least(after, width / 3));
	before = least(before, room - least(room, least(after, width / 3)));
	p->cut_after = p->cut_after || after > room - before;
	after = least(after, room - before);
	p->before = columns_last(p->before, before);
	p->part = columns_first(p->part, part);
	p->after = columns_first(p->after, after);
}

static void
write_record(const struct page *page, const struct pieces *p, enum ink ink)
{
	if (p->cut_before)
		buf_str(page->out, cut);
	buf_str(page->out, p->before);
	if (p->part.n > 0)
		page_put(page, p->part, ink);
	buf_str(page->out, p->after);
	if (p->cut_after)
		buf_str(page->out, cut);
	buf_byte(page->out, '\n');
}

static void
write_carets(const struct page *page, size_t column, const struct pieces *p,
    enum ink ink)
{
	buf_fill(page->out, ' ',
	    column + (p->cut_before ? cut.n : 0) + columns(p->before));
	page_ink(page, ink);
	buf_fill(page->out, '^', p->part.n > 0 ? columns(p->part) : 1);
	page_ink_end(page, ink);
	buf_byte(page->out, '\n');
}

void
evidence_write(const struct page *page, size_t indent, struct str record,
    size_t at, size_t n, enum ink ink)
{
	struct arena *a = page->a;
	struct pieces p = {
		escape(a, str_to(record, at)),
		escape(a, str_to(str_from(record, at), n)),
		escape(a, str_from(record, at + n)),
		false,
		false,
	};
	size_t least_width = indent + ROOM_MIN;

	fit(&p,
	    (page->columns < least_width ? least_width : page->columns) -
		indent);
	buf_fill(page->out, ' ', indent);
	write_record(page, &p, ink);
	if (at > 0 || n > 0)
		write_carets(page, indent, &p, ink);
}
