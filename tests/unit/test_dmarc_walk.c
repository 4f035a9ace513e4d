#include "facts/dmarc_walk.h"

#include "unit.h"
#include "world.h"

#define TXT    " 300 TXT \"v=DMARC1; p=none\"\n"
#define PSD(x) " 300 TXT \"v=DMARC1; p=none; psd=" x "\"\n"
#define DEEP   "a.b.c.d.e.f.g.h.i.j.k.example.com"

/* RFC 9989 section 4.10.2 and appendix B.4. */
static const struct {
	const char *label;
	const char *zone;
	const char *start;
	const char *org;
	const char *policy; /* where it is found; NULL: nowhere */
	unsigned queries;
} cases[] = {
	{ "the shortest name counts",
	    "_dmarc.mail.example.com." TXT "_dmarc.example.com." TXT,
	    "a.mail.example.com", "example.com", "example.com", 4 },
	{ "psd=n is an organizational domain",
	    "_dmarc.mail.example.com." PSD("n"), "a.mail.example.com",
	    "mail.example.com", "mail.example.com", 4 },
	{ "psd=n ends the walk",
	    "_dmarc.mail.example.com." PSD("n") "_dmarc.example.com." TXT,
	    "a.mail.example.com", "mail.example.com", "mail.example.com", 4 },
	{ "below psd=y is an organizational domain", "_dmarc.com." PSD("y"),
	    "a.mail.example.com", "example.com", "com", 4 },
	{ "the parent is the public suffix", "_dmarc.com." PSD("y"),
	    "example.com", "example.com", "com", 2 },
	{ "its own record is the policy",
	    "_dmarc.example.com." TXT "_dmarc.signing.example.com." TXT,
	    "signing.example.com", "example.com", "signing.example.com", 3 },
	{ "a deep name", "_dmarc.example.com." TXT, DEEP, "example.com",
	    "example.com", 8 },
	{ "a name of eight labels", "_dmarc.a.b.c.d.e.f.example.com." TXT,
	    "a.b.c.d.e.f.example.com", "a.b.c.d.e.f.example.com",
	    "a.b.c.d.e.f.example.com", 8 },
	{ "a name of nine labels skips one",
	    "_dmarc.b.c.d.e.f.g.example.com." TXT, "a.b.c.d.e.f.g.example.com",
	    "a.b.c.d.e.f.g.example.com", NULL, 8 },
	{ "psd=y at the start does not count", "_dmarc.example.com." PSD("y"),
	    "example.com", "example.com", "example.com", 2 },
	{ "psd=u is as if it were not there",
	    "_dmarc.example.com." PSD("u") "_dmarc.com." TXT, "example.com",
	    "com", "example.com", 2 },
	{ "no record", NULL, "a.example.com", "a.example.com", NULL, 3 },
	{ "two records are none",
	    "_dmarc.a.example.com." TXT
	    "_dmarc.a.example.com. 300 TXT \"v=DMARC1; p=reject\"\n"
	    "_dmarc.example.com." TXT,
	    "a.example.com", "example.com", "example.com", 3 },
	{ "other TXT records don't count",
	    "_dmarc.a.example.com." TXT
	    "_dmarc.a.example.com. 300 TXT \"v=spf1 -all\"\n",
	    "a.example.com", "a.example.com", "a.example.com", 3 },
	{ "a CNAME is followed",
	    "_dmarc.example.com. 300 CNAME x.example.net.\nx.example.net." TXT,
	    "example.com", "example.com", "example.com", 2 },
	{ "a top-level domain", NULL, "com", "com", NULL, 1 },
};

struct walk_test {
	struct name start;
	const struct dmarc_walk *walk;
};

static void
walk(struct facts *facts, void *arg)
{
	struct walk_test *t = arg;

	t->walk = facts_walk(facts, t->start);
}

START_TEST(walks)
{
	const struct dmarc_step *found;
	struct walk_test t;
	struct world w;
	const char *label = cases[_i].label;

	world_begin(&w, cases[_i].zone == NULL ? "" : cases[_i].zone);
	if (_i % 2 == 1)
		world_shuffle(&w, (uint32_t)_i);
	t.start = world_name(&w, cases[_i].start);
	world_run(&w, walk, &t);
	ck_assert_msg(!t.walk->cut, "%s", label);
	ck_assert_msg(
	    name_eq(dmarc_org_domain(t.walk), world_name(&w, cases[_i].org)),
	    "%s: %.*s", label,
	    PSTR(name_text(&w.arena, dmarc_org_domain(t.walk))));
	found = dmarc_discover(t.walk);
	ck_assert_msg(
	    (found != NULL) == (cases[_i].policy != NULL), "%s", label);
	if (found != NULL)
		ck_assert_msg(
		    name_eq(found->domain, world_name(&w, cases[_i].policy)),
		    "%s: %.*s", label,
		    PSTR(name_text(&w.arena, found->domain)));
	ck_assert_msg(
	    w.nasked == cases[_i].queries, "%s: %zu queries", label, w.nasked);
	world_end(&w);
}
END_TEST

/* RFC 9989 section 4.10, the example of a long name. */
START_TEST(shortens_long_names)
{
	static const char *const want[] = {
		"a.b.c.d.e.f.g.h.i.j.mail.example.com",
		"g.h.i.j.mail.example.com",
		"h.i.j.mail.example.com",
		"i.j.mail.example.com",
		"j.mail.example.com",
		"mail.example.com",
		"example.com",
		"com",
	};
	struct walk_test t;
	struct world w;

	world_begin(&w, "");
	t.start = world_name(&w, want[0]);
	world_run(&w, walk, &t);
	ck_assert_uint_eq(t.walk->n, LENGTH(want));
	for (size_t i = 0; i < LENGTH(want); i++)
		ck_assert_msg(
		    name_eq(t.walk->steps[i].domain, world_name(&w, want[i])),
		    "%s", want[i]);
	world_end(&w);
}
END_TEST

START_TEST(ends_at_the_topmost_zone)
{
	struct walk_test t;
	struct world w;

	world_begin(&w, NULL);
	world_zone(&w, "example.com", "_dmarc.example.com." TXT);
	t.start = world_name(&w, "a.example.com");
	world_run(&w, walk, &t);
	ck_assert(t.walk->cut && t.walk->failure == NULL);
	ck_assert(dmarc_discover(t.walk) != NULL);
	t.start = world_name(&w, "a.example.net");
	world_run(&w, walk, &t);
	ck_assert(!t.walk->cut && t.walk->failure != NULL);
	world_end(&w);
}
END_TEST

START_TEST(does_not_take_a_failure_for_nothing)
{
	struct walk_test t;
	struct world w;

	world_begin(&w, "_dmarc.example.com." TXT);
	world_fail(&w, "_dmarc.com", TYPE_TXT, ANSWER_SERVFAIL);
	t.start = world_name(&w, "example.com");
	world_run(&w, walk, &t);
	ck_assert(t.walk->failure != NULL);
	ck_assert(t.walk->failure->status == ANSWER_SERVFAIL);
	world_end(&w);
}
END_TEST

Suite *
dmarc_walk_suite(void)
{
	Suite *s = suite_create("dmarc_walk");
	TCase *tc = tcase_create("dmarc_walk");

	tcase_add_loop_test(tc, walks, 0, LENGTH(cases));
	tcase_add_test(tc, shortens_long_names);
	tcase_add_test(tc, ends_at_the_topmost_zone);
	tcase_add_test(tc, does_not_take_a_failure_for_nothing);
	suite_add_tcase(s, tc);
	return s;
}
