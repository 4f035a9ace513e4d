/* The facts of a report as values, which every format prints. */
#include <stdlib.h>

#include "base/escape.h"
#include "check/spf.h"

enum { LARGEST = 3 };

/* RFC 1035 sections 4.1.1 to 4.1.3: the header, a question's fixed part, and a
 * record's, with a compressed name. */
enum { HEADER = 12, QUESTION_FIXED = 4, RECORD_FIXED = 12 };

static const char *const states[] = {
	[SPF_NODE_PENDING] = "not looked up",
	[SPF_NODE_OK] = "ok",
	[SPF_NODE_NONE] = "none",
	[SPF_NODE_MULTIPLE] = "multiple",
	[SPF_NODE_SYNTAX] = "syntax",
	[SPF_NODE_UNKNOWN] = "unknown",
	[SPF_NODE_CUT] = "not looked up",
};

/* A count as the number that JSON readers can hold. */
static int64_t
count(struct ranges set)
{
	uint64_t n = ranges_count(set);

	return n > INT64_MAX ? INT64_MAX : (int64_t)n;
}

void
spf_add_matched(
    struct arena *a, struct value *to, const struct spf_outcome *outcome)
{
	struct value *matched;

	if (outcome == NULL || outcome->decided->matched == NULL ||
	    outcome->problem != SPF_NO_PROBLEM) {
		value_add_null(a, to, "matched");
		return;
	}
	matched = value_add_object(a, to, "matched");
	value_add_str(
	    a, matched, "domain", name_text(a, outcome->decided->domain));
	value_add_str(
	    a, matched, "term", escape(a, outcome->decided->matched->text));
}

/* A node, what it came to, and, the first time it is met, what it leads to.
 */
static void
add_node(struct arena *a, struct value *to, const struct spf_node *node,
    const struct spf_frame *frame, const struct spf_node **met)
{
	struct value *list;
	size_t i = 0;

	value_add_str(a, to, "domain", name_text(a, node->domain));
	value_add_str(a, to, "state", str_of(states[node->state]));
	if (frame != NULL)
		value_add_str(
		    a, to, "result", str_of(spf_result_text(frame->result)));
	else
		value_add_null(a, to, "result");
	value_add_int(a, to, "lookups", node->cost.lookups);
	while (met[i] != NULL && met[i] != node)
		i++;
	if (met[i] == node) {
		value_add_bool(a, to, "repeated", true);
		return;
	}
	met[i] = node;
	if (node->record == NULL)
		return;
	value_add_str(a, to, "record", escape(a, node->record->text));
	list = value_add_list(a, to, "branches");
	for (i = 0; i < node->n; i++) {
		const struct spf_branch *b = &node->branches[i];
		struct value *child;

		if (b->node == NULL)
			continue;
		child = value_add_object(a, list, NULL);
		value_add_str(a, child, "term", escape(a, b->term->text));
		add_node(a, child, b->node,
		    spf_frame_below(
			frame, (size_t)(b->term - node->record->terms)),
		    met);
	}
}

void
spf_add_tree(struct arena *a, struct value *to, const struct spf_report *report)
{
	const struct spf_node **met =
	    arena_array(a, SPF_TREE_NODES_MAX + 1, const struct spf_node *);

	add_node(a, value_add_object(a, to, "tree"), report->tree->root,
	    report->outcome != NULL ? report->outcome->frame : NULL, met);
}

static void
add_voids(struct arena *a, struct value *to, const char *family, unsigned terms,
    unsigned queries)
{
	struct value *voids = value_add_object(a, to, family);

	value_add_int(a, voids, "terms", terms);
	value_add_int(a, voids, "queries", queries);
}

/* An ip4 term, and where it stands among all. */
struct block {
	const struct spf_node *node;
	const struct spf_term *term;
	size_t at;
};

/* The widest first; equal ones in the order of the tree. */
static int
order_blocks(const void *x, const void *y)
{
	const struct block *a = x, *b = y;

	if (a->term->bits4 != b->term->bits4)
		return a->term->bits4 < b->term->bits4 ? -1 : 1;
	return a->at < b->at ? -1 : a->at > b->at;
}

static size_t
collect_blocks(const struct spf_tree *tree, struct block *out)
{
	size_t n = 0;

	for (const struct spf_node *node = tree->root; node != NULL;
	     node = node->next)
		for (size_t i = 0; i < node->n; i++) {
			const struct spf_term *term = node->branches[i].term;

			if (term->kind != SPF_IP4 || term->qualifier != '+')
				continue;
			if (out != NULL)
				out[n] = (struct block){ node, term, n };
			n++;
		}
	return n;
}

static void
add_largest(struct arena *a, struct value *to, const struct spf_tree *tree)
{
	struct value *list = value_add_list(a, to, "ipv4_largest"), *block;
	size_t n = collect_blocks(tree, NULL);
	struct block *blocks = arena_array(a, n, struct block);

	if (n == 0)
		return;
	collect_blocks(tree, blocks);
	qsort(blocks, n, sizeof(*blocks), order_blocks);
	for (size_t i = 0; i < n && i < LARGEST; i++) {
		const struct block *b = &blocks[i];

		block = value_add_object(a, list, NULL);
		value_add_str(
		    a, block, "domain", name_text(a, b->node->domain));
		value_add_str(a, block, "term", escape(a, b->term->text));
		value_add_int(
		    a, block, "addresses", INT64_C(1) << (32 - b->term->bits4));
	}
}

size_t
spf_answer_octets(const struct answer *answer)
{
	size_t n = HEADER + answer_name(answer).n + QUESTION_FIXED;

	for (size_t i = 0; i < answer->n; i++)
		n += RECORD_FIXED + answer->records[i].n;
	return n;
}

static void
add_octets(struct arena *a, struct value *to, const struct spf_node *root)
{
	if (root->record == NULL)
		return;
	value_add_int(a, to, "record_octets", (int64_t)root->record->text.n);
	value_add_int(
	    a, to, "answer_octets", (int64_t)spf_answer_octets(root->answer));
}

/* The terms that cost lookups, so that the expensive one is seen. */
static void
add_costs(struct arena *a, struct value *to, const struct spf_node *root)
{
	struct value *list = value_add_list(a, to, "lookups_by_term"), *term;

	for (size_t i = 0; i < root->n; i++) {
		const struct spf_branch *b = &root->branches[i];

		if (b->cost.lookups == 0)
			continue;
		term = value_add_object(a, list, NULL);
		value_add_str(a, term, "term", escape(a, b->term->text));
		value_add_int(a, term, "lookups", b->cost.lookups);
	}
}

void
spf_add_facts(
    struct arena *a, struct value *to, const struct spf_report *report)
{
	const struct spf_outcome *o = report->outcome;
	const struct spf_tree *tree = report->tree;
	const struct spf_node *root = tree->root;
	struct value *voids;

	if (o != NULL)
		value_add_str(
		    a, to, "result", str_of(spf_result_text(o->result)));
	else
		value_add_null(a, to, "result");
	if (root->record != NULL)
		value_add_str(a, to, "record", escape(a, root->record->text));
	else
		value_add_null(a, to, "record");
	add_octets(a, to, root);
	spf_add_matched(a, to, o);
	value_add_int(a, to, "lookups", o != NULL ? o->lookups : 0);
	value_add_int(a, to, "lookups_worst", root->cost.lookups);
	add_costs(a, to, root);
	value_add_int(a, to, "void_lookups", o != NULL ? o->voids : 0);
	voids = value_add_object(a, to, "void_lookups_worst");
	add_voids(a, voids, "ipv4", root->cost.voids4, root->cost.queries4);
	add_voids(a, voids, "ipv6", root->cost.voids6, root->cost.queries6);
	value_add_int(a, to, "ipv4_authorized", count(root->pass4));
	value_add_int(a, to, "ipv6_authorized_64s", count(root->pass6));
	value_add_bool(a, to, "authorized_depends_on_mail",
	    tree->depends_on_client || tree->lacks_addresses);
	add_largest(a, to, tree);
}
