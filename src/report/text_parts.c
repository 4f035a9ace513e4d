/* text_parts.c - what the parts of the text are made of. */
#include "report/text.h"
#include "report/wrap.h"

/* How a status looks: FAIL also stands out where there is no colour. */
static const struct {
	const char *word;
	enum ink ink;
} look[] = {
	[STATUS_SKIP] = { "skip", INK_DIM },
	[STATUS_PASS] = { "pass", INK_PASS },
	[STATUS_WARN] = { "warn", INK_WARN },
	[STATUS_UNKNOWN] = { "unknown", INK_UNKNOWN },
	[STATUS_FAIL] = { "FAIL", INK_FAIL },
};

enum ink
text_severity_ink(enum severity severity)
{
	switch (severity) {
	case SEV_FAIL:
		return INK_FAIL;
	case SEV_UNKNOWN:
		return INK_UNKNOWN;
	case SEV_WARN:
		return INK_WARN;
	case SEV_INFO:
	case SEV_OFF:
		break;
	}
	return INK_BOLD;
}

void
text_part(struct text *t)
{
	if (t->is_begun && !t->is_apart)
		buf_byte(t->page.out, '\n');
	t->is_begun = t->is_apart = true;
}

struct str
text_status_word(enum status status)
{
	return str_of(look[status].word);
}

size_t
text_status(struct text *t, enum status status)
{
	struct str word = text_status_word(status);

	t->is_begun = true;
	t->is_apart = false;
	page_put(&t->page, word, look[status].ink);
	buf_fill(t->page.out, ' ', t->status_width - word.n + 2);
	return t->status_width + 2;
}

void
text_paragraph(struct text *t, struct str text, enum ink ink)
{
	struct wrap w = wrap_begin(&t->page, TEXT_INDENT);

	w.ink = ink;
	wrap_words(&w, text);
	wrap_end(&w);
}
