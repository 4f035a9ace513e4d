/*
 * sarif.c - SARIF 2.1.0 (OASIS): a result a finding, and all rules.
 *
 * One run, for GitHub takes no more than 25,000 results of each; the most
 * severe are kept.  A result has a physical place even where only a record set
 * is known, as GitHub refuses one without; its logical place says what it is.
 */
#include "report/document.h"
#include "report/json_print.h"
#include "report/outcome.h"
#include "report/place.h"

enum { RESULTS_MAX = 25000 };

/* The most severe are written as they come, the others wait. */
enum { STREAM_FAIL, STREAM_UNKNOWN, STREAM_WARN, STREAM_INFO, STREAMS };

static const struct {
	const char *level;
	unsigned stream;
} levels[] = {
	[SEV_INFO] = { "note", STREAM_INFO },
	[SEV_WARN] = { "warning", STREAM_WARN },
	[SEV_UNKNOWN] = { "warning", STREAM_UNKNOWN },
	[SEV_FAIL] = { "error", STREAM_FAIL },
};

static void
put_text(struct json_writer *j, const char *key, struct str text)
{
	json_open_object(j, key);
	json_put_str(j, "text", text);
	json_close_object(j);
}

static void
put_rule(struct json_writer *j, struct arena *a, enum finding_id id)
{
	const struct finding_info *info = &finding_info[id];
	enum severity severity =
	    grade_severity(info->grade, STAGE_LIVE, PROFILE_BASIC);

	json_open_object(j, NULL);
	json_put_str(j, "id", str_of(info->code));
	put_text(j, "shortDescription", str_of(info->title));
	put_text(j, "fullDescription", str_of(info->why));
	put_text(j, "help",
	    arena_printf(
		a, "%s %s See %s.", info->why, info->fix, info->reference));
	json_open_object(j, "defaultConfiguration");
	json_put_str(j, "level", str_of(levels[severity].level));
	json_close_object(j);
	json_close_object(j);
}

static void
put_bad_line_rule(struct json_writer *j)
{
	json_open_object(j, NULL);
	json_put_str(j, "id", S(BAD_LINE_CODE));
	put_text(j, "shortDescription", S("a line of the batch is no sender"));
	put_text(j, "help",
	    S("Give a domain, addresses and settings, or a JSON object."));
	json_open_object(j, "defaultConfiguration");
	json_put_str(j, "level", S("error"));
	json_close_object(j);
	json_close_object(j);
}

/* Up to the list of results, which stays open. */
static void
begin(struct document *doc)
{
	struct arena a = { 0 };
	struct buf out = { .a = &a };
	struct json_writer j = { .out = &out, .compact = true };

	json_open_object(&j, NULL);
	json_put_str(
	    &j, "$schema", S("https://json.schemastore.org/sarif-2.1.0.json"));
	json_put_str(&j, "version", S("2.1.0"));
	json_open_list(&j, "runs");
	json_open_object(&j, NULL);
	json_open_object(&j, "tool");
	json_open_object(&j, "driver");
	json_put_str(&j, "name", S("mailpreflight"));
	json_put_str(&j, "version", S(VERSION));
	json_open_list(&j, "rules");
	for (enum finding_id id = 0; id < FINDING_COUNT; id++)
		put_rule(&j, &a, id);
	put_bad_line_rule(&j);
	json_close_list(&j);
	json_close_object(&j);
	json_close_object(&j);
	json_put_str(&j, "columnKind", S("unicodeCodePoints"));
	json_open_list(&j, "results");
	document_write(doc, buf_view(&out));
	arena_free(&a);
}

static void
put_place(struct json_writer *j, struct arena *a, const struct place *place)
{
	struct buf uri = { .a = a };

	uri_path(&uri, place_path(place));
	json_open_list(j, "locations");
	json_open_object(j, NULL);
	json_open_object(j, "physicalLocation");
	json_open_object(j, "artifactLocation");
	json_put_str(j, "uri", buf_view(&uri));
	json_close_object(j);
	if (place->line > 0) {
		json_open_object(j, "region");
		json_put_int(j, "startLine", place->line);
		json_close_object(j);
	}
	json_close_object(j);
	json_open_list(j, "logicalLocations");
	json_open_object(j, NULL);
	json_put_str(j, "fullyQualifiedName", place->logical);
	json_put_str(j, "kind", S("resource"));
	json_close_object(j);
	json_close_list(j);
	json_close_object(j);
	json_close_list(j);
}

static void
put_fingerprint(struct json_writer *j, struct str fingerprint)
{
	json_open_object(j, "partialFingerprints");
	json_put_str(j, "mailpreflight/v1", fingerprint);
	json_close_object(j);
}

/* What the sentence is about, for those who sort results. */
static void
put_properties(struct json_writer *j, const struct report *report,
    const struct result *r, const struct finding *f)
{
	struct arena *a = report->a;

	json_open_object(j, "properties");
	json_put_str(j, "domain", name_text(a, report->req->domain));
	json_put_str(j, "check", str_of(check_info[r->check].name));
	json_put_str(j, "severity", str_of(severity_text(f->severity)));
	json_put_str(j, "subject", f->subject);
	if (r->ip != NULL)
		json_put_str(j, "ip", ip_text(a, *r->ip));
	json_put_str(j, "reference", f->reference);
	json_close_object(j);
}

static void
put_accepted(
    struct json_writer *j, const struct report *report, const struct finding *f)
{
	if (report->baseline != NULL)
		json_put_str(j, "baselineState",
		    f->is_known ? S("unchanged") : S("new"));
	if (f->waiver == NULL)
		return;
	json_open_list(j, "suppressions");
	json_open_object(j, NULL);
	json_put_str(j, "kind", S("external"));
	json_put_str(j, "status", S("accepted"));
	json_put_str(j, "justification", finding_mark(report->a, f));
	json_close_object(j);
	json_close_list(j);
}

/* A line behind a comma, in a list that may have no other. */
static size_t
result_begin(struct buf *out, unsigned stream)
{
	size_t piece = piece_begin(out, stream);

	buf_byte(out, ',');
	return piece;
}

static void
result_end(struct buf *out, size_t piece)
{
	buf_byte(out, '\n');
	piece_end(out, piece);
}

static void
put_finding(struct buf *out, const struct report *report,
    const struct result *r, const struct finding *f)
{
	size_t piece = result_begin(
	    out, finding_counts(f) ? levels[f->severity].stream : STREAM_INFO);
	struct json_writer j = { .out = out, .compact = true };
	struct place place = finding_place(report, r, f);
	struct arena *a = report->a;

	json_open_object(&j, NULL);
	json_put_str(&j, "ruleId", str_of(finding_info[f->id].code));
	json_put_int(&j, "ruleIndex", f->id);
	json_put_str(&j, "level", str_of(levels[f->severity].level));
	put_text(&j, "message",
	    arena_printf(a, "%.*s: %.*s %.*s",
		PSTR(name_text(a, report->req->domain)), PSTR(f->message),
		PSTR(finding_advice(f))));
	put_place(&j, a, &place);
	put_fingerprint(&j, finding_fingerprint(report, r, f));
	put_accepted(&j, report, f);
	put_properties(&j, report, r, f);
	json_close_object(&j);
	result_end(out, piece);
}

static void
put_sender(struct buf *out, const struct report *report,
    const struct format_choice *choice)
{
	(void)choice;
	for (size_t i = 0; i < report->nresults; i++)
		for (const struct finding *f = report->results[i].findings;
		     f != NULL; f = f->next)
			put_finding(out, report, &report->results[i], f);
}

static void
put_bad_line(
    struct buf *out, struct str error, const struct format_choice *choice)
{
	size_t piece = result_begin(out, STREAM_FAIL);
	struct json_writer j = { .out = out, .compact = true };
	struct arena a = { 0 };
	struct place place = line_place(&a, choice);

	json_open_object(&j, NULL);
	json_put_str(&j, "ruleId", S(BAD_LINE_CODE));
	json_put_int(&j, "ruleIndex", FINDING_COUNT);
	json_put_str(&j, "level", S("error"));
	put_text(&j, "message", error);
	put_place(&j, &a, &place);
	put_fingerprint(&j,
	    arena_printf(&a, "%s|%llu", BAD_LINE_CODE,
		(unsigned long long)choice->line));
	json_close_object(&j);
	result_end(out, piece);
	arena_free(&a);
}

/* Lines, each a result behind a comma, as long as there is room; the first of
 * all has no use for its comma. */
static bool
write_results(void *owner, struct str text)
{
	struct document *doc = owner;
	size_t n = 0;

	if (!doc->has_member)
		text = str_from(text, 1);
	doc->has_member = true;
	while (n < text.n && doc->count < RESULTS_MAX) {
		size_t line = str_find(str_from(text, n), '\n');

		doc->count += n + line < text.n;
		n += n + line < text.n ? line + 1 : line;
	}
	document_write(doc, str_to(text, n));
	return doc->count < RESULTS_MAX && doc->broken == 0;
}

static void
place(struct document *doc, unsigned stream, struct str text)
{
	if (stream != STREAM_FAIL) {
		if (doc->spool.streams[stream].nputs < RESULTS_MAX)
			document_keep(doc, stream, text);
	} else if (doc->count < RESULTS_MAX) {
		write_results(doc, text);
	}
}

static void
end(struct document *doc)
{
	for (unsigned stream = STREAM_UNKNOWN; stream < STREAMS; stream++)
		if (doc->count < RESULTS_MAX)
			spool_read(&doc->spool, stream, write_results, doc);
	document_write(doc, S("]}]}\n"));
}

const struct format_ways format_sarif = {
	.sender = put_sender,
	.bad_line = put_bad_line,
	.begin = begin,
	.end = end,
	.place = place,
	.marks = &json_marks,
	.streams = STREAMS,
};
