#include "base/escape.h"
#include "facts/spf_tree.h"
#include "report/evidence.h"
#include "report/text.h"
#include "report/wrap.h"

void
text_paragraph(struct text *t, struct str text, enum ink ink)
{
	struct wrap w = wrap_begin(&t->page, TEXT_INDENT);

	w.ink = ink;
	wrap_words(&w, text);
	wrap_end(&w);
}

static void
write_message(struct text *t, const struct finding *f)
{
	struct wrap w = wrap_begin(&t->page, TEXT_INDENT);

	wrap_words(&w, f->message);
	wrap_right(
	    &w, arena_printf(&t->a, "[%s]", finding_info[f->id].code), INK_DIM);
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
	text_paragraph(t, str_of(finding_info[f->id].fix), INK_PLAIN);
}

/* What caches of a check's answers hide is said once, at the end. */
static void
note_hidden(struct text *t, const struct result *r, const struct finding *f)
{
	bool is_advised = f->advice.n > 0 || f->needs != NULL;

	if (f->severity == SEV_INFO && !is_advised)
		return;
	if (f->hidden_s > t->hidden_s[r->check])
		t->hidden_s[r->check] = f->hidden_s;
}

/* "5 min (forward, spf)": the checks whose answers are hidden as long as those
 * of one. */
static struct str
hidden_checks(struct text *t, enum check_id check)
{
	uint32_t s = t->hidden_s[check];
	struct buf b = { .a = &t->a };
	const char *between = " (";

	buf_str(&b, duration(&t->a, s));
	for (enum check_id id = check; id < CHECK_COUNT; id++)
		if (t->hidden_s[id] == s) {
			buf_printf(&b, "%s%s", between, check_info[id].name);
			between = ", ";
		}
	buf_byte(&b, ')');
	return buf_view(&b);
}

/* Whether no earlier check has the same time. */
static bool
is_first_hidden(const struct text *t, enum check_id check)
{
	for (enum check_id id = 0; id < check; id++)
		if (t->hidden_s[id] == t->hidden_s[check])
			return false;
	return t->hidden_s[check] > 0;
}

void
text_caches(struct text *t)
{
	struct buf b = { .a = &t->a };
	struct wrap w;

	for (enum check_id id = 0; id < CHECK_COUNT; id++)
		if (is_first_hidden(t, id))
			buf_item(&b, hidden_checks(t, id));
	if (b.n == 0)
		return;
	text_part(t);
	w = wrap_begin(&t->page, 0);
	w.ink = INK_DIM;
	wrap_words(&w, S("Caches can hide a change for"));
	w.indent = 2;
	wrap_words(&w, arena_printf(&t->a, "%.*s.", PSTR(buf_view(&b))));
	wrap_end(&w);
	t->is_apart = false;
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
