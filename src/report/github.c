/*
 * github.c - workflow commands of GitHub Actions: an annotation a finding that
 * is no mere information.  GitHub shows ten of a kind, so errors come first.
 */
#include "base/escape.h"
#include "report/document.h"
#include "report/outcome.h"
#include "report/place.h"

/* What waits until the errors are out. */
enum { STREAM_ERRORS, STREAM_WARNINGS, STREAM_NOTICES, STREAMS };

static const struct {
	const char *name;
	unsigned stream;
} commands[] = {
	[SEV_INFO] = { "notice", STREAM_NOTICES },
	[SEV_WARN] = { "warning", STREAM_WARNINGS },
	[SEV_UNKNOWN] = { "warning", STREAM_WARNINGS },
	[SEV_FAIL] = { "error", STREAM_ERRORS },
};

/* Escaped text has no control character, so no line can end in it; in a
 * property ':' and ',' mean something, too. */
static void
put_text(struct buf *out, struct str text, bool is_property)
{
	struct arena a = { 0 };

	text = escape(&a, text);
	for (size_t i = 0; i < text.n; i++) {
		char c = text.s[i];

		if (c == '%' || (is_property && (c == ':' || c == ',')))
			buf_printf(out, "%%%02X", (unsigned char)c);
		else
			buf_byte(out, c);
	}
	arena_free(&a);
}

static void
put_head(struct buf *out, const char *command, const struct place *place,
    struct str title)
{
	buf_printf(out, "::%s ", command);
	if (place->file.n > 0) {
		buf_text(out, "file=");
		put_text(out, place->file, true);
		if (place->line > 0)
			buf_printf(out, ",line=%u", place->line);
		buf_byte(out, ',');
	}
	buf_text(out, "title=");
	put_text(out, title, true);
	buf_text(out, "::");
}

static void
put_finding(struct buf *out, const struct report *report,
    const struct result *r, const struct finding *f)
{
	enum severity as = finding_counts(f) ? f->severity : SEV_INFO;
	size_t piece = piece_begin(out, commands[as].stream);
	struct place place = finding_place(report, r, f);
	const struct change *change = NULL;

	put_head(
	    out, commands[as].name, &place, str_of(finding_info[f->id].code));
	put_text(out, name_text(report->a, report->req->domain), false);
	buf_text(out, ": ");
	put_text(out, f->message, false);
	if (!finding_counts(f)) {
		buf_text(out, " (");
		put_text(out, finding_mark(report->a, f), false);
		buf_byte(out, ')');
	}
	buf_text(out, "%0A");
	put_text(out, finding_advice(f), false);
	while ((change = fix_next(report, f, change)) != NULL) {
		struct buf line = { .a = report->a };

		fix_line(&line, change);
		buf_text(out, "%0A");
		put_text(out, buf_view(&line), false);
	}
	buf_byte(out, '\n');
	piece_end(out, piece);
}

static void
put_sender(struct buf *out, const struct report *report,
    const struct format_choice *choice)
{
	(void)choice;
	for (size_t i = 0; i < report->nresults; i++)
		for (const struct finding *f = report->results[i].findings;
		     f != NULL; f = f->next)
			if (f->severity > SEV_INFO)
				put_finding(
				    out, report, &report->results[i], f);
}

static void
put_bad_line(
    struct buf *out, struct str error, const struct format_choice *choice)
{
	size_t piece = piece_begin(out, STREAM_ERRORS);
	struct arena a = { 0 };
	struct place place = line_place(&a, choice);

	put_head(out, commands[SEV_FAIL].name, &place, S(BAD_LINE_CODE));
	buf_printf(out, "line %llu: ", (unsigned long long)choice->line);
	put_text(out, error, false);
	buf_byte(out, '\n');
	piece_end(out, piece);
	arena_free(&a);
}

static void
place(struct document *doc, unsigned stream, struct str text)
{
	if (stream == STREAM_ERRORS)
		document_write(doc, text);
	else
		document_keep(doc, stream, text);
}

static void
end(struct document *doc)
{
	document_release(doc, STREAM_WARNINGS);
	document_release(doc, STREAM_NOTICES);
}

const struct format_ways format_github = {
	.sender = put_sender,
	.bad_line = put_bad_line,
	.end = end,
	.place = place,
	.streams = STREAMS,
};
