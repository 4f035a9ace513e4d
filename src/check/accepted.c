#include "check/accepted.h"
#include "base/escape.h"
#include "check/check.h"
#include "check/judge.h"

/* Whole, or what stands before a last "*". */
static bool
is_like(struct str pattern, struct str text)
{
	if (str_ends(pattern, S("*")))
		return str_starts(text, str_to(pattern, pattern.n - 1));
	return str_eq(pattern, text);
}

static bool
is_waived_by(const struct waiver *w, const struct report *report,
    const struct finding *f)
{
	return is_like(w->code, str_of(finding_info[f->id].code)) &&
	    (w->subject.n == 0 ||
		is_like(w->subject, escape(report->a, f->subject))) &&
	    (w->domain.n == 0 ||
		str_eq(w->domain, name_text(report->a, report->req->domain)));
}

/* The waiver that holds the longest counts. */
static void
waive(struct waivers *waivers, const struct report *report, struct finding *f,
    bool *expired)
{
	for (size_t i = 0; i < waivers->n; i++) {
		struct waiver *w = &waivers->list[i];

		if (f->severity == SEV_UNKNOWN || !is_waived_by(w, report, f))
			continue;
		w->is_used = true;
		if (w->until_day < waivers->today)
			expired[i] = true;
		else if (f->waiver == NULL ||
		    f->waiver->until_day < w->until_day) {
			f->waiver = w;
			f->needs = NULL; /* nothing is to be changed */
		}
	}
}

static struct result *
result_of(struct report *report, enum check_id id)
{
	for (size_t i = 0; i < report->nresults; i++)
		if (report->results[i].check == id)
			return &report->results[i];
	return NULL;
}

static void
report_waivers(
    struct report *report, const struct policy *policy, const bool *expired)
{
	const struct waivers *waivers = policy->waivers;
	struct check c = {
		.a = report->a,
		.req = report->req,
		.policy = policy,
		.result = result_of(report, CHECK_WAIVER),
	};

	if (c.result == NULL)
		return;
	for (size_t i = 0; i < waivers->n; i++) {
		const struct waiver *w = &waivers->list[i];

		if (expired[i])
			check_flag(&c, FINDING_WAIVER_EXPIRED,
			    "The waiver of %.*s ended on %.*s: %.*s",
			    PSTR(w->code), PSTR(w->until), PSTR(w->reason));
		else if (!w->is_used && !waivers->many)
			check_flag(&c, FINDING_WAIVER_UNUSED,
			    "Nothing was found that the waiver of %.*s until "
			    "%.*s is for",
			    PSTR(w->code), PSTR(w->until));
	}
}

static void
apply_waivers(struct report *report, const struct policy *policy)
{
	struct waivers *waivers = policy->waivers;
	bool *expired = arena_array(report->a, waivers->n, bool);

	for (size_t i = 0; i < report->nresults; i++)
		for (struct finding *f = report->results[i].findings; f != NULL;
		     f = f->next)
			waive(waivers, report, f, expired);
	report_waivers(report, policy, expired);
}

struct str
baseline_sender(struct arena *a, struct str domain, struct str label)
{
	return label.n == 0
	    ? domain
	    : arena_printf(a, "%.*s %.*s", PSTR(domain), PSTR(label));
}

/* The first of a sender's, or where it would stand. */
static size_t
first_of(const struct baseline *baseline, struct str sender)
{
	size_t low = 0, high = baseline->n;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (str_order(baseline->list[middle].sender, sender) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static bool
is_same(struct arena *a, const struct known *known, const struct result *r,
    const struct finding *f)
{
	return known->check == r->check && known->id == f->id &&
	    ip_eq(known->ip, ip_or_none(r->ip)) &&
	    str_eq(known->subject, escape(a, f->subject));
}

/* Takes the least severe that is severe enough, so that equal ones are
 * counted and the others stay for worse ones. */
static bool
take(const struct known *list, bool *taken, size_t n, struct arena *a,
    const struct result *r, const struct finding *f)
{
	size_t best = n;

	for (size_t i = 0; i < n; i++)
		if (!taken[i] && list[i].severity >= f->severity &&
		    is_same(a, &list[i], r, f) &&
		    (best == n || list[i].severity < list[best].severity))
			best = i;
	if (best < n)
		taken[best] = true;
	return best < n;
}

/* Worse than in the baseline: what it was is not gone. */
static bool
is_found(const struct report *report, const struct known *known)
{
	for (size_t i = 0; i < report->nresults; i++)
		for (const struct finding *f = report->results[i].findings;
		     f != NULL; f = f->next)
			if (!f->is_known &&
			    is_same(report->a, known, &report->results[i], f))
				return true;
	return false;
}

/* Whether its check can tell that it is gone. */
static bool
is_judged(const struct report *report, const struct known *known)
{
	bool any = false;

	for (size_t i = 0; i < report->nresults; i++) {
		const struct result *r = &report->results[i];

		if (r->check != known->check)
			continue;
		if (r->status == STATUS_UNKNOWN || r->status == STATUS_SKIP)
			return false;
		any = true;
	}
	return any;
}

static void
apply_baseline(struct report *report, const struct baseline *baseline)
{
	struct str sender = baseline_sender(report->a,
	    name_text(report->a, report->req->domain), report->req->label);
	size_t first = first_of(baseline, sender), n = 0;
	const struct known *list = &baseline->list[first];
	struct baseline_view *view = arena_new(report->a, struct baseline_view);
	bool *taken;

	while (first + n < baseline->n && str_eq(list[n].sender, sender))
		n++;
	taken = arena_array(report->a, n, bool);
	for (size_t i = 0; i < report->nresults; i++)
		for (struct finding *f = report->results[i].findings; f != NULL;
		     f = f->next) {
			f->is_known = f->severity != SEV_UNKNOWN &&
			    take(list, taken, n, report->a, &report->results[i],
				f);
			view->nknown += f->is_known;
		}
	view->gone = arena_array(report->a, n, const struct known *);
	for (size_t i = 0; i < n; i++)
		if (!taken[i] && is_judged(report, &list[i]) &&
		    !is_found(report, &list[i]))
			view->gone[view->ngone++] = &list[i];
	report->baseline = view;
}

void
accepted_mark(struct report *report, const struct policy *policy)
{
	if (policy->baseline != NULL)
		apply_baseline(report, policy->baseline);
	if (policy->waivers != NULL)
		apply_waivers(report, policy);
}

void
need_waiver(struct facts *facts, const struct aim *aim)
{
	(void)facts;
	(void)aim;
}

/* What it finds is found when all others are done: accepted_mark(). */
void
check_waiver(struct check *c)
{
	c->result->subject = check_name(c, c->domain);
}
