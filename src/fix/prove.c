#include "fix/prove.h"
#include "base/clock.h"
#include "plan/plan.h"
#include "zone/layer.h"

/* TTL of what is new: long enough for caches, short enough for mistakes. */
enum { NEW_TTL = 300 };

static struct overlay_set
as_overlay(struct arena *a, const struct record_set *set)
{
	struct overlay_set out = {
		.name = set->name,
		.type = set->type,
		.state = set->n > 0 ? OVERLAY_RECORDS : OVERLAY_NOTHING,
		.ttl = NEW_TTL,
	};
	struct record *records = arena_array(a, set->n, struct record);

	for (size_t i = 0; i < set->n; i++) {
		const struct set_value *value = &set->values[i];

		if (value->published != NULL)
			records[out.n++] = *value->published;
		else if (record_set_data(a, set->type, value->text, NEW_TTL,
			     &records[out.n]))
			out.n++;
	}
	out.records = records;
	return out;
}

void
prove(struct proof *proof, const struct judge_world *world,
    const struct request *req, const struct record_sets *sets, size_t *nspent)
{
	struct policy policy = *world->policy;
	struct check_goal goal = check_goal(&policy);
	struct source *source;

	/* What a proposed change does to what is published was judged; zones
	 * are edited by it first. */
	policy.chosen[CHECK_CHANGE] = false;
	proof->overlay = overlay_new(sets->a);
	if (policy.plan != NULL) {
		overlay_lay(proof->overlay, policy.plan->overlay);
		overlay_leave_open(proof->overlay);
	}
	for (const struct record_set *set = sets->first; set != NULL;
	     set = set->next) {
		struct overlay_set laid;

		if (!record_set_is_changed(sets->a, set))
			continue;
		laid = as_overlay(sets->a, set);
		overlay_put(proof->overlay, &laid);
	}
	proof->layer = layer_new(
	    proof->overlay, world->zones, world->store, world->sources);
	source = layer_source(proof->layer);
	store_init(&proof->store);
	run_begin(&proof->run, &proof->store, req, &goal.goal);
	proof->run.facts.lookup.before = world->lookup;
	proof->run.facts.lookup.nspent = *nspent;
	run_to_end(&proof->run, source, world->until_us);
	*nspent = proof->run.facts.lookup.nspent;
	proof->is_late = proof->run.facts.lookup.expired;
	judge_run(&proof->run, &policy, &proof->report);
}

void
proof_free(struct proof *proof)
{
	run_end(&proof->run);
	run_free(&proof->run);
	layer_free(proof->layer);
	store_free(&proof->store);
}

/* The same finding about the same thing. */
static const struct finding *
find_again(const struct report *report, const struct result *result,
    const struct finding *f)
{
	for (size_t i = 0; i < report->nresults; i++) {
		const struct result *r = &report->results[i];

		if (r->check != result->check || r->ip != result->ip)
			continue;
		for (const struct finding *g = r->findings; g != NULL;
		     g = g->next)
			if (g->id == f->id && str_eq(g->subject, f->subject))
				return g;
	}
	return NULL;
}

/* An unknown weighs as a warning here. */
static int
weight(const struct finding *f)
{
	switch (f->severity) {
	case SEV_OFF:
	case SEV_INFO:
		break;
	case SEV_WARN:
	case SEV_UNKNOWN:
		return 1;
	case SEV_FAIL:
		return 2;
	}
	return 0;
}

/* Calls with every finding of the first report that is served. */
static void
each_served(struct composing *c,
    void (*call)(struct composing *c, const struct result *r,
	const struct finding *f, void *owner),
    void *owner)
{
	for (size_t i = 0; i < c->published->nresults; i++) {
		const struct result *r = &c->published->results[i];

		for (const struct finding *f = r->findings; f != NULL;
		     f = f->next)
			if (weight(f) > 0 && compose_serves(c, f))
				call(c, r, f, owner);
	}
}

struct objecting {
	const struct report *after;
	int worst;                   /* weight of what is served */
	const struct finding *new;   /* that speaks against the edits */
	const struct result *result; /* of new */
	bool any;
};

static void
note_weight(struct composing *c, const struct result *r,
    const struct finding *f, void *owner)
{
	struct objecting *o = owner;

	(void)c;
	(void)r;
	if (weight(f) > o->worst)
		o->worst = weight(f);
}

static void
excuse_useless(struct composing *c, const struct result *r,
    const struct finding *f, void *owner)
{
	struct objecting *o = owner;

	if (find_again(o->after, r, f) == NULL)
		return;
	compose_excuse(
	    c, r, f, S("no change that was tried of this set mends it"));
	o->any = true;
}

/* What is served in the check where the new finding is, or, where nothing is,
 * in all. */
static void
excuse_cause(struct composing *c, const struct result *r,
    const struct finding *f, void *owner)
{
	struct objecting *o = owner;

	if (o->result != NULL && o->result->check != r->check)
		return;
	compose_excuse(c, r, f,
	    arena_printf(
		c->sets.a, "with it comes %s", finding_info[o->new->id].code));
	o->any = true;
}

/* Receivers that count voids strictly refuse what they let pass before: a new
 * one weighs as much as a failure. */
static int
weight_of_new(const struct finding *f)
{
	return f->id == FINDING_SPF_VOID_STRICT ? 2 : weight(f);
}

/* The first finding that is new, or heavier, and weighs as much. */
static bool
find_new(struct composing *c, struct objecting *o)
{
	for (size_t i = 0; i < o->after->nresults; i++)
		for (const struct finding *f = o->after->results[i].findings;
		     f != NULL; f = f->next) {
			const struct finding *old =
			    find_again(c->published, &o->after->results[i], f);

			if (weight_of_new(f) == 0 ||
			    weight_of_new(f) < o->worst ||
			    (old != NULL && weight(old) >= weight(f)))
				continue;
			o->new = f;
			o->result = &o->after->results[i];
			return true;
		}
	return false;
}

bool
proof_object(struct composing *c, const struct report *after)
{
	struct objecting o = { .after = after };

	each_served(c, note_weight, &o);
	each_served(c, excuse_useless, &o);
	if (o.any || !find_new(c, &o))
		return o.any;
	each_served(c, excuse_cause, &o);
	if (!o.any) {
		o.result = NULL;
		each_served(c, excuse_cause, &o);
	}
	return o.any;
}
