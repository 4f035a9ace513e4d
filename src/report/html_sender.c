#include "base/escape.h"
#include "fix/change.h"
#include "report//html.h"
#include "report/markup.h"
#include "report/outcome.h"
#include "report/text.h"

enum { FIRST_MAX = 5 }; /* things to do first */

struct sheet {
	struct buf *out;
	struct arena *a;
	const struct report *report;
	const struct format_choice *choice;
	unsigned level; /* of the sender's heading */
};

/* Unique on the page, and the same as long as the findings are. */
static struct str
finding_id(const struct sheet *p, const struct finding *f)
{
	unsigned n = 0;

	for (size_t i = 0; i < p->report->nresults; i++)
		for (const struct finding *g = p->report->results[i].findings;
		     g != NULL; g = g->next, n++)
			if (g == f)
				return arena_printf(p->a, "l%llu-f%u",
				    (unsigned long long)p->choice->line, n);
	return S("");
}

static void
put_heading(struct sheet *p, const char *text)
{
	unsigned level = p->level + 1;

	buf_printf(p->out, "<h%u>%s</h%u>\n", level, text, level);
}

/* The domain, and below it the rest of the title. */
static void
put_title(struct sheet *p)
{
	struct str domain = name_text(p->a, p->report->req->domain);
	struct str rest = str_from(report_title(p->report), domain.n);

	buf_printf(p->out, "<header>\n<h%u class=\"title\">", p->level);
	html_badge(p->out, status_text(p->report->verdict));
	buf_text(p->out, "<span>");
	markup_text(p->out, domain);
	buf_printf(p->out, "</span></h%u>\n", p->level);
	if (rest.n > 0) {
		buf_text(p->out, "<p class=\"muted\">");
		markup_text(p->out, str_trim(rest));
		buf_text(p->out, "</p>\n");
	}
	buf_text(p->out, "<p class=\"verdict\">");
	markup_text(p->out, verdict_text(p->a, p->report));
	buf_text(p->out, "</p>\n</header>\n");
}

/* The worst that there is, if anything is to be done about it. */
static enum severity
worst_severity(const struct report *report)
{
	enum severity worst = SEV_INFO;

	for (size_t i = 0; i < report->nresults; i++) {
		const struct finding *f = worst_finding(&report->results[i]);

		if (f != NULL && f->severity > worst)
			worst = f->severity;
	}
	return worst;
}

static void
put_first_item(struct sheet *p, const struct finding *f)
{
	buf_text(p->out, "<li>");
	markup_text(p->out, finding_advice(f));
	buf_printf(p->out, " <a href=\"#%.*s\"><code>%s</code></a></li>\n",
	    PSTR(finding_id(p, f)), finding_info[f->id].code);
}

/* What to do about the worst findings, each thing once. */
static void
put_first(struct sheet *p)
{
	enum severity worst = worst_severity(p->report);
	struct str last = { 0 };
	unsigned n = 0;

	if (worst <= SEV_INFO)
		return;
	buf_printf(p->out, "<section class=\"first edge-%s\">\n",
	    severity_text(worst));
	put_heading(p, "What to do first");
	buf_text(p->out, "<ol>\n");
	for (size_t i = 0; i < p->report->nresults; i++)
		for (const struct finding *f = p->report->results[i].findings;
		     f != NULL && n < FIRST_MAX; f = f->next)
			if (f->severity == worst && finding_counts(f) &&
			    !str_eq(last, finding_advice(f))) {
				last = finding_advice(f);
				put_first_item(p, f);
				n++;
			}
	buf_text(p->out, "</ol>\n</section>\n");
}

/* A click selects the whole new set. */
static void
put_new_lines(struct sheet *p, const struct change *change)
{
	if (change->nnew == 0)
		return;
	buf_text(p->out, "<pre class=\"copy\">");
	for (size_t i = 0; i < change->nnew; i++) {
		struct buf line = { .a = p->a };

		change_line(&line, change, &change->new[i]);
		markup_text(p->out, buf_view(&line));
		if (i + 1 < change->nnew)
			buf_byte(p->out, '\n');
	}
	buf_text(p->out, "</pre>");
}

static void
put_change(struct sheet *p, const struct change *change)
{
	const char *action = change_action_text(change->action);

	buf_printf(p->out, "<li>%c%s <span class=\"name\">",
	    action[0] - 'a' + 'A', action + 1);
	markup_text(p->out, name_text(p->a, change->name));
	buf_text(p->out, "</span> ");
	markup_text(p->out, type_text(p->a, change->type));
	if (change->by == BY_PROVIDER)
		buf_text(p->out, ", with the provider of the address");
	for (size_t i = 0; i < change->nold; i++) {
		if (change->old[i].stays)
			continue;
		buf_text(p->out, "<p class=\"muted\">in place of <code>");
		markup_text(p->out, change->old[i].zone);
		buf_text(p->out, "</code></p>\n");
	}
	put_new_lines(p, change);
	buf_text(p->out, "</li>\n");
}

static void
put_changes(struct sheet *p)
{
	const struct changes *changes = p->report->changes;

	if (changes == NULL || changes->first == NULL)
		return;
	put_heading(p, "Changes");
	buf_text(p->out, "<ol class=\"changes\">\n");
	for (const struct change *change = changes->first; change != NULL;
	     change = change->next)
		put_change(p, change);
	buf_text(p->out, "</ol>\n");
}

static void
put_row(struct sheet *p, const struct result *r)
{
	buf_text(p->out, "<tr><td>");
	html_badge(p->out, status_text(r->status));
	buf_printf(p->out, "</td><td class=\"name\">%s</td><td>",
	    check_info[r->check].name);
	markup_text(p->out, result_about(p->a, r));
	buf_text(p->out, "</td><td>");
	if (str_starts(r->summary, S("->"))) {
		buf_text(p->out, "\xe2\x86\x92");
		markup_text(p->out, str_from(r->summary, 2));
	} else {
		markup_text(p->out, r->summary);
	}
	buf_text(p->out, "</td></tr>\n");
}

static void
put_checks(struct sheet *p)
{
	put_heading(p, "Checks");
	buf_text(p->out,
	    "<table>\n<thead><tr><th>status</th><th>check</th><th>about</th>"
	    "<th>found</th></tr></thead>\n<tbody>\n");
	for (size_t i = 0; i < p->report->nresults; i++)
		put_row(p, &p->report->results[i]);
	buf_text(p->out, "</tbody>\n</table>\n");
}

static void
put_findings(struct sheet *p)
{
	bool any = false;

	for (int severity = SEV_FAIL; severity > SEV_OFF; severity--)
		for (size_t i = 0; i < p->report->nresults; i++)
			for (const struct finding *f =
				 p->report->results[i].findings;
			     f != NULL; f = f->next) {
				if ((int)f->severity != severity)
					continue;
				if (!any)
					put_heading(p, "Findings");
				any = true;
				html_finding(p->out, p->a, f, p->level + 2,
				    finding_id(p, f));
			}
}

static void
put_trees(struct sheet *p)
{
	for (size_t i = 0; i < p->report->nresults; i++) {
		const struct result *r = &p->report->results[i];
		struct buf tree = { 0 };

		if (r->spf == NULL)
			continue;
		html_tree(&tree, p->a, r->spf);
		if (tree.n > 0) {
			buf_printf(p->out, "<h%u>SPF of ", p->level + 1);
			markup_text(p->out, result_about(p->a, r));
			buf_printf(p->out, "</h%u>\n", p->level + 1);
			buf_str(p->out, buf_view(&tree));
		}
		buf_free(&tree);
	}
}

void
html_sender(struct buf *out, const struct report *report,
    const struct format_choice *choice)
{
	struct sheet p = {
		.out = out,
		.a = report->a,
		.report = report,
		.choice = choice,
		.level = choice->many ? 2 : 1,
	};

	put_title(&p);
	put_first(&p);
	put_changes(&p);
	put_checks(&p);
	put_trees(&p);
	put_findings(&p);
}
