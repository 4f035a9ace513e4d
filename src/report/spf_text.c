#include "report/spf_text.h"
#include "base/escape.h"
#include "report/evidence.h"
#include "report/spf_draw.h"
#include "report/wrap.h"

enum {
	LABEL = 13,               /* columns of what stands left */
	EXPLANATION_COLUMNS = 500 /* macros can make millions of it */
};

static void
line(const struct page *page, const char *label, struct str text)
{
	struct wrap w;

	page_put(page, str_of(label), INK_DIM);
	buf_fill(page->out, ' ', LABEL - str_of(label).n);
	w = wrap_from(page, LABEL);
	wrap_words(&w, text);
	wrap_end(&w);
}

static struct str
matched(struct arena *a, const struct spf_outcome *o)
{
	const struct spf_frame *frame = o->decided;
	struct str domain = name_text(a, frame->domain);

	if (o->problem != SPF_NO_PROBLEM)
		return spf_problem_text(a, o);
	if (frame->matched != NULL)
		return arena_printf(a, "%.*s of %.*s matches",
		    PSTR(escape(a, frame->matched->text)), PSTR(domain));
	if (frame->record != NULL)
		return S("no term matches");
	if (frame->domain.n == 0)
		return S("the domain is not a legal name");
	if (name_labels(frame->domain) < 2)
		return S("the domain has one label only");
	return arena_printf(a, "%.*s has no SPF record", PSTR(domain));
}

static void
write_counts(const struct page *page, const struct spf_report *report)
{
	struct arena *a = page->a;
	const struct spf_outcome *o = report->outcome;
	const struct spf_cost *c = &report->tree->root->cost;
	line(page, "lookups",
	    arena_printf(a, "%u of %d; in the worst case %u%s", o->lookups,
		SPF_LOOKUPS_MAX, c->lookups,
		c->lookups >= SPF_COST_MAX ? " or more" : ""));
	line(page, "void",
	    arena_printf(a,
		"%u of %d; in the worst case %u for IPv4, %u for IPv6",
		o->voids, SPF_VOIDS_MAX, c->voids4, c->voids6));
	line(page, "",
	    arena_printf(a,
		"by query, as pyspf and Mail::SPF count: %u; in the worst "
		"case %u for IPv4, %u for IPv6",
		o->voids_per_query, c->queries4, c->queries6));
	line(page, "authorised",
	    arena_printf(a, "%llu IPv4 addresses, %llu IPv6 networks of /64%s",
		(unsigned long long)ranges_count(report->tree->root->pass4),
		(unsigned long long)ranges_count(report->tree->root->pass6),
		report->tree->depends_on_client
		    ? ", and what depends on the mail"
		    : ""));
}

void
spf_text(const struct page *page, const struct spf_report *report)
{
	struct arena *a = page->a;
	const struct spf_client *client = &report->client;
	const struct spf_outcome *o = report->outcome;
	const struct spf_frame *frame = o->decided;

	line(page, "client", ip_text(a, client->ip));
	line(page, "sender",
	    arena_printf(a, "%.*s@%.*s", PSTR(escape(a, client->local_part)),
		PSTR(escape(a, client->sender_domain))));
	line(page, "result",
	    arena_printf(a, "%s: %.*s", spf_result_text(o->result),
		PSTR(matched(a, o))));
	if (o->problem == SPF_NO_PROBLEM && frame->matched != NULL)
		evidence_write(page, LABEL, frame->record->text,
		    frame->matched->at, frame->matched->text.n,
		    o->result == SPF_PASS ? INK_PASS : INK_FAIL);
	else if (o->problem == SPF_PROBLEM_SYNTAX && frame->record != NULL &&
	    o->problem_term != NULL && frame->record->bad == o->problem_term)
		evidence_write(page, LABEL, frame->record->text,
		    o->problem_term->err_at, o->problem_term->err_n, INK_FAIL);
	if (o->explanation.s != NULL)
		line(page, "explanation",
		    arena_printf(a, "\"%.*s\" (these are the domain's words)",
			PSTR(excerpt(a, o->explanation, EXPLANATION_COLUMNS))));
	if (report->tree->root->record == NULL)
		return;
	write_counts(page, report);
	buf_byte(page->out, '\n');
	spf_draw(page, 0, report);
}
