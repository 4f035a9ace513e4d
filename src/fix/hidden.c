#include "fix/hidden.h"
#include "facts/driver.h"
#include "zone/layer.h"

/* The names of this many findings' needs at most. */
enum { NAMES_MAX = 16 };

/* Nobody is asked for the wildcard of a top-level domain. */
enum { LABELS_MIN = 3 };

/* What mail looks at; an alias is seen with any type. */
static const uint16_t types[] = { TYPE_A, TYPE_MX, TYPE_TXT };

enum { NTYPES = sizeof(types) / sizeof(types[0]) };

struct hidden_name {
	struct name name;
	struct name star;    /* beside it */
	bool is_a_wildcards; /* or may be */
};

/* Reads the answers for all names and their wildcards. */
struct hidden_goal {
	struct goal goal;
	const struct hidden *hidden;
};

bool
hidden_is_scoped(struct name name)
{
	for (; name_labels(name) > 0; name = name_parent(name))
		if (str_starts(name_label(name), S("_")))
			return true;
	return false;
}

static bool
is_listed(const struct hidden *hidden, struct name name)
{
	for (size_t i = 0; i < hidden->n; i++)
		if (name_eq(hidden->names[i].name, name))
			return true;
	return false;
}

static void
add_name(struct hidden *hidden, const struct judge_world *world,
    struct arena *a, const struct need *need)
{
	struct hidden_name *new = &hidden->names[hidden->n];

	if (hidden->n == NAMES_MAX || need->type == TYPE_PTR ||
	    name_labels(need->name) < LABELS_MIN ||
	    hidden_is_scoped(need->name) || is_listed(hidden, need->name) ||
	    (world->zones != NULL && zones_have(world->zones, need->name)))
		return;
	new->name = need->name;
	if (name_below(a, S("*"), name_parent(need->name), &new->star))
		hidden->n++;
}

static void
derive(struct facts *facts, const struct goal *goal)
{
	const struct hidden *hidden =
	    ((const struct hidden_goal *)goal)->hidden;

	for (size_t i = 0; i < hidden->n; i++)
		for (size_t t = 0; t < NTYPES; t++) {
			facts_answer(facts, hidden->names[i].name, types[t]);
			facts_answer(facts, hidden->names[i].star, types[t]);
		}
}

static bool
says_something(const struct answer *answer)
{
	return answer->n > 0 || answer->ncnames > 0;
}

/* Unless the name says something else, it may have nothing of its own. */
static bool
is_a_wildcards(struct facts *facts, const struct hidden_name *name)
{
	bool any = false;

	for (size_t t = 0; t < NTYPES; t++) {
		const struct answer *own =
		    facts_answer(facts, name->name, types[t]);
		const struct answer *star =
		    facts_answer(facts, name->star, types[t]);

		if (!answer_is_known(own) || !answer_is_known(star)) {
			any = true;
			continue;
		}
		if (own->status == ANSWER_NXDOMAIN || !answer_eq(own, star))
			return false;
		any |= says_something(star);
	}
	return any;
}

/* With nothing laid over the answers. */
static void
ask(struct hidden *hidden, const struct judge_world *world,
    const struct request *req, struct arena *a, size_t *nspent)
{
	struct hidden_goal goal = { { derive }, hidden };
	struct layer *layer = layer_new(
	    overlay_new(a), world->zones, world->store, world->sources);
	struct store store;
	struct run run = { 0 };

	store_init(&store);
	run_begin(&run, &store, req, &goal.goal);
	run.facts.lookup.before = world->lookup;
	run.facts.lookup.nspent = *nspent;
	run_to_end(&run, layer_source(layer), world->until_us);
	*nspent = run.facts.lookup.nspent;
	hidden->is_late = run.facts.lookup.expired;
	for (size_t i = 0; i < hidden->n; i++)
		hidden->names[i].is_a_wildcards =
		    is_a_wildcards(&run.facts, &hidden->names[i]);
	run_end(&run);
	run_free(&run);
	layer_free(layer);
	store_free(&store);
}

void
hidden_find(struct hidden *out, const struct judge_world *world,
    const struct report *report, size_t *nspent)
{
	struct arena *a = report->a;

	*out = (struct hidden){
		.names = arena_array(a, NAMES_MAX, struct hidden_name),
	};
	for (size_t i = 0; i < report->nresults; i++)
		for (const struct finding *f = report->results[i].findings;
		     f != NULL; f = f->next)
			for (const struct need *need =
				 f->severity > SEV_INFO ? f->needs : NULL;
			     need != NULL; need = need->next)
				add_name(out, world, a, need);
	if (out->n > 0)
		ask(out, world, report->req, a, nspent);
}

bool
hidden_may_be(const struct hidden *hidden, struct name name)
{
	for (size_t i = 0; i < hidden->n; i++)
		if (name_eq(hidden->names[i].name, name))
			return hidden->is_late ||
			    hidden->names[i].is_a_wildcards;
	return false;
}
