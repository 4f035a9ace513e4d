#include "report/spf_text.h"
#include "base/escape.h"
#include "report/evidence.h"
#include "report/spf_draw.h"
#include "report/text.h"
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

/* "2 of 2; in the worst case 2 for IPv4, 4 for IPv6", or without a client
 * "2 for IPv4, 4 for IPv6 in the worst case; 2 are allowed". */
static void
write_counts(const struct page *page, const struct spf_report *report)
{
	struct arena *a = page->a;
	const struct spf_outcome *o = report->outcome;
	const struct spf_cost *c = &report->tree->root->cost;
	struct str lookups = arena_printf(a, "%u%s", c->lookups,
	    c->lookups >= SPF_COST_MAX ? " or more" : "");
	struct str voids =
	    arena_printf(a, "%u for IPv4, %u for IPv6", c->voids4, c->voids6);
	struct str queries = arena_printf(
	    a, "%u for IPv4, %u for IPv6", c->queries4, c->queries6);

	if (o != NULL) {
		line(page, "lookups",
		    arena_printf(a, "%u of %d; in the worst case %.*s",
			o->lookups, SPF_LOOKUPS_MAX, PSTR(lookups)));
		line(page, "void",
		    arena_printf(a, "%u of %d; in the worst case %.*s",
			o->voids, SPF_VOIDS_MAX, PSTR(voids)));
		line(page, "",
		    arena_printf(a,
			"by query, as pyspf and Mail::SPF count: %u; in the "
			"worst case %.*s",
			o->voids_per_query, PSTR(queries)));
		return;
	}
	line(page, "lookups",
	    arena_printf(a, "%.*s in the worst case; %d are allowed",
		PSTR(lookups), SPF_LOOKUPS_MAX));
	line(page, "void",
	    arena_printf(a, "%.*s in the worst case; %d are allowed",
		PSTR(voids), SPF_VOIDS_MAX));
	line(page, "",
	    arena_printf(a, "by query, as pyspf and Mail::SPF count: %.*s",
		PSTR(queries)));
}

static void
write_authorized(const struct page *page, const struct spf_tree *tree)
{
	line(page, "authorised",
	    arena_printf(page->a,
		"%llu IPv4 addresses, %llu IPv6 networks of /64%s",
		(unsigned long long)ranges_count(tree->root->pass4),
		(unsigned long long)ranges_count(tree->root->pass6),
		tree->depends_on_client ? ", and what depends on the mail"
					: ""));
}

static enum ink
result_ink(enum spf_result result)
{
	return result == SPF_PASS                                ? INK_PASS
	    : result == SPF_TEMPERROR || result == SPF_NOT_KNOWN ? INK_UNKNOWN
								 : INK_FAIL;
}

static void
write_result(const struct page *page, const struct spf_outcome *o)
{
	struct arena *a = page->a;
	struct wrap w;

	page_put(page, S("result"), INK_DIM);
	buf_fill(page->out, ' ', LABEL - 6);
	w = wrap_from(page, LABEL);
	w.ink = result_ink(o->result);
	wrap_words(&w,
	    arena_printf(a, "%s: %.*s", spf_result_text(o->result),
		PSTR(matched(a, o))));
	wrap_end(&w);
}

/* Where the record matched, or where it is wrong. */
static void
write_evidence(const struct page *page, const struct spf_outcome *o)
{
	const struct spf_frame *frame = o->decided;

	if (o->problem == SPF_NO_PROBLEM && frame->matched != NULL)
		evidence_write(page, LABEL, frame->record->text,
		    frame->matched->at, frame->matched->text.n,
		    result_ink(o->result));
	else if (o->problem == SPF_PROBLEM_SYNTAX && frame->record != NULL &&
	    o->problem_term != NULL && frame->record->bad == o->problem_term)
		evidence_write(page, LABEL, frame->record->text,
		    o->problem_term->err_at, o->problem_term->err_n, INK_FAIL);
}

static void
write_outcome(const struct page *page, const struct spf_report *report)
{
	struct arena *a = page->a;
	const struct spf_client *client = &report->client;
	const struct spf_outcome *o = report->outcome;

	line(page, "client", ip_text(a, client->ip));
	line(page, "sender",
	    arena_printf(a, "%.*s@%.*s", PSTR(escape(a, client->local_part)),
		PSTR(escape(a, client->sender_domain))));
	write_result(page, o);
	write_evidence(page, o);
	if (o->explanation.s != NULL)
		line(page, "explanation",
		    arena_printf(a, "\"%.*s\" (these are the domain's words)",
			PSTR(excerpt(a, o->explanation, EXPLANATION_COLUMNS))));
}

/* What the check found beside the result, which is said already. */
static void
write_findings(struct text *t)
{
	const struct report *report = t->report;

	if (report == NULL || report->nresults == 0)
		return;
	text_result(t, &report->results[0]);
	if (t->choice->verbose)
		text_answers(t);
	text_caches(t);
}

void
spf_text(struct buf *out, const struct spf_verdict *verdict,
    const struct format_choice *choice)
{
	const struct spf_report *spf = &verdict->spf;
	const struct page *page;
	struct text t;

	text_begin(&t, out, verdict->report, choice);
	page = &t.page;
	if (spf->outcome != NULL && !choice->quiet)
		write_outcome(page, spf);
	else if (spf->outcome != NULL)
		write_result(page, spf->outcome);
	else if (!choice->quiet)
		line(page, "domain", escape(&t.a, spf->client.sender_domain));
	t.is_begun = out->n > 0;
	if (spf->tree->root->record != NULL && !choice->quiet) {
		write_counts(page, spf);
		write_authorized(page, spf->tree);
		buf_byte(out, '\n');
		spf_draw(page, 0, spf);
	}
	write_findings(&t);
	arena_free(&t.a);
}
