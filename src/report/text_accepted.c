#include "check/accepted.h"
#include "report/outcome.h"
#include "report/text.h"

void
text_accepted(struct text *t, const struct finding *f)
{
	if (!finding_counts(f))
		text_paragraph(t,
		    arena_printf(&t->a, "Does not count: %.*s",
			PSTR(finding_mark(&t->a, f))),
		    INK_DIM);
}

void
text_baseline(struct text *t)
{
	const struct baseline_view *view = t->report->baseline;
	struct buf line = { .a = &t->a };

	if (view == NULL)
		return;
	buf_printf(&line, "Of the baseline %zu %s known and %zu gone",
	    view->nknown, view->nknown == 1 ? "is" : "are", view->ngone);
	for (size_t i = 0; i < view->ngone; i++)
		buf_printf(&line, "%s%s of %.*s", i == 0 ? ": " : ", ",
		    finding_info[view->gone[i]->id].code,
		    PSTR(view->gone[i]->subject));
	buf_byte(&line, '.');
	text_part(t);
	text_paragraph(t, buf_view(&line), INK_PLAIN);
	t->is_apart = false;
}
