/* gitlab.c - GitLab's code quality report: a list with an entry a finding. */
#include "report/document.h"
#include "report/json_print.h"
#include "report/outcome.h"
#include "report/place.h"

static const char *const severities[] = {
	[SEV_INFO] = "info",
	[SEV_WARN] = "minor",
	[SEV_UNKNOWN] = "major",
	[SEV_FAIL] = "critical",
};

/* An entry as it stands in the list. */
struct quality {
	struct str description;
	struct str code;
	struct str fingerprint;
	const char *severity;
	struct place place;
};

static void
put_entry(struct buf *out, const struct quality *entry)
{
	size_t piece = piece_begin(out, 0);
	struct json_writer j = { .out = out, .compact = true };
	uint32_t line = entry->place.line;

	json_open_object(&j, NULL);
	json_put_str(&j, "description", entry->description);
	json_put_str(&j, "check_name", entry->code);
	json_put_str(&j, "fingerprint", entry->fingerprint);
	json_put_str(&j, "severity", str_of(entry->severity));
	json_open_object(&j, "location");
	json_put_str(&j, "path", place_path(&entry->place));
	json_open_object(&j, "lines");
	json_put_int(&j, "begin", line > 0 ? line : 1);
	json_close_object(&j);
	json_close_object(&j);
	json_close_object(&j);
	piece_end(out, piece);
}

static void
put_finding(struct buf *out, const struct report *report,
    const struct result *r, const struct finding *f)
{
	struct quality entry = {
		.description = arena_printf(report->a, "%.*s: %.*s",
		    PSTR(name_text(report->a, report->req->domain)),
		    PSTR(f->message)),
		.code = str_of(finding_info[f->id].code),
		.fingerprint = finding_fingerprint(report, r, f),
		.severity =
		    severities[finding_counts(f) ? f->severity : SEV_INFO],
		.place = finding_place(report, r, f),
	};

	put_entry(out, &entry);
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
	struct arena a = { 0 };
	struct quality entry = {
		.description = error,
		.code = S(BAD_LINE_CODE),
		.fingerprint = arena_printf(&a, "%s|%llu", BAD_LINE_CODE,
		    (unsigned long long)choice->line),
		.severity = severities[SEV_FAIL],
		.place = line_place(&a, choice),
	};

	put_entry(out, &entry);
	arena_free(&a);
}

static void
place(struct document *doc, unsigned stream, struct str text)
{
	(void)stream;
	document_write(doc, doc->count++ == 0 ? S("[\n") : S(",\n"));
	document_write(doc, text);
}

static void
end(struct document *doc)
{
	document_write(doc, doc->count == 0 ? S("[]\n") : S("\n]\n"));
}

const struct format_ways format_gitlab = {
	.sender = put_sender,
	.bad_line = put_bad_line,
	.end = end,
	.place = place,
	.marks = &json_marks,
};
