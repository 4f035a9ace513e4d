/*
 * tap.c - Test Anything Protocol: a test point a check's result.
 *
 * Version 13, which readers of 14 take, too; of both what both allow.  The
 * plan of one sender comes first, that of a batch last.
 */
#include "base/escape.h"
#include "report/document.h"
#include "report/json_print.h"
#include "report/outcome.h"

/* Pieces that begin a point get its number, the others are written as they
 * are. */
enum { STREAM_TEXT, STREAM_OK, STREAM_NOT_OK };

/* '#' would begin a directive. */
static void
put_description(struct buf *out, struct arena *a, struct str text)
{
	text = escape(a, text);
	for (size_t i = 0; i < text.n; i++) {
		if (text.s[i] == '#' || text.s[i] == '\\')
			buf_byte(out, '\\');
		buf_byte(out, text.s[i]);
	}
}

/* A string of JSON is one of YAML. */
static void
put_member(
    struct buf *out, const char *before, const char *key, struct str text)
{
	struct json_writer j = { .out = out, .compact = true };

	buf_printf(out, "%s%s: ", before, key);
	json_put_str(&j, NULL, text);
	buf_byte(out, '\n');
}

static void
put_diagnostic(struct buf *out, struct arena *a, const struct finding *f)
{
	const struct finding_info *info = &finding_info[f->id];

	put_member(out, "    - ", "code", str_of(info->code));
	put_member(
	    out, "      ", "severity", str_of(severity_text(f->severity)));
	put_member(out, "      ", "message", f->message);
	if (!finding_counts(f))
		put_member(out, "      ", "accepted", finding_mark(a, f));
	put_member(out, "      ", "advice", finding_advice(f));
	put_member(out, "      ", "reference", f->reference);
}

static void
put_diagnostics(struct buf *out, struct arena *a, const struct result *r)
{
	if (r->findings == NULL)
		return;
	buf_text(out, "  ---\n  findings:\n");
	for (const struct finding *f = r->findings; f != NULL; f = f->next)
		put_diagnostic(out, a, f);
	buf_text(out, "  ...\n");
}

static void
put_point(struct buf *out, const struct report *report, const struct result *r,
    const struct format_choice *choice)
{
	enum outcome outcome = gate_outcome(&choice->gate, r);
	bool is_ok = outcome == OUTCOME_PASS || outcome == OUTCOME_SKIP;
	size_t piece = piece_begin(out, is_ok ? STREAM_OK : STREAM_NOT_OK);
	struct arena *a = report->a;

	buf_printf(out, " - %s ", check_info[r->check].name);
	if (choice->many)
		put_description(out, a,
		    arena_printf(
			a, "%.*s: ", PSTR(name_text(a, report->req->domain))));
	put_description(out, a, result_about(a, r));
	if (outcome == OUTCOME_SKIP) {
		buf_text(out, " # SKIP ");
		put_description(out, a, r->summary);
	}
	buf_byte(out, '\n');
	put_diagnostics(out, a, r);
	piece_end(out, piece);
}

static void
put_sender(struct buf *out, const struct report *report,
    const struct format_choice *choice)
{
	if (!choice->many) {
		size_t piece = piece_begin(out, STREAM_TEXT);

		buf_printf(out, "1..%zu\n", report->nresults);
		piece_end(out, piece);
	}
	for (size_t i = 0; i < report->nresults; i++)
		put_point(out, report, &report->results[i], choice);
}

static void
put_bad_line(
    struct buf *out, struct str error, const struct format_choice *choice)
{
	size_t piece = piece_begin(out, STREAM_NOT_OK);

	buf_printf(
	    out, " - line %llu\n  ---\n", (unsigned long long)choice->line);
	put_member(out, "  ", "message", error);
	buf_text(out, "  ...\n");
	piece_end(out, piece);
}

static void
begin(struct document *doc)
{
	document_write(doc, S("TAP version 13\n"));
}

static void
place(struct document *doc, unsigned stream, struct str text)
{
	struct buf number = { 0 };

	if (stream != STREAM_TEXT) {
		buf_printf(&number, "%sok %llu",
		    stream == STREAM_NOT_OK ? "not " : "",
		    (unsigned long long)++doc->count);
		document_write(doc, buf_view(&number));
		buf_free(&number);
	}
	document_write(doc, text);
}

static void
end(struct document *doc)
{
	struct buf plan = { 0 };

	if (!doc->choice.many)
		return;
	buf_printf(&plan, "1..%llu%s\n", (unsigned long long)doc->count,
	    doc->count == 0 ? " # SKIP no senders" : "");
	document_write(doc, buf_view(&plan));
	buf_free(&plan);
}

/* Where '#' and ':' could stand they are in a string of YAML. */
static const struct workflow_marks marks = { "\\x23", "\\x3a" };

const struct format_ways format_tap = {
	.sender = put_sender,
	.bad_line = put_bad_line,
	.begin = begin,
	.end = end,
	.place = place,
	.marks = &marks,
};
