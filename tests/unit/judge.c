#include "base/buf.h"
#include "base/clock.h"

#include "judge.h"
#include "unit.h"

enum { FOREVER_US = 10 * 1000 * 1000 };

static void
write_codes(struct buf *b, const struct result *r)
{
	for (const struct finding *f = r->findings; f != NULL; f = f->next)
		buf_printf(b, "%s%s/%c", b->n > 0 ? " " : "",
		    finding_info[f->id].code, severity_text(f->severity)[0]);
}

struct str
judge(struct world *w, const struct request *req, enum check_id id,
    struct result *result)
{
	struct policy policy = { 0 };
	struct check_goal goal = check_goal(&policy);
	struct buf codes = { .a = &w->arena };
	struct report report;
	struct run run = { 0 };

	policy.chosen[id] = true;
	run_begin(&run, &w->store, req, &goal.goal);
	run_to_end(&run, world_source(w), clock_us() + FOREVER_US);
	judge_run(&run, &policy, &report);
	for (size_t i = 0; i < report.nresults; i++)
		write_codes(&codes, &report.results[i]);
	if (result != NULL) {
		*result = report.results[0];
		result->summary = arena_str(&w->arena, result->summary);
		result->findings = result->last = NULL;
		result->facts = NULL;
	}
	run_end(&run);
	run_free(&run);
	return buf_view(&codes);
}
