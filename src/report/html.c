/*
 * html.c - one page: a sender, or a batch's table with the worst first and
 * then each sender.
 */
#include "report/html.h"
#include "report/line.h"
#include "report/markup.h"
#include "report/outcome.h"
#include "report/ranked.h"

/* Stream 0 does not wait. */
enum { STREAM_PAGE };

void
html_head(struct buf *out, struct str title)
{
	buf_text(out,
	    "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
	    "<meta charset=\"utf-8\">\n"
	    "<meta name=\"viewport\" "
	    "content=\"width=device-width, initial-scale=1\">\n<title>");
	markup_text(out, title);
	buf_text(out, "</title>\n<style>\n");
	for (const char *const *rule = html_style; *rule != NULL; rule++)
		buf_text(out, *rule);
	buf_text(out, "</style>\n</head>\n<body>\n<main>\n");
}

void
html_foot(struct buf *out, struct str note)
{
	buf_printf(out,
	    "</main>\n<footer>mailpreflight %s%.*s</footer>\n</body>\n"
	    "</html>\n",
	    VERSION, PSTR(note));
}

static struct str
times(const struct report *report, const struct format_choice *choice)
{
	if (choice->timeless)
		return arena_printf(
		    report->a, ", %zu lookups", report->nanswers);
	return arena_printf(report->a, ", %.*s, %zu lookups in %lld ms",
	    PSTR(choice->started), report->nanswers,
	    (long long)((report->elapsed_us + 999) / 1000));
}

static void
put_page(struct buf *out, const struct report *report,
    const struct format_choice *choice)
{
	size_t piece = piece_begin(out, STREAM_PAGE);

	html_head(out,
	    arena_printf(report->a, "%s: %.*s", status_text(report->verdict),
		PSTR(report_title(report))));
	html_sender(out, report, choice);
	html_foot(out, times(report, choice));
	piece_end(out, piece);
}

static void
put_row(struct buf *out, const struct report *report,
    const struct format_choice *choice)
{
	struct str rest = report_codes(report), code;

	buf_text(out, "<tr><td>");
	html_badge(out, status_text(report->verdict));
	buf_printf(out, "</td><td><a href=\"#l%llu\">",
	    (unsigned long long)choice->line);
	markup_text(out, report_title(report));
	buf_text(out, "</a></td><td>");
	for (size_t i = 0; rest.n > 0 && str_cut(&rest, ',', &code); i++)
		buf_printf(
		    out, "%s<code>%.*s</code>", i > 0 ? ", " : "", PSTR(code));
	buf_text(out, "</td></tr>\n");
}

static void
put_sender(struct buf *out, const struct report *report,
    const struct format_choice *choice)
{
	enum rank rank = rank_of(report->verdict);
	size_t piece;

	if (!choice->many) {
		put_page(out, report, choice);
		return;
	}
	piece = piece_begin(out, RANKED_ROWS + rank);
	put_row(out, report, choice);
	piece_end(out, piece);
	piece = piece_begin(out, RANKED_SECTIONS + rank);
	buf_printf(out, "<section class=\"sender\" id=\"l%llu\">\n",
	    (unsigned long long)choice->line);
	html_sender(out, report, choice);
	buf_text(out, "</section>\n");
	piece_end(out, piece);
}

static void
put_bad_line(
    struct buf *out, struct str error, const struct format_choice *choice)
{
	size_t piece = piece_begin(out, RANKED_ROWS + RANK_BAD_LINE);

	buf_printf(out,
	    "<tr><td><span class=\"badge fail\">error</span></td>"
	    "<td>line %llu</td><td>",
	    (unsigned long long)choice->line);
	markup_text(out, error);
	buf_text(out, "</td></tr>\n");
	piece_end(out, piece);
}

static void
write_text(struct document *doc, struct str text)
{
	document_write(doc, text);
}

static void
end(struct document *doc)
{
	struct arena a = { 0 };
	struct buf out = { .a = &a };
	struct str summary;

	if (!doc->choice.many)
		return;
	summary = ranked_summary(&a, doc);
	html_head(&out, arena_printf(&a, "Mail senders: %.*s", PSTR(summary)));
	buf_printf(&out,
	    "<h1>Mail senders</h1>\n<p class=\"verdict\">%.*s</p>\n"
	    "<table>\n<thead><tr><th>status</th><th>sender</th>"
	    "<th>findings</th></tr></thead>\n<tbody>\n",
	    PSTR(summary));
	document_write(doc, buf_view(&out));
	ranked_release(doc, RANKED_ROWS, write_text);
	document_write(doc, S("</tbody>\n</table>\n"));
	ranked_release(doc, RANKED_SECTIONS, write_text);
	out.n = 0;
	html_foot(&out, S(""));
	document_write(doc, buf_view(&out));
	arena_free(&a);
}

const struct format_ways format_html = {
	.sender = put_sender,
	.bad_line = put_bad_line,
	.end = end,
	.place = ranked_place,
	.marks = &markup_marks,
	.streams = RANKED_STREAMS,
};
