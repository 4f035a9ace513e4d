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

/* A value as a zone file has it: strings in quotes, as many as there are
 * lines.  Strings of one record are joined with nothing between. */
static void
write_strings(struct text *t, size_t column, struct str value)
{
	struct str rest = escape(&t->a, value);
	size_t width = WRAP_COLUMNS - column - 2;

	for (size_t at = 0; rest.n > 0; rest = str_from(rest, at)) {
		struct str line = columns_first(rest, width);

		at = line.n;
		while (line.n < rest.n && at > 0 && line.s[at - 1] != ' ')
			at--;
		at = at > 0 ? at : line.n;
		buf_printf(t->out, "\"%.*s\"\n", PSTR(str_to(rest, at)));
		if (at < rest.n)
			buf_fill(t->out, ' ', column);
	}
}

/* Quotes and backslashes of the value itself. */
static struct str
quoted(struct arena *a, struct str value)
{
	struct buf b = { .a = a };

	for (size_t i = 0; i < value.n; i++) {
		if (value.s[i] == '"' || value.s[i] == '\\')
			buf_byte(&b, '\\');
		buf_byte(&b, value.s[i]);
	}
	return buf_view(&b);
}

/* How a change reads: a record that is replaced must not stay beside the new
 * one, for two SPF records are none. */
static const struct change {
	struct str action;
	const char *before, *after; /* of name and type */
} changes[] = {
	{ STR("create"), "Publish", "" },
	{ STR("replace"), "Change", " to" },
	{ STR("delete"), "Delete", "" },
};

static const struct change *
change_of(const struct fix *fix)
{
	size_t i = 0;

	while (i + 1 < sizeof(changes) / sizeof(changes[0]) &&
	    !str_eq(changes[i].action, str_of(fix->action)))
		i++;
	return &changes[i];
}

static void
write_fix(struct text *t, const struct fix *fix)
{
	const struct change *change = change_of(fix);
	struct str value = fix->new.n > 0 ? fix->new : fix->old;
	struct str line = arena_printf(&t->a, "%s: %.*s %.*s%s", change->before,
	    PSTR(fix->name), PSTR(fix->type), change->after);
	struct wrap w = wrap_begin(t->out, &t->a, TEXT_INDENT);

	wrap_words(&w, line);
	if (!str_eq(fix->type, S("TXT"))) {
		wrap_words(&w, value);
		wrap_end(&w);
		return;
	}
	if (w.column < WRAP_COLUMNS / 2) {
		buf_byte(t->out, ' ');
		write_strings(t, w.column + 1, quoted(&t->a, value));
	} else {
		wrap_end(&w);
		buf_fill(t->out, ' ', TEXT_INDENT + 2);
		write_strings(t, TEXT_INDENT + 2, quoted(&t->a, value));
	}
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
	if (f->severity <= SEV_INFO || f->fixes != NULL || t->advised[f->id])
		return;
	t->advised[f->id] = true;
	text_paragraph(t, str_of(finding_info[f->id].fix));
}

/* How long caches hide a change, unless a finding of the same check said so
 * already, or there is nothing to change. */
static void
write_hidden(struct text *t, const struct finding *f)
{
	bool is_advised = f->advice.n > 0 || f->fixes != NULL;

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
	for (const struct fix *fix = f->fixes; fix != NULL; fix = fix->next)
		write_fix(t, fix);
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
