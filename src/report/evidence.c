#include "report/evidence.h"
#include "base/escape.h"
#include "report/wrap.h"

static const struct str cut = STR("...");

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
write_record(struct buf *out, const struct pieces *p)
{
	if (p->cut_before)
		buf_str(out, cut);
	buf_str(out, p->before);
	buf_str(out, p->part);
	buf_str(out, p->after);
	if (p->cut_after)
		buf_str(out, cut);
	buf_byte(out, '\n');
}

void
evidence_write(struct buf *out, struct arena *a, size_t indent,
    struct str record, size_t at, size_t n)
{
	struct pieces p = {
		escape(a, str_to(record, at)),
		escape(a, str_to(str_from(record, at), n)),
		escape(a, str_from(record, at + n)),
		false,
		false,
	};

	fit(&p, WRAP_COLUMNS - indent);
	buf_fill(out, ' ', indent);
	write_record(out, &p);
	if (at == 0 && n == 0)
		return;
	buf_fill(out, ' ', indent + (p.cut_before ? cut.n : 0));
	buf_fill(out, ' ', columns(p.before));
	buf_fill(out, '^', p.part.n > 0 ? columns(p.part) : 1);
	buf_byte(out, '\n');
}
