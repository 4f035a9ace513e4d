/* text.c - the report for people: 80 columns, with or without colour. */
#include "report/text.h"
#include "base/workflow.h"
#include "report/line.h"
#include "report/spf_draw.h"
#include "report/wrap.h"

/* How a status looks: FAIL also stands out where there is no colour. */
static const struct {
	const char *word;
	const char *color; /* SGR, ECMA-48 section 8.3.117 */
} look[] = {
	[STATUS_SKIP] = { "skip", "2" },
	[STATUS_PASS] = { "pass", "32" },
	[STATUS_WARN] = { "warn", "33" },
	[STATUS_UNKNOWN] = { "unknown", "35" },
	[STATUS_FAIL] = { "FAIL", "1;31" },
};

static void
color_begin(struct text *t, const char *color)
{
	if (t->choice->color)
		buf_printf(t->out, "\033[%sm", color);
}

static void
color_end(struct text *t)
{
	if (t->choice->color)
		buf_text(t->out, "\033[0m");
}

static bool
is_shown(const struct text *t, const struct result *r)
{
	return !t->choice->quiet || r->status > STATUS_PASS;
}

/* Skipped for a reason that says nothing about a subject. */
static bool
is_plain_skip(const struct result *r)
{
	return r->status == STATUS_SKIP && r->findings == NULL &&
	    r->subject.n == 0;
}

static void
measure(struct text *t)
{
	t->status_width = str_of(look[t->report->verdict].word).n;
	for (size_t i = 0; i < t->report->nresults; i++) {
		const struct result *r = &t->report->results[i];
		size_t status = str_of(look[r->status].word).n;
		size_t check = str_of(check_info[r->check].name).n;

		if (!is_shown(t, r))
			continue;
		if (status > t->status_width)
			t->status_width = status;
		if (!is_plain_skip(r) && check > t->check_width)
			t->check_width = check;
	}
}

size_t
text_status(struct text *t, enum status status)
{
	struct str word = str_of(look[status].word);

	color_begin(t, look[status].color);
	buf_str(t->out, word);
	color_end(t);
	buf_fill(t->out, ' ', t->status_width - word.n + 2);
	return t->status_width + 2;
}

static void
write_host(struct wrap *w, struct name host)
{
	if (host.n > 0)
		wrap_words(w,
		    arena_printf(w->a, "as %.*s", PSTR(name_text(w->a, host))));
}

static void
write_title(struct text *t)
{
	const struct request *req = t->report->req;
	struct arena *a = &t->a;
	struct wrap w = wrap_begin(t->out, a, 0);
	const char *word = "from";

	wrap_words(&w, name_text(a, req->domain));
	w.indent = 2;
	for (size_t i = 0; i < req->nips; i++) {
		wrap_words(&w, str_of(word));
		wrap_words(&w, ip_text(a, req->ips[i]));
		if (req->hosts != NULL)
			write_host(&w, req->hosts[i]);
		word = "and";
	}
	if (req->hosts == NULL)
		write_host(&w, req->host);
	if (req->null_sender)
		wrap_words(&w, S("with the null sender"));
	else if (!name_eq(req->mail_from, req->domain))
		wrap_words(&w,
		    arena_printf(a, "with bounces to %.*s",
			PSTR(name_text(a, req->mail_from))));
	wrap_end(&w);
	buf_byte(t->out, '\n');
}

/* "mta1.example.com -> 203.0.113.6", "example.com: softfail", "no host". */
static void
write_result_line(struct text *t, const struct result *r)
{
	struct str check = str_of(check_info[r->check].name);
	size_t column = text_status(t, r->status);
	const char *between = r->subject.n == 0 || r->summary.n == 0 ? ""
	    : str_starts(r->summary, S("->"))                        ? " "
								     : ": ";
	struct wrap w;

	buf_str(t->out, check);
	buf_fill(t->out, ' ', t->check_width - check.n + 2);
	column += t->check_width + 2;
	w = (struct wrap){ t->out, &t->a, column, column };
	wrap_words(&w,
	    arena_printf(&t->a, "%.*s%s%.*s", PSTR(r->subject), between,
		PSTR(r->summary)));
	wrap_end(&w);
}

static bool
is_same_skip(const struct result *x, const struct result *y)
{
	return is_plain_skip(x) && is_plain_skip(y) &&
	    str_eq(x->summary, y->summary);
}

/* One line for all checks that were skipped for the reason of the i-th: at
 * the first of them. */
static void
write_skips(struct text *t, size_t i)
{
	const struct result *results = t->report->results;
	struct wrap w = { t->out, &t->a, 0, 0 };
	struct buf names = { .a = &t->a };

	for (size_t j = 0; j < i; j++)
		if (is_same_skip(&results[j], &results[i]))
			return;
	for (size_t j = i; j < t->report->nresults; j++)
		if (is_same_skip(&results[j], &results[i]) &&
		    (j == i || results[j].check != results[j - 1].check))
			buf_printf(&names, "%s%s", j > i ? ", " : "",
			    check_info[results[j].check].name);
	w.indent = w.column = text_status(t, STATUS_SKIP);
	wrap_words(&w,
	    arena_printf(&t->a, "%.*s: %.*s", PSTR(buf_view(&names)),
		PSTR(results[i].summary)));
	wrap_end(&w);
}

static void
write_result(struct text *t, const struct result *r)
{
	write_result_line(t, r);
	if (r->spf != NULL && (t->choice->verbose || r->status > STATUS_PASS))
		spf_draw(t->out, &t->a, TEXT_INDENT, r->spf);
	t->hidden_s = 0;
	/* The worst first: it is why the check ended as it did. */
	for (int severity = SEV_FAIL; severity > SEV_OFF; severity--)
		for (const struct finding *f = r->findings; f != NULL;
		     f = f->next)
			if ((int)f->severity == severity &&
			    (!t->choice->quiet || severity > SEV_INFO))
				text_finding(t, f);
}

static void
write_whole(struct buf *out, const struct report *report,
    const struct format_choice *choice)
{
	struct text t = { .out = out, .report = report, .choice = choice };
	measure(&t);
	if (!choice->quiet)
		write_title(&t);
	for (size_t i = 0; i < report->nresults; i++)
		if (is_shown(&t, &report->results[i]) &&
		    !is_plain_skip(&report->results[i]))
			write_result(&t, &report->results[i]);
	for (size_t i = 0; i < report->nresults; i++)
		if (is_shown(&t, &report->results[i]) &&
		    is_plain_skip(&report->results[i]))
			write_skips(&t, i);
	text_changes(&t);
	if (choice->verbose)
		text_answers(&t);
	text_baseline(&t);
	if (!choice->quiet)
		buf_byte(out, '\n');
	text_verdict(&t);
	arena_free(&t.a);
}

static void
write_report(struct buf *out, const struct report *report,
    const struct format_choice *choice)
{
	if (choice->many)
		report_line(out, report);
	else
		write_whole(out, report, choice);
}

const struct format_ways format_text = {
	.sender = write_report,
	.bad_line = report_bad_line,
	.marks = &workflow_plain,
};
