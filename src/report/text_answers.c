#include "report/secret.h"
#include "report/text.h"
#include "report/wrap.h"

static void
write_line(struct text *t, const char *label, struct str text)
{
	struct wrap w = wrap_begin(&t->page, TEXT_INDENT + 4);

	wrap_words(&w, str_of(label));
	wrap_words(&w, text);
	wrap_end(&w);
}

/* "NOERROR, 11 ms, 127.0.0.1#53" */
static struct str
describe(struct text *t, const struct answer *answer)
{
	struct buf b = { .a = &t->a };

	buf_str(&b, answer_status_text(answer->status));
	if (!t->choice->timeless)
		buf_printf(&b, ", %u ms", answer->us / 1000);
	if (answer->server.n > 0)
		buf_text(&b, ", ");
	buf_str(&b, answer->server);
	return buf_view(&b);
}

static void
write_answer(struct text *t, const struct answer *answer)
{
	struct arena *a = &t->a;
	struct wrap w = wrap_begin(&t->page, TEXT_INDENT);
	bool is_secret = answer_is_secret(answer);

	wrap_words(&w, name_text(a, answer->question.name));
	wrap_words(&w, type_text(a, answer->question.type));
	if ((answer->question.type & TYPE_PUBLISHED) != 0)
		wrap_words(&w, S("as published"));
	wrap_right(&w, describe(t, answer), INK_DIM);
	wrap_end(&w);
	if (answer->note.n > 0)
		write_line(t, "note:", answer->note);
	for (size_t i = 0; i < answer->ncnames; i++)
		write_line(t, "alias of", name_text(a, answer->cnames[i]));
	for (size_t i = 0; i < answer->n; i++)
		write_line(t, "", shown_record(a, answer, i, is_secret));
}

void
text_answers(struct text *t)
{
	text_part(t);
	page_put(&t->page, S("Lookups"), INK_BOLD);
	buf_byte(t->page.out, '\n');
	t->is_apart = false;
	for (size_t i = 0; i < t->report->nanswers; i++)
		write_answer(t, t->report->answers[i]);
}
