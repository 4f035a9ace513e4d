/*
 * markdown.c - GitHub-flavoured Markdown: a heading, a table of checks, and
 * the findings below it; of a batch a table with the worst first, and then
 * each sender.
 *
 * GitHub throws a summary away that is longer than 1 MiB, so what does not fit
 * is left out and counted.
 */
#include "base/escape.h"
#include "base/workflow.h"
#include "report/line.h"
#include "report/outcome.h"
#include "report/ranked.h"
#include "report/spf_draw.h"
#include "report/text.h"

enum {
	OCTETS_MAX = 1024 * 1024 - 512,   /* and a line on what is missing */
	ROWS_OCTETS_MAX = OCTETS_MAX / 2, /* of a batch's table */
};

/* Pieces of one sender's report: what may be left out, and what may not. */
enum { STREAM_ITEM = 0, STREAM_ALWAYS = RANKED_STREAMS };

struct section {
	bool many;
	size_t piece; /* the one being made */
};

/* Everything that can mean something to Markdown; a dot only in what would
 * become a link, a colon before slashes. */
static bool
is_markup(struct str s, size_t i)
{
	char c = s.s[i];

	if (c == '.')
		return i >= 3 &&
		    str_eq_nocase(str_to(str_from(s, i - 3), 3), S("www"));
	if (c == ':')
		return i + 1 < s.n && s.s[i + 1] == '/';
	return c != '\0' && strchr("\\`*_[]<>#|~&!@$", c) != NULL;
}

static void
put_text(struct buf *out, struct str text)
{
	struct arena a = { 0 };

	text = escape(&a, text);
	for (size_t i = 0; i < text.n; i++) {
		if (is_markup(text, i))
			buf_byte(out, '\\');
		buf_byte(out, text.s[i]);
	}
	arena_free(&a);
}

/* The longest run of backquotes. */
static size_t
backquotes(struct str text)
{
	size_t most = 0, n = 0;

	for (size_t i = 0; i < text.n; i++) {
		n = text.s[i] == '`' ? n + 1 : 0;
		most = n > most ? n : most;
	}
	return most;
}

/* Lines as they are, in a fence that nothing in them ends; indented, for they
 * belong to an item. */
static void
put_block(struct buf *out, struct str lines)
{
	size_t n = backquotes(lines), fence = n < 3 ? 3 : n + 1;
	struct str line;

	buf_text(out, "\n  ");
	buf_fill(out, '`', fence);
	buf_text(out, "text\n");
	if (str_ends(lines, S("\n")))
		lines.n--;
	while (str_cut(&lines, '\n', &line)) {
		buf_text(out, "  ");
		buf_str(out, line);
		buf_byte(out, '\n');
	}
	buf_text(out, "  ");
	buf_fill(out, '`', fence);
	buf_byte(out, '\n');
}

static void
put_record(struct buf *out, struct arena *a, const struct finding *f)
{
	if (f->text.n > 0)
		put_block(out, escape(a, f->text));
}

static void
put_changes(
    struct buf *out, const struct report *report, const struct finding *f)
{
	struct buf lines = { .a = report->a };
	const struct change *change = NULL;

	while ((change = fix_next(report, f, change)) != NULL) {
		fix_line(&lines, change);
		buf_byte(&lines, '\n');
	}
	if (lines.n > 0)
		put_block(out, buf_view(&lines));
}

/* An item of the list. */
static void
put_finding(
    struct buf *out, const struct report *report, const struct finding *f)
{
	buf_printf(out, "- **%s** `%s`: ", severity_text(f->severity),
	    finding_info[f->id].code);
	put_text(out, f->message);
	if (!finding_counts(f)) {
		buf_text(out, " *(");
		put_text(out, finding_mark(report->a, f));
		buf_text(out, ")*");
	}
	if (f->severity > SEV_INFO || f->advice.n > 0) {
		buf_byte(out, ' ');
		put_text(out, finding_advice(f));
	}
	buf_text(out, " (");
	put_text(out, f->reference);
	buf_text(out, ")\n");
	put_record(out, report->a, f);
	put_changes(out, report, f);
}

static void
put_row(struct buf *out, struct arena *a, const struct result *r)
{
	buf_printf(out, "| %s%s%s | %s | ",
	    r->status == STATUS_FAIL ? "**" : "", status_text(r->status),
	    r->status == STATUS_FAIL ? "**" : "", check_info[r->check].name);
	put_text(out, result_about(a, r));
	buf_text(out, " | ");
	put_text(out, r->summary);
	buf_text(out, " |\n");
}

static void
put_tree(struct buf *out, struct arena *a, const struct result *r)
{
	struct buf drawing = { .a = a };
	struct page page = page_plain(&drawing, a);

	if (r->spf == NULL || r->status <= STATUS_PASS)
		return;
	spf_draw(&page, 0, r->spf);
	if (drawing.n == 0)
		return;
	buf_printf(out, "- The SPF record for ");
	put_text(out, result_about(a, r));
	buf_text(out, ":\n");
	put_block(out, buf_view(&drawing));
}

/* Of one sender each finding is a piece, so that some can be left out; of a
 * batch the sender is. */
static void
split(struct buf *out, struct section *section, unsigned stream)
{
	if (section->many)
		return;
	piece_end(out, section->piece);
	section->piece = piece_begin(out, stream);
}

/* The worst first, so that what is cut off is the least. */
static void
put_findings(
    struct buf *out, const struct report *report, struct section *section)
{
	for (int severity = SEV_FAIL; severity > SEV_OFF; severity--)
		for (size_t i = 0; i < report->nresults; i++)
			for (const struct finding *f =
				 report->results[i].findings;
			     f != NULL; f = f->next)
				if ((int)f->severity == severity) {
					put_finding(out, report, f);
					split(out, section, STREAM_ITEM);
				}
}

static bool
has_finding(const struct report *report)
{
	for (size_t i = 0; i < report->nresults; i++)
		if (report->results[i].findings != NULL)
			return true;
	return false;
}

static void
put_details(
    struct buf *out, const struct report *report, struct section *section)
{
	if (!has_finding(report))
		return;
	buf_printf(out, "\n<details%s>\n<summary>Findings</summary>\n\n",
	    report->verdict >= STATUS_UNKNOWN ? " open" : "");
	split(out, section, STREAM_ITEM);
	put_findings(out, report, section);
	for (size_t i = 0; i < report->nresults; i++) {
		put_tree(out, report->a, &report->results[i]);
		split(out, section, STREAM_ITEM);
	}
	split(out, section, STREAM_ALWAYS);
	buf_text(out, "\n</details>\n");
}

static void
put_section(
    struct buf *out, const struct report *report, struct section *section)
{
	buf_text(out, section->many ? "\n## " : "## ");
	put_text(out, report_title(report));
	buf_printf(out, "\n\n**%s**: ", status_text(report->verdict));
	put_text(out, verdict_text(report->a, report));
	buf_text(out, "\n\n| | check | about | |\n| --- | --- | --- | --- |\n");
	for (size_t i = 0; i < report->nresults; i++) {
		split(out, section, STREAM_ITEM);
		put_row(out, report->a, &report->results[i]);
	}
	split(out, section, STREAM_ALWAYS);
	put_details(out, report, section);
}

static void
put_ips(struct buf *out, const struct report *report)
{
	struct buf ips = { .a = report->a };

	for (size_t i = 0; i < report->req->nips; i++)
		buf_item(&ips, ip_text(report->a, report->req->ips[i]));
	buf_str(out, buf_view(&ips));
}

static void
put_codes(struct buf *out, const struct report *report)
{
	struct str rest = report_codes(report), code;
	const char *between = "";

	while (rest.n > 0 && str_cut(&rest, ',', &code)) {
		buf_printf(out, "%s`%.*s`", between, PSTR(code));
		between = ", ";
	}
}

static void
put_sender(struct buf *out, const struct report *report,
    const struct format_choice *choice)
{
	enum rank rank = rank_of(report->verdict);
	struct section section;
	size_t piece;

	if (choice->many) {
		piece = piece_begin(out, RANKED_ROWS + rank);
		buf_printf(out, "| %s | ", status_text(report->verdict));
		put_text(out, name_text(report->a, report->req->domain));
		buf_text(out, " | ");
		put_ips(out, report);
		buf_text(out, " | ");
		put_codes(out, report);
		buf_text(out, " |\n");
		piece_end(out, piece);
	}
	section.many = choice->many;
	section.piece = piece_begin(
	    out, choice->many ? RANKED_SECTIONS + rank : STREAM_ALWAYS);
	put_section(out, report, &section);
	piece_end(out, section.piece);
}

static void
put_bad_line(
    struct buf *out, struct str error, const struct format_choice *choice)
{
	size_t piece = piece_begin(out, RANKED_ROWS + RANK_BAD_LINE);

	buf_printf(out, "| **error** | line %llu | | ",
	    (unsigned long long)choice->line);
	put_text(out, error);
	buf_text(out, " |\n");
	piece_end(out, piece);
}

/* What is over a limit is counted. */
static void
write_within(struct document *doc, struct str text, uint64_t max)
{
	if (doc->octets + text.n <= max)
		document_write(doc, text);
	else
		doc->count++;
}

static void
write_row(struct document *doc, struct str row)
{
	write_within(doc, row, ROWS_OCTETS_MAX);
}

static void
write_section(struct document *doc, struct str section)
{
	write_within(doc, section, OCTETS_MAX);
}

/* Says how many were left out since the last time. */
static void
write_left_out(struct document *doc, const char *what)
{
	struct buf b = { 0 };

	if (doc->count > 0) {
		buf_printf(&b,
		    "\n*Left out, as this would be longer than 1 MiB: %llu "
		    "%s.*\n",
		    (unsigned long long)doc->count, what);
		document_write(doc, buf_view(&b));
	}
	doc->count = 0;
	buf_free(&b);
}

static void
place(struct document *doc, unsigned stream, struct str text)
{
	if (stream == STREAM_ALWAYS)
		document_write(doc, text);
	else if (stream == STREAM_ITEM)
		write_section(doc, text);
	else
		ranked_place(doc, stream, text);
}

static void
end(struct document *doc)
{
	struct arena a = { 0 };
	struct buf head = { .a = &a };

	if (doc->choice.many) {
		buf_text(&head, "# Mail senders\n\n");
		put_text(&head, ranked_summary(&a, doc));
		buf_text(&head,
		    ".\n\n| | sender | addresses | findings |\n"
		    "| --- | --- | --- | --- |\n");
		document_write(doc, buf_view(&head));
		ranked_release(doc, RANKED_ROWS, write_row);
		write_left_out(doc, "rows");
		ranked_release(doc, RANKED_SECTIONS, write_section);
	}
	write_left_out(doc, doc->choice.many ? "senders" : "lines");
	arena_free(&a);
}

const struct format_ways format_markdown = {
	.sender = put_sender,
	.bad_line = put_bad_line,
	.end = end,
	.place = place,
	.marks = &workflow_plain,
	.streams = RANKED_STREAMS,
};
