/*
 * junit.c - JUnit XML: a suite a sender, a test case a check's result.
 *
 * There is no standard; what Jenkins' schema (junit-10.xsd) allows is read by
 * the others, too.  No counts on the outer element, so that a batch is
 * written as it goes.
 */
#include "report/document.h"
#include "report/markup.h"
#include "report/outcome.h"

struct junit {
	struct buf *out;
	struct arena *a;
	const struct format_choice *choice;
	struct str domain;
	struct str
	    again; /* what tells a domain's second suite from its first */
};

static void
put_attribute(struct buf *out, const char *name, struct str value)
{
	buf_printf(out, " %s=\"", name);
	markup_text(out, value);
	buf_byte(out, '"');
}

static bool
is_same_case(struct arena *a, const struct result *x, const struct result *y)
{
	return x->check == y->check &&
	    str_eq(result_about(a, x), result_about(a, y));
}

/* Readers drop a case whose names have come before.  A skipped check may be
 * about nothing. */
static struct str
case_name(struct junit *t, const struct report *report, const struct result *r)
{
	struct str name = result_about(t->a, r);
	unsigned n = 1;

	for (const struct result *i = report->results; i < r; i++)
		n += is_same_case(t->a, i, r);
	if (name.n == 0)
		name = str_of(check_info[r->check].name);
	if (n > 1)
		name = arena_printf(t->a, "%.*s #%u", PSTR(name), n);
	return arena_printf(t->a, "%.*s%.*s", PSTR(name), PSTR(t->again));
}

static void
put_findings(
    struct junit *t, const struct report *report, const struct result *r)
{
	struct buf lines = { .a = t->a };

	for (const struct finding *f = r->findings; f != NULL; f = f->next)
		finding_lines(&lines, report, f);
	markup_lines(t->out, buf_view(&lines));
}

/* Of a finding that fails the case, its code and its sentence. */
static void
put_problem(struct junit *t, const char *element, const struct report *report,
    const struct result *r)
{
	const struct finding *f = worst_finding(r);

	buf_printf(t->out, "\n      <%s", element);
	if (f != NULL) {
		put_attribute(t->out, "message", f->message);
		put_attribute(t->out, "type", str_of(finding_info[f->id].code));
	}
	buf_byte(t->out, '>');
	put_findings(t, report, r);
	buf_printf(t->out, "</%s>\n    ", element);
}

static void
put_outcome(struct junit *t, const struct report *report,
    const struct result *r, enum outcome outcome)
{
	switch (outcome) {
	case OUTCOME_FAIL:
		put_problem(t, "failure", report, r);
		break;
	case OUTCOME_ERROR:
		put_problem(t, "error", report, r);
		break;
	case OUTCOME_SKIP:
		buf_text(t->out, "\n      <skipped");
		put_attribute(t->out, "message", r->summary);
		buf_text(t->out, "/>\n    ");
		break;
	case OUTCOME_PASS:
		break;
	}
	if (r->findings == NULL || outcome == OUTCOME_FAIL ||
	    outcome == OUTCOME_ERROR)
		return;
	buf_text(t->out, "\n      <system-out>");
	put_findings(t, report, r);
	buf_text(t->out, "</system-out>\n    ");
}

static void
put_case(struct junit *t, const struct report *report, const struct result *r)
{
	struct str class = arena_printf(
	    t->a, "%.*s.%s", PSTR(t->domain), check_info[r->check].name);

	buf_text(t->out, "    <testcase");
	put_attribute(t->out, "classname", class);
	put_attribute(t->out, "name", case_name(t, report, r));
	buf_byte(t->out, '>');
	put_outcome(t, report, r, gate_outcome(&t->choice->gate, r));
	buf_text(t->out, "</testcase>\n");
}

/* Seconds with three decimals, which is all that Jenkins takes; an empty time
 * makes it refuse the file. */
static void
put_suite_head(struct junit *t, const struct report *report)
{
	size_t n[OUTCOME_ERROR + 1] = { 0 };

	for (size_t i = 0; i < report->nresults; i++)
		n[gate_outcome(&t->choice->gate, &report->results[i])]++;
	buf_text(t->out, "  <testsuite");
	put_attribute(t->out, "name",
	    arena_printf(t->a, "%.*s%.*s", PSTR(t->domain), PSTR(t->again)));
	buf_printf(t->out,
	    " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"%zu\"",
	    report->nresults, n[OUTCOME_FAIL], n[OUTCOME_ERROR],
	    n[OUTCOME_SKIP]);
	if (!t->choice->timeless) {
		int64_t ms = report->elapsed_us / 1000;

		buf_printf(t->out, " time=\"%lld.%03d\"",
		    (long long)(ms / 1000), (int)(ms % 1000));
		/* Without its "Z": the strictest schemas know no zone. */
		put_attribute(t->out, "timestamp",
		    str_to(t->choice->started, t->choice->started.n - 1));
	}
	buf_text(t->out, ">\n");
}

static void
put_suite(struct buf *out, const struct report *report,
    const struct format_choice *choice)
{
	struct arena *a = report->a;
	struct junit t = {
		.out = out,
		.a = a,
		.choice = choice,
		.domain = name_text(a, report->req->domain),
	};

	if (report->req->label.n > 0)
		t.again = arena_printf(a, " (%.*s)", PSTR(report->req->label));
	if (choice->is_again)
		t.again = arena_printf(a, "%.*s (line %llu)", PSTR(t.again),
		    (unsigned long long)choice->line);
	put_suite_head(&t, report);
	for (size_t i = 0; i < report->nresults; i++)
		put_case(&t, report, &report->results[i]);
	buf_text(out, "  </testsuite>\n");
}

static void
put_bad_line(
    struct buf *out, struct str error, const struct format_choice *choice)
{
	unsigned long long line = choice->line;

	buf_printf(out,
	    "  <testsuite name=\"line %llu\" tests=\"1\" failures=\"0\" "
	    "errors=\"1\" skipped=\"0\">\n"
	    "    <testcase classname=\"batch\" name=\"line %llu\">\n"
	    "      <error",
	    line, line);
	put_attribute(out, "message", error);
	put_attribute(out, "type", S(BAD_LINE_CODE));
	buf_text(out, "/>\n    </testcase>\n  </testsuite>\n");
}

static void
begin(struct document *doc)
{
	document_write(doc,
	    S("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
	      "<testsuites name=\"mailpreflight\">\n"));
}

static void
end(struct document *doc)
{
	document_write(doc, S("</testsuites>\n"));
}

const struct format_ways format_junit = {
	.sender = put_suite,
	.bad_line = put_bad_line,
	.begin = begin,
	.end = end,
	.marks = &markup_marks,
	.names_senders = true,
};
