#include "check/change.h"
#include "report/text.h"
#include "report/wrap.h"

enum { ACTION_WIDTH = 7 }; /* of "replace" */

static void
write_proposal(struct text *t, const struct proposal *p)
{
	struct str action = proposal_action(p);
	size_t column = 4 + ACTION_WIDTH + 2;
	struct wrap w = wrap_from(&t->page, column);

	buf_fill(t->page.out, ' ', 4);
	buf_str(t->page.out, action);
	buf_fill(t->page.out, ' ', ACTION_WIDTH - action.n + 2);
	wrap_words(&w, name_text(&t->a, p->set->name));
	wrap_words(&w, type_text(&t->a, p->set->type));
	if (p->set->id.n > 0)
		wrap_words(&w, arena_printf(&t->a, "(%.*s)", PSTR(p->set->id)));
	wrap_end(&w);
}

static void
write_file(struct text *t, struct str file)
{
	struct wrap w = wrap_begin(&t->page, 0);

	wrap_words(&w, arena_printf(&t->a, "Proposed by %.*s:", PSTR(file)));
	wrap_end(&w);
}

static void
write_proposals(struct text *t, const struct proposal *proposals)
{
	struct str file = { 0 };

	for (const struct proposal *p = proposals; p != NULL; p = p->next) {
		if (!str_eq(file, p->entry->set.from.file)) {
			file = p->entry->set.from.file;
			write_file(t, file);
		}
		write_proposal(t, p);
		t->is_apart = false;
	}
	text_part(t);
}

void
text_proposed(struct text *t)
{
	for (size_t i = 0; i < t->report->nresults; i++)
		if (t->report->results[i].check == CHECK_CHANGE)
			write_proposals(t, t->report->results[i].proposals);
}
