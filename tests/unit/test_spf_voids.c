#include "facts/spf_voids.h"

#include "unit.h"
#include "world.h"

struct evaluation {
	struct spf_client client;
	const struct spf_tree *tree;
	const struct spf_outcome *outcome;
};

static void
evaluate(struct facts *facts, void *arg)
{
	struct evaluation *e = arg;

	e->tree = facts_spf_tree(facts, &e->client);
	e->outcome = facts_spf(facts, &e->client);
}

#define PTR "1.2.0.192.in-addr.arpa. PTR "

/* For clients with IPv4 addresses, and then with IPv6 as well. */
static const struct {
	const char *label;
	const char *zone;
	enum spf_voids_verdict want, six;
} cases[] = {
	{ "nothing is void", "d.example. TXT \"v=spf1 ip4:192.0.2.9 -all\"\n",
	    SPF_VOIDS_FINE, SPF_VOIDS_FINE },
	{ "two at the end", "d.example. TXT \"v=spf1 a mx -all\"\n",
	    SPF_VOIDS_FINE, SPF_VOIDS_FINE },
	{ "two, and another lookup",
	    "d.example. TXT \"v=spf1 a mx a:h.example -all\"\n"
	    "h.example. A 192.0.2.9\nh.example. AAAA 2001:db8::9\n",
	    SPF_VOIDS_WENT_ON, SPF_VOIDS_WENT_ON },
	{ "two, and a redirect",
	    "d.example. TXT \"v=spf1 a mx redirect=r.example\"\n"
	    "r.example. TXT \"v=spf1 -all\"\n",
	    SPF_VOIDS_WENT_ON, SPF_VOIDS_WENT_ON },
	{ "another lookup behind all",
	    "d.example. TXT \"v=spf1 a mx -all a:h.example\"\n", SPF_VOIDS_FINE,
	    SPF_VOIDS_FINE },
	{ "one, and another lookup, and one",
	    "d.example. TXT \"v=spf1 a a:h.example mx -all\"\n"
	    "h.example. A 192.0.2.9\n",
	    SPF_VOIDS_FINE, SPF_VOIDS_TOO_MANY },
	{ "two in an include, and a lookup behind it",
	    "d.example. TXT \"v=spf1 include:i.example a:h.example -all\"\n"
	    "i.example. TXT \"v=spf1 a mx -all\"\nh.example. A 192.0.2.9\n",
	    SPF_VOIDS_WENT_ON, SPF_VOIDS_TOO_MANY },
	{ "two, and a lookup in an include",
	    "d.example. TXT \"v=spf1 a include:i.example -all\"\n"
	    "i.example. TXT \"v=spf1 mx a:h.example -all\"\n"
	    "h.example. A 192.0.2.9\nh.example. AAAA 2001:db8::9\n",
	    SPF_VOIDS_WENT_ON, SPF_VOIDS_WENT_ON },
	{ "two exchanges, at the end",
	    "d.example. TXT \"v=spf1 mx -all\"\n"
	    "d.example. MX 1 m.example.\nd.example. MX 2 n.example.\n",
	    SPF_VOIDS_FINE, SPF_VOIDS_FINE },
	{ "two exchanges, and another lookup",
	    "d.example. TXT \"v=spf1 mx a:h.example -all\"\n"
	    "d.example. MX 1 m.example.\nd.example. MX 2 n.example.\n"
	    "h.example. A 192.0.2.9\nh.example. AAAA 2001:db8::9\n",
	    SPF_VOIDS_WENT_ON, SPF_VOIDS_WENT_ON },
	{ "three exchanges",
	    "d.example. TXT \"v=spf1 mx -all\"\nd.example. MX 1 m.example.\n"
	    "d.example. MX 2 n.example.\nd.example. MX 3 o.example.\n",
	    SPF_VOIDS_BY_QUERY, SPF_VOIDS_BY_QUERY },
	{ "hosts without AAAA",
	    "d.example. TXT \"v=spf1 a:m.example a:n.example a:o.example "
	    "-all\"\nm.example. A 192.0.2.9\nn.example. A 192.0.2.9\n"
	    "o.example. A 192.0.2.9\n",
	    SPF_VOIDS_FINE, SPF_VOIDS_TOO_MANY },
	{ "three terms", "d.example. TXT \"v=spf1 a mx exists:x.example\"\n",
	    SPF_VOIDS_TOO_MANY, SPF_VOIDS_TOO_MANY },
	{ "three of the PTR's names",
	    "d.example. TXT \"v=spf1 ptr -all\"\n" PTR "m.d.example.\n" PTR
	    "n.example.\n" PTR "o.example.\n" PTR
	    "p.example.\nm.d.example. A 192.0.2.1\n",
	    SPF_VOIDS_BY_QUERY, SPF_VOIDS_BY_QUERY },
	{ "two of the PTR's names",
	    "d.example. TXT \"v=spf1 ptr -all\"\n" PTR "m.d.example.\n" PTR
	    "n.example.\n" PTR "o.example.\nm.d.example. A 192.0.2.1\n",
	    SPF_VOIDS_FINE, SPF_VOIDS_FINE },
	{ "two of the PTR's names, and another lookup",
	    "d.example. TXT \"v=spf1 ptr a:h.example -all\"\n" PTR
	    "n.example.\n" PTR "o.example.\nh.example. A 192.0.2.1\n"
	    "h.example. AAAA 2001:db8::9\n",
	    SPF_VOIDS_WENT_ON, SPF_VOIDS_WENT_ON },
};

START_TEST(judges)
{
	struct evaluation e = { .tree = NULL };
	struct spf_voids got;
	struct world w;

	world_begin(&w, cases[_i].zone);
	e.client.domain = world_name(&w, "d.example");
	ck_assert(ip_parse(S("192.0.2.1"), &e.client.ip));
	world_run(&w, evaluate, &e);
	got = spf_judge_voids(e.tree, e.outcome, false);
	ck_assert_msg(got.verdict == cases[_i].want, "%s: %d", cases[_i].label,
	    (int)got.verdict);
	got = spf_judge_voids(e.tree, e.outcome, true);
	ck_assert_msg(got.verdict == cases[_i].six, "%s, IPv6: %d",
	    cases[_i].label, (int)got.verdict);
	world_end(&w);
}
END_TEST

Suite *
spf_voids_suite(void)
{
	Suite *s = suite_create("spf_voids");
	TCase *tc = tcase_create("spf_voids");

	tcase_add_loop_test(tc, judges, 0, LENGTH(cases));
	suite_add_tcase(s, tc);
	return s;
}
