/*
 * prometheus.c - metrics in Prometheus' text format, as node_exporter's
 * textfile collector takes them: no timestamps.
 *
 * A check's result is one series a state, 1 for the state that it is in.
 * Series must not come twice, so a sender that is given again has the worse
 * state: all series wait in streams, by a hash of their labels, and at the end
 * each stream is small enough to be sorted in memory.
 */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/clock.h"
#include "base/escape.h"
#include "base/workflow.h"
#include "report/document.h"
#include "report/outcome.h"

/* Pieces of stream 0 are bad lines, the others series. */
enum { STREAM_BAD_LINE, STREAM_SERIES, BUCKETS = 64 };
enum { STREAMS = STREAM_SERIES + BUCKETS };

static void
put_label(
    struct buf *out, const char *before, const char *name, struct str value)
{
	struct arena a = { 0 };

	value = escape(&a, value);
	buf_printf(out, "%s%s=\"", before, name);
	for (size_t i = 0; i < value.n; i++) {
		if (value.s[i] == '"' || value.s[i] == '\\')
			buf_byte(out, '\\');
		buf_byte(out, value.s[i]);
	}
	buf_byte(out, '"');
	arena_free(&a);
}

/* FNV-1a. */
static unsigned
bucket_of(struct str labels)
{
	uint32_t h = 2166136261U;

	for (size_t i = 0; i < labels.n; i++)
		h = (h ^ (unsigned char)labels.s[i]) * 16777619U;
	return (h ^ h >> 16) % BUCKETS;
}

/* A line: a digit for the status, and the labels but for the state's. */
static void
put_result(struct buf *out, const struct report *report, const struct result *r)
{
	struct arena *a = report->a;
	struct buf labels = { .a = a };
	size_t piece;

	put_label(&labels, "", "domain", name_text(a, report->req->domain));
	put_label(
	    &labels, ",", "ip", r->ip != NULL ? ip_text(a, *r->ip) : S(""));
	put_label(&labels, ",", "check", str_of(check_info[r->check].name));
	put_label(&labels, ",", "subject", r->subject);
	piece = piece_begin(out, STREAM_SERIES + bucket_of(buf_view(&labels)));
	buf_byte(out, (char)('0' + r->status));
	buf_str(out, buf_view(&labels));
	buf_byte(out, '\n');
	piece_end(out, piece);
}

static void
put_sender(struct buf *out, const struct report *report,
    const struct format_choice *choice)
{
	(void)choice;
	for (size_t i = 0; i < report->nresults; i++)
		put_result(out, report, &report->results[i]);
}

static void
put_bad_line(
    struct buf *out, struct str error, const struct format_choice *choice)
{
	(void)error;
	(void)choice;
	piece_end(out, piece_begin(out, STREAM_BAD_LINE));
}

static void
place(struct document *doc, unsigned stream, struct str text)
{
	if (stream == STREAM_BAD_LINE)
		doc->count++;
	else
		document_keep(doc, stream, text);
}

static bool
collect(void *owner, struct str text)
{
	buf_str(owner, text);
	return true;
}

/* By labels, and the worst state first. */
static int
series_order(const void *x, const void *y)
{
	const struct str *p = x, *q = y;
	int order = str_order(str_from(*p, 1), str_from(*q, 1));

	return order != 0 ? order : (int)q->s[0] - (int)p->s[0];
}

static void
write_series(struct document *doc, struct str series)
{
	struct str labels = str_from(series, 1);
	struct buf out = { 0 };

	for (enum status status = STATUS_SKIP; status <= STATUS_FAIL; status++)
		buf_printf(&out,
		    "mailpreflight_check_status{%.*s,status=\"%s\"} %d\n",
		    PSTR(labels), status_text(status),
		    series.s[0] == '0' + (int)status);
	document_write(doc, buf_view(&out));
	buf_free(&out);
}

/* All of one stream: the lines, sorted, and each series once. */
static void
write_bucket(struct document *doc, unsigned stream)
{
	size_t n = 0, most = (size_t)doc->spool.streams[stream].nputs;
	struct str *lines = mem_new(most, sizeof(*lines)), rest, line;
	struct buf all = { 0 };

	spool_read(&doc->spool, stream, collect, &all);
	rest = buf_view(&all);
	while (n < most && str_cut(&rest, '\n', &line) && line.n > 0)
		lines[n++] = line;
	qsort(lines, n, sizeof(*lines), series_order);
	for (size_t i = 0; i < n; i++)
		if (i == 0 ||
		    !str_eq(str_from(lines[i], 1), str_from(lines[i - 1], 1)))
			write_series(doc, lines[i]);
	free(lines);
	buf_free(&all);
}

static void
write_metric(struct document *doc, const char *name, const char *type,
    const char *help, struct str value)
{
	struct buf out = { 0 };

	buf_printf(&out,
	    "# HELP mailpreflight_%s %s\n# TYPE mailpreflight_%s %s\n", name,
	    help, name, type);
	if (value.n > 0)
		buf_printf(&out, "mailpreflight_%s %.*s\n", name, PSTR(value));
	document_write(doc, buf_view(&out));
	buf_free(&out);
}

/* When the run was, and how long it took. */
static void
write_times(struct document *doc)
{
	struct arena a = { 0 };
	int64_t ms = (clock_us() - doc->started_us) / 1000;

	if (!doc->choice.timeless) {
		write_metric(doc, "last_run_timestamp_seconds", "gauge",
		    "When the run ended.",
		    arena_printf(&a, "%lld", (long long)time(NULL)));
		write_metric(doc, "last_run_duration_seconds", "gauge",
		    "How long the run took.",
		    arena_printf(&a, "%lld.%03d", (long long)(ms / 1000),
			(int)(ms % 1000)));
	}
	arena_free(&a);
}

static void
end(struct document *doc)
{
	struct arena a = { 0 };

	write_metric(doc, "check_status", "gauge",
	    "What a check came to: one series a state, 1 for its own.", S(""));
	for (unsigned i = 0; i < BUCKETS; i++)
		write_bucket(doc, STREAM_SERIES + i);
	if (doc->choice.many)
		write_metric(doc, "bad_lines_total", "counter",
		    "Lines of the batch's input that were no sender.",
		    arena_printf(&a, "%llu", (unsigned long long)doc->count));
	write_times(doc);
	arena_free(&a);
}

/* What could be a mark is in a label; there a backslash is two. */
static const struct workflow_marks marks = { "\\\\035", "\\\\058" };

const struct format_ways format_prometheus = {
	.sender = put_sender,
	.bad_line = put_bad_line,
	.end = end,
	.place = place,
	.marks = &marks,
	.streams = STREAMS,
};
