#include "report/html.h"
#include "report/markup.h"
#include "report/spf_lines.h"

struct list {
	struct buf *out;
	struct arena *a;
	bool is_begun;
	unsigned depth; /* of the item that is open */
};

static void
close_to(struct list *l, unsigned depth)
{
	for (; l->depth > depth; l->depth--)
		buf_text(l->out, "</li></ul>");
	buf_text(l->out, "</li>\n");
}

/* An item stays open for what is below it. */
static void
put_line(void *owner, const struct spf_line *line)
{
	struct list *l = owner;
	bool is_match = str_eq(line->mark, S("MATCH"));
	struct str note = spf_line_note(l->a, line);

	if (!l->is_begun)
		buf_text(l->out, "<ul class=\"tree\">\n");
	else if (line->depth > l->depth)
		buf_text(l->out, "\n<ul>");
	else
		close_to(l, line->depth);
	l->is_begun = true;
	l->depth = line->depth;
	buf_printf(
	    l->out, "<li><div%s><code>", is_match ? " class=\"match\"" : "");
	markup_text(l->out, line->term);
	buf_text(l->out, "</code>");
	if (note.n > 0) {
		buf_text(l->out, "<span class=\"note\">");
		markup_text(l->out, note);
		buf_text(l->out, "</span>");
	}
	buf_text(l->out, "</div>");
}

void
html_tree(struct buf *out, struct arena *a, const struct spf_report *report)
{
	struct list l = { .out = out, .a = a };

	spf_lines(a, report, put_line, &l);
	if (!l.is_begun)
		return;
	close_to(&l, 0);
	buf_text(out, "</ul>\n");
}
