#include "facts/spf_tree.h"

static unsigned
sum(unsigned x, unsigned y)
{
	return x + y < SPF_COST_MAX ? x + y : SPF_COST_MAX;
}

/* What comes next. */
static void
add_cost(struct spf_cost *to, const struct spf_cost *cost)
{
	if (cost->lookups > 0) {
		to->before4 = sum(to->queries4, cost->before4);
		to->before6 = sum(to->queries6, cost->before6);
	}
	to->lookups = sum(to->lookups, cost->lookups);
	to->voids4 = sum(to->voids4, cost->voids4);
	to->voids6 = sum(to->voids6, cost->voids6);
	to->queries4 = sum(to->queries4, cost->queries4);
	to->queries6 = sum(to->queries6, cost->queries6);
}

/* The main lookup of a term, which counts by term and by query. */
static void
add_main(struct spf_cost *cost, bool void4, bool void6)
{
	cost->voids4 += void4;
	cost->voids6 += void6;
	cost->queries4 += void4;
	cost->queries6 += void6;
}

static struct spf_cost
own_cost(const struct spf_branch *branch)
{
	struct spf_cost cost = { 0 };

	if (!spf_costs_lookup(branch->term))
		return cost;
	cost.lookups = 1 + spf_term_uses(branch->term, 'p');
	if (branch->term->kind == SPF_A)
		add_main(&cost, answer_is_void(branch->a),
		    answer_is_void(branch->aaaa));
	else if (branch->term->kind == SPF_EXISTS)
		add_main(&cost, answer_is_void(branch->a),
		    answer_is_void(branch->a));
	else if (branch->term->kind == SPF_MX)
		add_main(&cost, answer_is_void(branch->mx),
		    answer_is_void(branch->mx));
	for (size_t i = 0; i < branch->nexchanges; i++) {
		cost.queries4 += answer_is_void(branch->exchanges[i].a);
		cost.queries6 += answer_is_void(branch->exchanges[i].aaaa);
	}
	return cost;
}

/* Follows every path once; what leads back to itself never ends. */
static void
count_node(struct spf_tree *tree, struct spf_node *node)
{
	node->is_on_path = true;
	for (size_t i = 0; i < node->n; i++) {
		struct spf_branch *branch = &node->branches[i];
		struct spf_node *to = branch->node;

		branch->cost = own_cost(branch);
		if (to != NULL && to->is_on_path) {
			tree->has_loop = to->in_loop = node->in_loop = true;
			branch->cost.lookups = SPF_COST_MAX;
		} else if (to != NULL) {
			if (!to->is_counted)
				count_node(tree, to);
			add_cost(&branch->cost, &to->cost);
		}
		add_cost(&node->cost, &branch->cost);
	}
	node->is_on_path = false;
	node->is_counted = true;
}

void
spf_tree_count(struct spf_tree *tree)
{
	count_node(tree, tree->root);
}
