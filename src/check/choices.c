#include <stdlib.h>

#include "base/escape.h"
#include "check/check.h"
#include "check/choices.h"
#include "plan/plan.h"
#include "zone/layer.h"

/* All judged with one set in force. */
struct choice {
	struct overlay *overlay;
	struct layer *layer;
	struct store store;
	struct policy policy;
	struct check_goal goal;
	struct run run;
	struct report report;
};

static void
judge_choice(struct choice *choice, const struct judge_world *world,
    const struct report *open, size_t at, size_t *nspent)
{
	struct run *run = &choice->run;

	choice->policy = *world->policy;
	/* The change itself is the same, and waivers are for the worst. */
	choice->policy.chosen[CHECK_CHANGE] = false;
	choice->policy.chosen[CHECK_WAIVER] = false;
	choice->overlay = overlay_new(open->a);
	overlay_lay(choice->overlay, world->policy->plan->overlay);
	overlay_choose(choice->overlay, at);
	choice->layer = layer_new(choice->overlay, world->zones,
	    world->published, world->published_sources);
	choice->goal = check_goal(&choice->policy);
	store_init(&choice->store);
	run_begin(run, &choice->store, open->req, &choice->goal.goal);
	run->facts.lookup.before = world->lookup;
	run->facts.lookup.nspent = *nspent;
	run_to_end(run, layer_source(choice->layer), world->until_us);
	*nspent = run->facts.lookup.nspent;
	judge_results(run, &choice->policy, &choice->report);
}

static struct result *
find_same(const struct report *report, const struct result *result)
{
	for (size_t i = 0; i < report->nresults; i++) {
		struct result *r = &report->results[i];

		if (r->check == result->check && r->ip == result->ip &&
		    str_eq(r->subject, result->subject))
			return r;
	}
	return NULL;
}

/* "With the set 'blue' of mta1.example.com A." */
static void
name_set(const struct report *report, struct result *result,
    const struct overlay_set *set)
{
	struct arena *a = report->a;

	for (struct finding *f = result->findings; set != NULL && f != NULL;
	     f = f->next)
		if (f->severity > SEV_INFO)
			f->message = arena_printf(a,
			    "%.*s With the set '%.*s' of %.*s %.*s.",
			    PSTR(f->message), PSTR(escape(a, set->id)),
			    PSTR(name_text(a, set->name)),
			    PSTR(type_text(a, set->type)));
}

/* The sets that the change leaves alone: what is published may be one of them,
 * or the one that the change replaces. */
static bool
is_published(const struct choice *choice)
{
	const struct overlay_set *set = overlay_chosen(choice->overlay);

	return set != NULL && set->state == OVERLAY_AS_IS;
}

/* The worst that a check comes to with a set that is known; where all are alike
 * none is named.  If what is published is worse than that, the result stays
 * open, as it is. */
static void
take_worst(const struct choices *choices, const struct report *report,
    struct result *result)
{
	enum status published = STATUS_SKIP;
	struct result *worst = NULL;
	size_t which = 0;
	bool differ = false;

	for (size_t i = 0; i < choices->n; i++) {
		const struct choice *choice = &choices->all[i];
		struct result *r = find_same(&choice->report, result);

		if (r == NULL)
			return;
		if (is_published(choice)) {
			published = result_status(r);
			continue;
		}
		if (worst != NULL && result_status(r) != result_status(worst))
			differ = true;
		if (worst == NULL || result_status(r) > result_status(worst)) {
			worst = r;
			which = i;
		}
	}
	if (worst == NULL || published > result_status(worst))
		return;
	if (differ)
		name_set(
		    report, worst, overlay_chosen(choices->all[which].overlay));
	*result = *worst;
}

void
judge_choices(struct choices *choices, struct run *run,
    const struct judge_world *world, struct report *report)
{
	const struct plan *plan = world->policy->plan;
	size_t n = plan == NULL ? 1 : overlay_choices(plan->overlay);
	size_t nspent = run->facts.lookup.nspent;

	*choices = (struct choices){ NULL, n > 1 ? n : 0 };
	judge_results(run, world->policy, report);
	choices->all = mem_new(choices->n, sizeof(*choices->all));
	for (size_t i = 0; i < choices->n; i++)
		judge_choice(&choices->all[i], world, report, i, &nspent);
	for (size_t i = 0; choices->n > 0 && i < report->nresults; i++)
		if (report->results[i].check != CHECK_CHANGE)
			take_worst(choices, report, &report->results[i]);
	judge_verdict(run, world->policy, report);
}

void
choices_free(struct choices *choices)
{
	for (size_t i = 0; i < choices->n; i++) {
		struct choice *choice = &choices->all[i];

		run_end(&choice->run);
		run_free(&choice->run);
		layer_free(choice->layer);
		store_free(&choice->store);
	}
	free(choices->all);
	*choices = (struct choices){ NULL, 0 };
}
