#include "report/html.h"
#include "report/markup.h"
#include "report/outcome.h"

static const struct {
	const char *word, *sign;
} signs[] = {
	{ "pass", "\xe2\x9c\x93" },
	{ "warn", "!" },
	{ "fail", "\xe2\x9c\x95" },
	{ "unknown", "?" },
	{ "skip", "\xe2\x80\x93" },
	{ "info", "i" },
};

void
html_badge(struct buf *out, const char *word)
{
	const char *sign = "";

	for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++)
		if (str_eq(str_of(signs[i].word), str_of(word)))
			sign = signs[i].sign;
	buf_printf(
	    out, "<span class=\"badge %s\">%s %s</span>", word, sign, word);
}

static void
put_paragraph(
    struct buf *out, const char *class, const char *before, struct str text)
{
	if (text.n == 0)
		return;
	buf_printf(out, "<p class=\"%s\">%s", class, before);
	markup_text(out, text);
	buf_text(out, "</p>\n");
}

/* The record, with the part that is meant. */
static void
put_record(struct buf *out, const struct finding *f)
{
	if (f->text.n == 0)
		return;
	buf_text(out, "<pre>");
	markup_text(out, str_to(f->text, f->at));
	if (f->n > 0) {
		buf_text(out, "<mark>");
		markup_text(out, str_to(str_from(f->text, f->at), f->n));
		buf_text(out, "</mark>");
	}
	markup_text(out, str_from(f->text, f->at + f->n));
	buf_text(out, "</pre>\n");
}

void
html_finding(struct buf *out, struct arena *a, const struct finding *f,
    unsigned level, struct str id)
{
	const struct finding_info *info = &finding_info[f->id];

	buf_printf(out,
	    "<div class=\"finding\" id=\"%.*s\">\n<h%u class=\"title\">",
	    PSTR(id), level);
	html_badge(out, severity_text(f->severity));
	buf_printf(out, "<span>%c%s</span> <code>%s</code></h%u>\n",
	    info->title[0] >= 'a' && info->title[0] <= 'z'
		? info->title[0] - 'a' + 'A'
		: info->title[0],
	    info->title + 1, info->code, level);
	put_paragraph(out, "accepted", "Does not count: ", finding_mark(a, f));
	put_paragraph(out, "message", "", f->message);
	put_record(out, f);
	if (f->severity > SEV_INFO || f->advice.n > 0)
		put_paragraph(out, "todo", "", finding_advice(f));
	put_paragraph(out, "muted", "Why: ", str_of(info->why));
	if (f->severity > SEV_INFO && f->advice.n > 0)
		put_paragraph(out, "muted", "How: ", str_of(info->fix));
	put_paragraph(out, "reply", "Receivers answer: ", f->reply);
	put_paragraph(out, "reference", "", f->reference);
	buf_text(out, "</div>\n");
}
