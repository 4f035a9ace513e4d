#include "facts/usual_selectors.h"
#include "facts/selector.h"

static const struct str labels[] = {
#define SELECTOR(label) STR(label),
#include "facts/selectors.def"
#undef SELECTOR
};

enum { LABELS = sizeof(labels) / sizeof(labels[0]) };

size_t
usual_selectors(void)
{
	return LABELS;
}

struct selector
usual_selector(struct arena *a, struct name domain, size_t i)
{
	struct selector selector = {
		.text = labels[i],
		.label = labels[i],
		.domain = domain,
	};

	name_below(a, arena_printf(a, "%.*s._domainkey", PSTR(labels[i])),
	    domain, &selector.name);
	return selector;
}

static void
derive(struct facts *facts, const struct goal *goal)
{
	struct arena *a = facts_arena(facts);
	struct name nobody = selector_of_nobody(a, facts->req->domain);

	(void)goal;
	for (size_t i = 0; i < LABELS; i++) {
		struct selector selector =
		    usual_selector(a, facts->req->domain, i);

		if (selector.name.n > 0)
			facts_selector(facts, &selector);
	}
	if (nobody.n > 0)
		facts_answer(facts, nobody, TYPE_TXT);
}

/* A record with a key in it, sound or not; one that is revoked has none. */
static bool
has_key(const struct selector_view *view)
{
	for (size_t i = 0; i < view->n; i++)
		if (view->keys[i].p.n > 0)
			return true;
	return false;
}

static bool
is_of_wildcard(
    struct facts *facts, struct arena *a, const struct answer *answer)
{
	struct name nobody = selector_of_nobody(a, facts->req->domain);

	return nobody.n > 0 &&
	    answer_has_same(facts_answer(facts, nobody, TYPE_TXT), answer);
}

static const struct selector *
collect(struct facts *facts, struct arena *a, size_t *n)
{
	struct selector *found = arena_array(a, LABELS, struct selector);
	bool has_wildcard = false;

	*n = 0;
	for (size_t i = 0; i < LABELS; i++) {
		struct selector selector =
		    usual_selector(a, facts->req->domain, i);
		const struct selector_view *view;
		bool is_wildcard;

		if (selector.name.n == 0)
			continue;
		view = facts_selector(facts, &selector);
		if (!has_key(view))
			continue;
		is_wildcard = is_of_wildcard(facts, a, view->answer);
		if (!is_wildcard || !has_wildcard)
			found[(*n)++] = selector;
		has_wildcard |= is_wildcard;
	}
	return found;
}

const struct selector *
usual_selectors_find(struct arena *a, struct store *store,
    struct source *sources, const struct request *req, int64_t until_us,
    size_t *n)
{
	static const struct goal goal = { derive };
	const struct selector *found = NULL;
	struct run run = { 0 };

	*n = 0;
	run_begin(&run, store, req, &goal);
	run_to_end(&run, sources, until_us);
	if (!run.is_given_up)
		found = collect(&run.facts, a, n);
	run_end(&run);
	run_free(&run);
	return found;
}
