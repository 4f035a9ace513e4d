#include "base/escape.h"
#include "report/evidence.h"
#include "report/text.h"
#include "report/wrap.h"

void
text_paragraph(struct text *t, struct str text)
{
	struct wrap w = wrap_begin(t->out, &t->a, TEXT_INDENT);

	wrap_words(&w, text);
	wrap_end(&w);
}

static void
write_message(struct text *t, const struct finding *f)
{
	struct wrap w = wrap_begin(t->out, &t->a, TEXT_INDENT);

	wrap_words(&w, f->message);
	wrap_right(&w, arena_printf(&t->a, "[%s]", finding_info[f->id].code));
	wrap_end(&w);
}

/* Time in the largest unit that says it well. */
static struct str
duration(struct arena *a, uint32_t seconds)
{
	if (seconds < 2 * 60)
		return arena_printf(a, "%u s", seconds);
	if (seconds < 2 * 3600)
		return arena_printf(a, "%u min", seconds / 60);
	return arena_printf(a, "%u h", seconds / 3600);
}

/* The row's advice says nothing new when the same finding comes again. */
static void
write_general_advice(struct text *t, const struct finding *f)
{
	if (f->severity <= SEV_INFO || t->advised[f->id])
		return;
	t->advised[f->id] = true;
	text_paragraph(t, str_of(finding_info[f->id].fix));
}

/* How long caches hide a change, unless a finding of the same check said so
 * already, or there is nothing to change. */
static void
write_hidden(struct text *t, const struct finding *f)
{
	bool is_advised = f->advice.n > 0 || f->needs != NULL;

	if (f->hidden_s == 0 || f->hidden_s == t->hidden_s ||
	    (f->severity == SEV_INFO && !is_advised))
		return;
	t->hidden_s = f->hidden_s;
	text_paragraph(t,
	    arena_printf(&t->a, "Caches can hide the change for %.*s.",
		PSTR(duration(&t->a, f->hidden_s))));
}

static void
write_advice(struct text *t, const struct finding *f)
{
	if (f->advice.n > 0)
		text_paragraph(t, f->advice);
	else
		write_general_advice(t, f);
	write_hidden(t, f);
}

/* A record that nothing in it is wrong with is only shown on demand. */
static bool
is_evidence_shown(const struct text *t, const struct finding *f)
{
	return f->text.n > 0 &&
	    (t->choice->verbose || f->severity > SEV_INFO || f->at > 0 ||
		f->n > 0);
}

void
text_finding(struct text *t, const struct finding *f)
{
	write_message(t, f);
	text_accepted(t, f);
	if (is_evidence_shown(t, f))
		evidence_write(
		    t->out, &t->a, TEXT_INDENT, f->text, f->at, f->n);
	if (f->reply.n > 0)
		text_paragraph(t,
		    arena_printf(
			&t->a, "Receivers answer: %.*s", PSTR(f->reply)));
	write_advice(t, f);
	if (t->choice->verbose)
		text_paragraph(
		    t, arena_printf(&t->a, "See %.*s.", PSTR(f->reference)));
}
