#include "base/escape.h"
#include "facts/spf_tree.h"
#include "report/evidence.h"
#include "report/text.h"
#include "report/wrap.h"

static void
write_message(struct text *t, const struct finding *f)
{
	struct wrap w = wrap_begin(&t->page, TEXT_INDENT);

	wrap_words(&w, f->message);
	wrap_right(
	    &w, arena_printf(&t->a, "[%s]", finding_info[f->id].code), INK_DIM);
	wrap_end(&w);
}

/* The row's advice says nothing new when the same finding comes again. */
static void
write_general_advice(struct text *t, const struct finding *f)
{
	if (f->severity <= SEV_INFO || t->advised[f->id])
		return;
	t->advised[f->id] = true;
	text_paragraph(t, str_of(finding_info[f->id].fix), INK_PLAIN);
}

/* What caches of a check's answers hide is said once, at the end. */
static void
note_hidden(struct text *t, const struct result *r, const struct finding *f)
{
	struct hiding *h = &t->hiding;
	bool is_advised = f->advice.n > 0 || f->needs != NULL;

	if ((f->severity == SEV_INFO && !is_advised) || f->cached_s == 0)
		return;
	if (f->cached_s > h->here_s[r->check])
		h->here_s[r->check] = f->cached_s;
	if (f->cached_elsewhere_s > h->elsewhere_s[r->check])
		h->elsewhere_s[r->check] = f->cached_elsewhere_s;
	h->is_open[r->check] |= f->cached_elsewhere_s == 0;
}

static void
write_advice(struct text *t, const struct finding *f)
{
	if (f->advice.n > 0)
		text_paragraph(t, f->advice, INK_PLAIN);
	else
		write_general_advice(t, f);
}

/* The term that the tree marks. */
static bool
is_in_tree(const struct result *r, const struct finding *f)
{
	const struct spf_outcome *o =
	    r->spf != NULL && r->status > STATUS_PASS ? r->spf->outcome : NULL;

	return o != NULL && o->problem == SPF_NO_PROBLEM &&
	    o->decided->matched != NULL && f->at == o->decided->matched->at &&
	    str_eq(f->text, o->decided->record->text);
}

/* A record that nothing in it is wrong with is only shown on demand. */
static bool
is_evidence_shown(
    const struct text *t, const struct result *r, const struct finding *f)
{
	if (is_in_tree(r, f))
		return false;
	return f->text.n > 0 &&
	    (t->choice->verbose || f->severity > SEV_INFO || f->at > 0 ||
		f->n > 0);
}

void
text_finding(struct text *t, const struct result *r, const struct finding *f)
{
	write_message(t, f);
	text_accepted(t, f);
	if (is_evidence_shown(t, r, f))
		evidence_write(&t->page, TEXT_INDENT, f->text, f->at, f->n,
		    text_severity_ink(f->severity));
	if (f->reply.n > 0)
		text_paragraph(t,
		    arena_printf(
			&t->a, "Receivers answer: %.*s", PSTR(f->reply)),
		    INK_DIM);
	write_advice(t, f);
	note_hidden(t, r, f);
	if (t->choice->verbose)
		text_paragraph(t,
		    arena_printf(&t->a, "See %.*s.", PSTR(f->reference)),
		    INK_DIM);
}
