#include "report/text.h"
#include "report/wrap.h"

/* The checks that ended in a status, each once: ": reverse, spf". */
static void
list_checks(const struct report *report, struct buf *b, enum status status)
{
	const char *between = ": ";
	enum check_id last = CHECK_COUNT;

	for (size_t i = 0; i < report->nresults; i++) {
		const struct result *r = &report->results[i];

		if (r->status != status || r->check == last)
			continue;
		last = r->check;
		buf_printf(b, "%s%s", between, check_info[last].name);
		between = ", ";
	}
}

static const char *
plural(size_t n)
{
	return n == 1 ? "" : "s";
}

/* "2 of 7 checks", or "1 check" where it is the only one. */
static void
put_share(struct buf *b, size_t n, size_t of)
{
	if (of > 1)
		buf_printf(b, "%zu of ", n);
	buf_printf(b, "%zu check%s", of, plural(of));
}

struct str
verdict_text(struct arena *a, const struct report *r)
{
	struct buf b = { .a = a };
	size_t ran = r->nresults - r->count[STATUS_SKIP];
	enum status verdict = r->verdict;

	/* Unknown for what was not looked at. */
	if (verdict == STATUS_UNKNOWN && r->count[verdict] == 0)
		verdict = r->count[STATUS_WARN] > 0 ? STATUS_WARN
		    : ran > 0                       ? STATUS_PASS
						    : STATUS_SKIP;
	switch (verdict) {
	case STATUS_FAIL:
		put_share(&b, r->count[STATUS_FAIL], ran);
		buf_text(&b, " failed");
		break;
	case STATUS_UNKNOWN:
		put_share(&b, r->count[STATUS_UNKNOWN], ran);
		buf_text(&b, " could not be decided");
		break;
	case STATUS_WARN:
		buf_printf(&b, "%zu check%s passed, %zu of them with warnings",
		    ran, plural(ran), r->count[STATUS_WARN]);
		break;
	case STATUS_PASS:
		buf_printf(&b, "%zu check%s passed", ran, plural(ran));
		return buf_view(&b);
	case STATUS_SKIP:
		return S("nothing was checked");
	}
	list_checks(r, &b, verdict);
	return buf_view(&b);
}

/* Whether the reverse-DNS request can be filed: what was not looked at is not
 * ready. */
static struct str
readiness(const struct report *r)
{
	if (r->verdict == STATUS_FAIL)
		return S("not ready to file:");
	if (!r->is_ready_known)
		return S("not known to be ready to file (address and forward "
			 "were not both judged):");
	if (r->verdict == STATUS_UNKNOWN)
		return S("not ready to file:");
	return S("ready to file:");
}

void
text_verdict(struct text *t)
{
	const struct report *r = t->report;
	struct wrap w = wrap_from(&t->page, text_status(t, r->verdict));
	struct buf counts = { .a = &t->a };

	w.ink = INK_BOLD;
	if (r->req->stage == STAGE_REQUEST && r->req->outbound == NULL)
		wrap_words(&w, readiness(r));
	wrap_words(&w, verdict_text(&t->a, r));
	buf_printf(&counts, "%zu lookup%s", r->nanswers, plural(r->nanswers));
	if (!t->choice->timeless)
		buf_printf(&counts, " in %lld ms",
		    (long long)((r->elapsed_us + 999) / 1000));
	wrap_right(&w, buf_view(&counts), INK_DIM);
	wrap_end(&w);
}
