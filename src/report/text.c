/* text.c - the report for people. */
#include "report/text.h"
#include "base/workflow.h"
#include "report/line.h"
#include "report/spf_draw.h"
#include "report/wrap.h"
#include "talk/outbound.h"

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
	t->status_width = text_status_word(t->report->verdict).n;
	for (size_t i = 0; i < t->report->nresults; i++) {
		const struct result *r = &t->report->results[i];
		size_t status = text_status_word(r->status).n;
		size_t check = str_of(check_info[r->check].name).n;

		if (!is_shown(t, r))
			continue;
		if (status > t->status_width)
			t->status_width = status;
		if (!is_plain_skip(r) && check > t->check_width)
			t->check_width = check;
	}
}

static void
write_host(struct wrap *w, struct name host)
{
	struct arena *a = w->page->a;

	if (host.n > 0)
		wrap_words(
		    w, arena_printf(a, "as %.*s", PSTR(name_text(a, host))));
}

/* Addresses that nobody can send from are said to be so here, once; which,
 * unless all are. */
static void
write_documentation(struct text *t)
{
	const struct report *report = t->report;
	struct buf ips = { .a = &t->a };
	size_t n = 0;
	struct wrap w;

	for (size_t i = 0; i < report->nresults; i++)
		for (const struct finding *f = report->results[i].findings;
		     f != NULL; f = f->next)
			if (f->id == FINDING_ADDRESS_DOCUMENTATION) {
				buf_item(&ips, f->subject);
				n++;
			}
	if (n == 0)
		return;
	w = wrap_begin(&t->page, 2);
	w.ink = INK_DIM;
	wrap_words(&w, S("documentation addresses, judged like public ones"));
	if (n < report->req->nips)
		wrap_words(
		    &w, arena_printf(&t->a, "(%.*s)", PSTR(buf_view(&ips))));
	wrap_right(&w,
	    arena_printf(&t->a, "[%s]",
		finding_info[FINDING_ADDRESS_DOCUMENTATION].code),
	    INK_DIM);
	wrap_end(&w);
}

static void
write_title(struct text *t)
{
	const struct request *req = t->report->req;
	struct arena *a = &t->a;
	struct wrap w = wrap_begin(&t->page, 0);
	const char *word = "from";

	w.ink = INK_BOLD;
	if (req->outbound != NULL)
		wrap_words(&w, S("to"));
	wrap_words(&w, name_text(a, req->domain));
	w.indent = 2;
	for (size_t i = 0; i < req->nips; i++) {
		wrap_words(&w, str_of(word));
		wrap_words(&w, ip_text(a, req->ips[i]));
		if (req->hosts != NULL && req->outbound == NULL)
			write_host(&w, req->hosts[i]);
		word = "and";
	}
	if (req->outbound != NULL)
		wrap_words(
		    &w, arena_printf(a, "as %.*s", PSTR(req->outbound->helo)));
	else if (req->hosts == NULL)
		write_host(&w, req->host);
	if (req->null_sender)
		wrap_words(&w, S("with the null sender"));
	else if (!name_eq(req->mail_from, req->domain))
		wrap_words(&w,
		    arena_printf(a, "with bounces to %.*s",
			PSTR(name_text(a, req->mail_from))));
	wrap_end(&w);
	text_message(t);
	write_documentation(t);
	t->is_begun = true;
	text_part(t);
}

/* What failed stands out with what it is about. */
static enum ink
result_ink(const struct result *r)
{
	return r->status == STATUS_FAIL ? INK_BOLD
	    : r->status == STATUS_SKIP  ? INK_DIM
					: INK_PLAIN;
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

	page_put(&t->page, check, result_ink(r));
	buf_fill(t->page.out, ' ', t->check_width - check.n + 2);
	w = wrap_from(&t->page, column + t->check_width + 2);
	w.ink = result_ink(r);
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
	struct wrap w;
	struct buf names = { .a = &t->a };

	for (size_t j = 0; j < i; j++)
		if (is_same_skip(&results[j], &results[i]))
			return;
	for (size_t j = i; j < t->report->nresults; j++)
		if (is_same_skip(&results[j], &results[i]) &&
		    (j == i || results[j].check != results[j - 1].check))
			buf_printf(&names, "%s%s", j > i ? ", " : "",
			    check_info[results[j].check].name);
	w = wrap_from(&t->page, text_status(t, STATUS_SKIP));
	w.ink = INK_DIM;
	wrap_words(&w,
	    arena_printf(&t->a, "%.*s: %.*s", PSTR(buf_view(&names)),
		PSTR(results[i].summary)));
	wrap_end(&w);
}

/* The one before of the same check, or NULL: they follow one another. */
static const struct result *
previous(const struct text *t, const struct result *r)
{
	return r > t->report->results && r[-1].check == r->check ? r - 1 : NULL;
}

/* An earlier result of the check said the same, of another IP. */
static bool
is_said(const struct text *t, const struct result *r, const struct finding *f)
{
	for (const struct result *before = previous(t, r); before != NULL;
	     before = previous(t, before))
		for (const struct finding *g = before->findings; g != NULL;
		     g = g->next)
			if (g->id == f->id && str_eq(g->subject, f->subject) &&
			    str_eq(g->message, f->message))
				return true;
	return false;
}

static bool
is_finding_shown(const struct text *t, const struct finding *f)
{
	if (f->severity == SEV_OFF || f->id == FINDING_ADDRESS_DOCUMENTATION)
		return false;
	return f->severity > SEV_INFO || !t->choice->quiet;
}

/* The worst first: it is why the check ended as it did. */
static void
write_findings(struct text *t, const struct result *r)
{
	bool any = false, said = false;

	for (int severity = SEV_FAIL; severity > SEV_OFF; severity--)
		for (const struct finding *f = r->findings; f != NULL;
		     f = f->next) {
			if ((int)f->severity != severity ||
			    !is_finding_shown(t, f))
				continue;
			if (is_said(t, r, f)) {
				said = true;
				continue;
			}
			text_finding(t, r, f);
			any = true;
		}
	if (said && !any)
		text_paragraph(t, S("As above."), INK_DIM);
}

/* The same tree, and the same way through it. */
static bool
is_same_spf(const struct spf_report *x, const struct spf_report *y)
{
	const struct spf_outcome *a = x->outcome, *b = y->outcome;

	if (!name_eq(x->tree->root->domain, y->tree->root->domain) ||
	    (a == NULL) != (b == NULL))
		return false;
	if (a == NULL)
		return true;
	return a->result == b->result && a->lookups == b->lookups &&
	    a->problem == b->problem &&
	    (a->decided->matched == NULL) == (b->decided->matched == NULL) &&
	    (a->decided->matched == NULL ||
		str_eq(a->decided->matched->text, b->decided->matched->text));
}

static void
write_tree(struct text *t, const struct result *r)
{
	if (r->spf == NULL || (!t->choice->verbose && r->status <= STATUS_PASS))
		return;
	for (const struct result *before = previous(t, r); before != NULL;
	     before = previous(t, before))
		if (before->spf != NULL && is_same_spf(before->spf, r->spf) &&
		    (t->choice->verbose || before->status > STATUS_PASS))
			return;
	spf_draw(&t->page, TEXT_INDENT, r->spf);
}

void
text_begin(struct text *t, struct buf *out, const struct report *report,
    const struct format_choice *choice)
{
	*t = (struct text){ .report = report, .choice = choice };
	t->page = page_plain(out, &t->a);
	if (choice->columns > 0)
		t->page.columns = choice->columns;
	t->page.has_color = choice->color;
	t->page.has_lines = choice->lines;
	if (report != NULL)
		measure(t);
}

static void
write_result(struct text *t, const struct result *r, bool has_tree)
{
	struct buf *out = t->page.out, body = { .a = &t->a };

	t->page.out = &body;
	write_findings(t, r);
	if (has_tree)
		write_tree(t, r);
	t->page.out = out;
	if (body.n > 0)
		text_part(t);
	write_result_line(t, r);
	buf_str(out, buf_view(&body));
	if (body.n > 0)
		text_part(t);
}

void
text_result(struct text *t, const struct result *r)
{
	if (is_shown(t, r)) {
		text_part(t);
		write_result(t, r, false);
	}
}

static void
write_whole(struct buf *out, const struct report *report,
    const struct format_choice *choice)
{
	struct text t;

	text_begin(&t, out, report, choice);
	if (!choice->quiet)
		write_title(&t);
	text_proposed(&t);
	for (size_t i = 0; i < report->nresults; i++)
		if (is_shown(&t, &report->results[i]) &&
		    !is_plain_skip(&report->results[i]))
			write_result(&t, &report->results[i], true);
	for (size_t i = 0; i < report->nresults; i++)
		if (is_shown(&t, &report->results[i]) &&
		    is_plain_skip(&report->results[i]))
			write_skips(&t, i);
	if (choice->verbose)
		text_answers(&t);
	text_baseline(&t);
	text_changes(&t);
	text_caches(&t);
	text_part(&t);
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
