#include "facts/spf_tree.h"

#include "unit.h"
#include "world.h"

struct tree_run {
	struct spf_client client;
	const struct spf_tree *tree;
};

static void
build(struct facts *facts, void *arg)
{
	struct tree_run *run = arg;

	run->tree = facts_spf_tree(facts, &run->client);
}

static const struct {
	const char *label;
	const char *zone;
	struct spf_cost cost;
	uint64_t pass4, pass6;
	bool loop, cut, depends;
} cases[] = {
	{ .label = "networks cost nothing, and count once",
	    .zone = "d.example. TXT \"v=spf1 ip4:192.0.2.0/24 ip4:192.0.2.9 "
		    "ip6:2001:db8::/48 -all\"\n",
	    .pass4 = 256,
	    .pass6 = 65536 },
	{ .label = "an include adds what passes there",
	    .zone = "d.example. TXT \"v=spf1 include:i.example a -all\"\n"
		    "d.example. A 192.0.2.1\n"
		    "i.example. TXT \"v=spf1 ip4:192.0.2.0/30 a -all\"\n"
		    "i.example. A 192.0.2.9\n",
	    .cost = { .lookups = 3, .voids6 = 2, .queries6 = 2 },
	    .pass4 = 5 },
	{ .label = "what an earlier term takes away does not pass",
	    .zone = "d.example. TXT \"v=spf1 -ip4:192.0.2.0/25 "
		    "ip4:192.0.2.0/24 -all\"\n",
	    .pass4 = 128 },
	{ .label = "a negative include takes away",
	    .zone = "d.example. TXT \"v=spf1 -include:i.example "
		    "ip4:192.0.2.0/24\"\n"
		    "i.example. TXT \"v=spf1 ip4:192.0.2.0/26\"\n",
	    .cost = { .lookups = 1 },
	    .pass4 = 192 },
	{ .label = "an include's -all takes nothing away",
	    .zone = "d.example. TXT \"v=spf1 include:i.example "
		    "ip4:192.0.2.0/24\"\n"
		    "i.example. TXT \"v=spf1 -all\"\n",
	    .cost = { .lookups = 1 },
	    .pass4 = 256 },
	{ .label = "+all",
	    .zone = "d.example. TXT \"v=spf1 -ip4:192.0.2.1 +all\"\n",
	    .pass4 = (1ULL << 32) - 1,
	    .pass6 = UINT64_MAX },
	{ .label = "what comes after all costs nothing",
	    .zone = "d.example. TXT \"v=spf1 -all a mx include:i.example\"\n",
	    .pass4 = 0 },
	{ .label = "a redirect is followed without all only",
	    .zone = "d.example. TXT \"v=spf1 redirect=r.example -all\"\n",
	    .pass4 = 0 },
	{ .label = "a redirect passes what no term has matched",
	    .zone = "d.example. TXT \"v=spf1 ~ip4:192.0.2.1 "
		    "redirect=r.example\"\n"
		    "r.example. TXT \"v=spf1 ip4:192.0.2.0/31 -all\"\n",
	    .cost = { .lookups = 1 },
	    .pass4 = 1 },
	{ .label = "an mx's addresses, and its void queries",
	    .zone = "d.example. TXT \"v=spf1 mx/30 -all\"\n"
		    "d.example. MX 1 m.example.\nd.example. MX 2 n.example.\n"
		    "m.example. A 192.0.2.1\n",
	    .cost = { .lookups = 1, .queries4 = 1, .queries6 = 2 },
	    .pass4 = 4 },
	{ .label = "the same include twice costs twice",
	    .zone = "d.example. TXT \"v=spf1 include:i.example "
		    "include:i.example\"\n"
		    "i.example. TXT \"v=spf1 a:d.example\"\n"
		    "d.example. A 192.0.2.1\nd.example. AAAA 2001:db8::1\n",
	    .cost = { .lookups = 4 },
	    .pass4 = 1,
	    .pass6 = 1 },
	{ .label = "%{p} costs one more",
	    .zone = "d.example. TXT \"v=spf1 a:%{p} -all\"\n",
	    .cost = { .lookups = 2 },
	    .depends = true },
	{ .label = "a loop has no end",
	    .zone = "d.example. TXT \"v=spf1 include:d.example -all\"\n",
	    .cost = { .lookups = SPF_COST_MAX },
	    .loop = true },
	{ .label = "a record in error passes nobody",
	    .zone = "d.example. TXT \"v=spf1 ip4:192.0.2.1 moo a -all\"\n"
		    "d.example. A 192.0.2.1\nd.example. AAAA 2001:db8::1\n",
	    .cost = { .lookups = 1 } },
};

START_TEST(counts)
{
	struct tree_run run = { .tree = NULL };
	const struct spf_cost *want = &cases[_i].cost, *got;
	const struct spf_node *root;
	struct world w;

	world_begin(&w, cases[_i].zone);
	run.client.domain = world_name(&w, "d.example");
	world_run(&w, build, &run);
	root = run.tree->root;
	got = &root->cost;
	ck_assert_msg(got->lookups == want->lookups, "%s: %u lookups",
	    cases[_i].label, got->lookups);
	ck_assert_msg(
	    got->voids4 == want->voids4 && got->voids6 == want->voids6,
	    "%s: %u and %u void", cases[_i].label, got->voids4, got->voids6);
	ck_assert_msg(
	    got->queries4 == want->queries4 && got->queries6 == want->queries6,
	    "%s: %u and %u void queries", cases[_i].label, got->queries4,
	    got->queries6);
	ck_assert_msg(ranges_count(root->pass4) == cases[_i].pass4, "%s: %llu",
	    cases[_i].label, (unsigned long long)ranges_count(root->pass4));
	ck_assert_msg(ranges_count(root->pass6) == cases[_i].pass6, "%s: %llu",
	    cases[_i].label, (unsigned long long)ranges_count(root->pass6));
	ck_assert_msg(run.tree->has_loop == cases[_i].loop &&
		run.tree->is_cut == cases[_i].cut &&
		run.tree->depends_on_client == cases[_i].depends,
	    "%s", cases[_i].label);
	world_end(&w);
}
END_TEST

/* Each record a macro longer than the last, without end. */
START_TEST(stops_at_a_bomb)
{
	struct tree_run run = { .tree = NULL };
	struct world w;

	world_begin(&w,
	    "d.example. TXT \"v=spf1 include:x%{d} -all\"\n"
	    "*.example. TXT \"v=spf1 include:x%{d} mx -all\"\n");
	run.client.domain = world_name(&w, "d.example");
	world_run(&w, build, &run);
	ck_assert(run.tree->is_cut);
	ck_assert_uint_le(run.tree->nnodes, SPF_TREE_NODES_MAX);
	ck_assert_uint_le(w.nasked, SPF_TREE_QUESTIONS_MAX);
	ck_assert_uint_gt(run.tree->root->cost.lookups, SPF_LOOKUPS_MAX);
	world_end(&w);
}
END_TEST

Suite *
spf_tree_suite(void)
{
	Suite *s = suite_create("spf_tree");
	TCase *tc = tcase_create("spf_tree");

	tcase_add_loop_test(tc, counts, 0, LENGTH(cases));
	tcase_add_test(tc, stops_at_a_bomb);
	suite_add_tcase(s, tc);
	return s;
}
