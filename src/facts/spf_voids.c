#include "facts/spf_voids.h"

static struct spf_voids
of_queries(unsigned queries, bool went_on)
{
	return (struct spf_voids){
		.verdict = queries > SPF_VOIDS_MAX ? SPF_VOIDS_BY_QUERY
		    : went_on                      ? SPF_VOIDS_WENT_ON
						   : SPF_VOIDS_FINE,
		.n = queries,
		.went_on = went_on,
	};
}

static struct spf_voids
of_family(const struct spf_cost *cost, bool six)
{
	unsigned terms = six ? cost->voids6 : cost->voids4;
	unsigned before = six ? cost->before6 : cost->before4;
	struct spf_voids voids = of_queries(
	    six ? cost->queries6 : cost->queries4, before >= SPF_VOIDS_MAX);

	voids.is_six = six;
	if (terms > SPF_VOIDS_MAX) {
		voids.verdict = SPF_VOIDS_TOO_MANY;
		voids.n = terms;
	}
	return voids;
}

struct spf_voids
spf_judge_voids(
    const struct spf_tree *tree, const struct spf_outcome *outcome, bool six)
{
	const struct spf_cost *cost = &tree->root->cost;
	struct spf_voids voids =
	    of_family(cost, six && cost->queries6 > cost->queries4);

	/* The names of a PTR are the client's, not the tree's. */
	if (voids.verdict == SPF_VOIDS_FINE && outcome != NULL) {
		voids = of_queries(
		    outcome->voids_per_query, outcome->went_on_after_voids);
		voids.of_client = true;
	}
	return voids;
}
