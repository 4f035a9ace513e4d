#include "facts/spf_eval.h"

#include "unit.h"
#include "world.h"

/* Faults of the world, by name: every question for these ends like this. */
#define FAILS "servfail.example"

#define LABEL_64 \
	"abcdefghabcdefghabcdefghabcdefghabcdefghabcdefghabcdefghabcdefgh"

struct spf_case {
	const char *label;
	const char *zone;
	const char *ip; /* NULL: 192.0.2.1 */
	enum spf_result want;
	unsigned lookups, voids;
	enum spf_problem problem;
	const char *explanation;
};

/* Records of an address whose names do not exist. */
#define TEN_NAMES                                                         \
	"@ PTR h0.e.example.\n@ PTR h1.e.example.\n@ PTR h2.e.example.\n" \
	"@ PTR h3.e.example.\n@ PTR h4.e.example.\n@ PTR h5.e.example.\n" \
	"@ PTR h6.e.example.\n@ PTR h7.e.example.\n@ PTR h8.e.example.\n" \
	"@ PTR h9.e.example.\n"

/* The sender is a@d.example, in HELO h.example. */
static const struct spf_case cases[] = {
	/* Sections 4.3 to 4.5. */
	{ "no record", "d.example. TXT moo\n", NULL, SPF_NONE, 0, 0, 0, NULL },
	{ "no name", "e.example. TXT moo\n", NULL, SPF_NONE, 0, 0, 0, NULL },
	{ "two records", "d.example. TXT v=spf1\nd.example. TXT \"v=spf1 a\"\n",
	    NULL, SPF_PERMERROR, 0, 0, SPF_PROBLEM_MULTIPLE, NULL },
	{ "an error behind the deciding term",
	    "d.example. TXT \"v=spf1 +all moo\"\n", NULL, SPF_PERMERROR, 0, 0,
	    SPF_PROBLEM_SYNTAX, NULL },
	{ "nothing matches", "d.example. TXT \"v=spf1 ip4:192.0.2.2\"\n", NULL,
	    SPF_NEUTRAL, 0, 0, 0, NULL },

	/* Section 5. */
	{ "an IPv4-mapped client is an IPv4 client",
	    "d.example. TXT \"v=spf1 -ip6:::/0 ip4:192.0.2.1 ~all\"\n",
	    "::ffff:192.0.2.1", SPF_PASS, 0, 0, 0, NULL },
	{ "ip6:::/0 is not for IPv4 clients",
	    "d.example. TXT \"v=spf1 ip6:::/0 -all\"\n", NULL, SPF_FAIL, 0, 0,
	    0, NULL },
	{ "ip4:0.0.0.0/0 is not for IPv6 clients",
	    "d.example. TXT \"v=spf1 ip4:0.0.0.0/0 ~all\"\n", "2001:db8::1",
	    SPF_SOFTFAIL, 0, 0, 0, NULL },
	{ "a CNAME's addresses count",
	    "d.example. TXT \"v=spf1 a:w.d.example -all\"\n"
	    "w.d.example. CNAME x.d.example.\nx.d.example. A 192.0.2.1\n",
	    NULL, SPF_PASS, 1, 0, 0, NULL },
	{ "a: the length of the client's family",
	    "d.example. TXT \"v=spf1 a/24//0 -all\"\nd.example. A 192.0.2.99\n",
	    NULL, SPF_PASS, 1, 0, 0, NULL },
	{ "a: a failed lookup ends it",
	    "d.example. TXT \"v=spf1 a:" FAILS " +all\"\n", NULL, SPF_TEMPERROR,
	    1, 0, SPF_PROBLEM_DNS, NULL },
	{ "a: a match comes before a failure",
	    "d.example. TXT \"v=spf1 ip4:192.0.2.1 a:" FAILS "\"\n", NULL,
	    SPF_PASS, 0, 0, 0, NULL },
	{ "mx: no mail exchanger is made up",
	    "d.example. TXT \"v=spf1 mx -all\"\nd.example. A 192.0.2.1\n", NULL,
	    SPF_FAIL, 1, 1, 0, NULL },
	{ "mx: the null MX matches nothing",
	    "d.example. TXT \"v=spf1 mx -all\"\nd.example. MX 0 .\n", NULL,
	    SPF_FAIL, 1, 0, 0, NULL },
	{ "mx: by preference, so that the failure comes second",
	    "d.example. TXT \"v=spf1 mx -all\"\n"
	    "d.example. MX 20 " FAILS ".\nd.example. MX 10 m.d.example.\n"
	    "m.d.example. A 192.0.2.1\n",
	    NULL, SPF_PASS, 1, 0, 0, NULL },
	{ "mx: a failure ends it",
	    "d.example. TXT \"v=spf1 mx -all\"\n"
	    "d.example. MX 10 " FAILS ".\nd.example. MX 20 m.d.example.\n"
	    "m.d.example. A 192.0.2.1\n",
	    NULL, SPF_TEMPERROR, 1, 0, SPF_PROBLEM_DNS, NULL },
	{ "mx: a match among the first ten of eleven",
	    "$ORIGIN d.example.\n@ TXT \"v=spf1 mx -all\"\n"
	    "@ MX 1 m1\n@ MX 2 m2\n@ MX 3 m3\n@ MX 4 m4\n@ MX 5 m5\n@ MX 6 m6\n"
	    "@ MX 7 m7\n@ MX 8 m8\n@ MX 9 m9\n@ MX 10 m10\n@ MX 11 m11\n"
	    "m10 A 192.0.2.1\n",
	    NULL, SPF_PASS, 1, 0, 0, NULL },
	{ "mx: the eleventh is an error",
	    "$ORIGIN d.example.\n@ TXT \"v=spf1 mx -all\"\n"
	    "@ MX 1 m1\n@ MX 2 m2\n@ MX 3 m3\n@ MX 4 m4\n@ MX 5 m5\n@ MX 6 m6\n"
	    "@ MX 7 m7\n@ MX 8 m8\n@ MX 9 m9\n@ MX 10 m10\n@ MX 11 m11\n"
	    "m11 A 192.0.2.1\n",
	    NULL, SPF_PERMERROR, 1, 0, SPF_PROBLEM_MX, NULL },
	{ "ptr: a name below the domain",
	    "d.example. TXT \"v=spf1 ptr -all\"\n"
	    "1.2.0.192.in-addr.arpa. PTR m.d.example.\nm.d.example. A "
	    "192.0.2.1\n",
	    NULL, SPF_PASS, 1, 0, 0, NULL },
	{ "ptr: only at the boundary of a label",
	    "d.example. TXT \"v=spf1 ptr -all\"\n"
	    "1.2.0.192.in-addr.arpa. PTR bad.example.\nbad.example. A "
	    "192.0.2.1\n",
	    NULL, SPF_FAIL, 1, 0, 0, NULL },
	{ "ptr: a name that does not point back",
	    "d.example. TXT \"v=spf1 ptr -all\"\n"
	    "1.2.0.192.in-addr.arpa. PTR d.example.\nd.example. A 192.0.2.2\n",
	    NULL, SPF_FAIL, 1, 0, 0, NULL },
	{ "ptr: a failed PTR lookup only does not match",
	    "d.example. TXT \"v=spf1 ptr ~all\"\n", "203.0.113.66",
	    SPF_SOFTFAIL, 1, 0, 0, NULL },
	{ "ptr: a failed name is skipped",
	    "d.example. TXT \"v=spf1 ptr ~all\"\n"
	    "1.2.0.192.in-addr.arpa. PTR " FAILS ".\n"
	    "1.2.0.192.in-addr.arpa. PTR m.d.example.\n"
	    "m.d.example. A 192.0.2.1\n",
	    NULL, SPF_PASS, 1, 0, 0, NULL },
	{ "ptr: the eleventh name received does not count",
	    "d.example. TXT \"v=spf1 ptr -all\"\na.d.example. A 192.0.2.1\n"
	    "$ORIGIN 1.2.0.192.in-addr.arpa.\n" TEN_NAMES
	    "@ PTR a.d.example.\n",
	    NULL, SPF_FAIL, 1, 0, 0, NULL },
	{ "ptr: the first of eleven counts",
	    "d.example. TXT \"v=spf1 ptr -all\"\nz.d.example. A 192.0.2.1\n"
	    "$ORIGIN 1.2.0.192.in-addr.arpa.\n@ PTR z.d.example.\n" TEN_NAMES,
	    NULL, SPF_PASS, 1, 0, 0, NULL },
	{ "exists: A, for IPv6 clients too",
	    "d.example. TXT \"v=spf1 exists:x.d.example -all\"\n"
	    "x.d.example. A 127.0.0.2\n",
	    "2001:db8::1", SPF_PASS, 1, 0, 0, NULL },
	{ "include: a fail does not match",
	    "d.example. TXT \"v=spf1 include:i.example ~all\"\n"
	    "i.example. TXT \"v=spf1 -all\"\n",
	    NULL, SPF_SOFTFAIL, 1, 0, 0, NULL },
	{ "include: a pass is qualified here",
	    "d.example. TXT \"v=spf1 -include:i.example +all\"\n"
	    "i.example. TXT \"v=spf1 +all\"\n",
	    NULL, SPF_FAIL, 1, 0, 0, NULL },
	{ "include: no record is an error",
	    "d.example. TXT \"v=spf1 include:i.example ~all\"\n", NULL,
	    SPF_PERMERROR, 1, 0, SPF_PROBLEM_INCLUDE_NONE, NULL },
	{ "include: an impossible name has no record",
	    "d.example. TXT \"v=spf1 include:%{l}..%{d} ~all\"\n", NULL,
	    SPF_PERMERROR, 1, 0, SPF_PROBLEM_INCLUDE_NONE, NULL },
	{ "include: a failure inside",
	    "d.example. TXT \"v=spf1 include:i.example +all\"\n"
	    "i.example. TXT \"v=spf1 a:" FAILS " -all\"\n",
	    NULL, SPF_TEMPERROR, 2, 0, SPF_PROBLEM_DNS, NULL },
	{ "include: its own failure",
	    "d.example. TXT \"v=spf1 include:" FAILS " +all\"\n", NULL,
	    SPF_TEMPERROR, 1, 0, SPF_PROBLEM_DNS, NULL },
	{ "include: a redirect inside is followed",
	    "d.example. TXT \"v=spf1 include:i.example -all\"\n"
	    "i.example. TXT \"v=spf1 redirect=j.example\"\n"
	    "j.example. TXT \"v=spf1 ip4:192.0.2.1\"\n",
	    NULL, SPF_PASS, 2, 0, 0, NULL },
	{ "an empty label that is not reached",
	    "d.example. TXT \"v=spf1 ip4:192.0.2.1 a:foo..d.example -all\"\n",
	    NULL, SPF_PASS, 0, 0, 0, NULL },
	{ "an empty label that is reached",
	    "d.example. TXT \"v=spf1 a:foo..d.example ip4:192.0.2.1 -all\"\n",
	    NULL, SPF_PERMERROR, 1, 0, SPF_PROBLEM_SYNTAX, NULL },
	{ "a label of 64 octets that is not reached",
	    "d.example. TXT \"v=spf1 ip4:192.0.2.1 include:" LABEL_64
	    ".example -all\"\n",
	    NULL, SPF_PASS, 0, 0, 0, NULL },
	{ "a redirect to an empty label",
	    "d.example. TXT \"v=spf1 redirect=a..example\"\n", NULL,
	    SPF_PERMERROR, 1, 0, SPF_PROBLEM_SYNTAX, NULL },
	{ "an empty label behind all",
	    "d.example. TXT \"v=spf1 ?all a:foo..d.example\"\n", NULL,
	    SPF_NEUTRAL, 0, 0, 0, NULL },
	{ "an impossible name does not match",
	    "d.example. TXT \"v=spf1 a:%{l}..%{d} ~all\"\n", NULL, SPF_SOFTFAIL,
	    1, 0, 0, NULL },

	/* Section 6. */
	{ "redirect: in upper case, and before the mechanisms",
	    "d.example. TXT \"v=spf1 REDIRECT=r.example ip4:192.0.2.9\"\n"
	    "r.example. TXT \"v=spf1 ip4:192.0.2.1 -all\"\n",
	    NULL, SPF_PASS, 1, 0, 0, NULL },
	{ "redirect: not where there is an all",
	    "d.example. TXT \"v=spf1 redirect=r.example ?all\"\n"
	    "r.example. TXT \"v=spf1 +all\"\n",
	    NULL, SPF_NEUTRAL, 0, 0, 0, NULL },
	{ "redirect: no record is an error",
	    "d.example. TXT \"v=spf1 redirect=r.example\"\n", NULL,
	    SPF_PERMERROR, 1, 0, SPF_PROBLEM_REDIRECT_NONE, NULL },
	{ "redirect: the domain is the target's then",
	    "d.example. TXT \"v=spf1 redirect=r.example\"\n"
	    "r.example. TXT \"v=spf1 a -all\"\nr.example. A 192.0.2.1\n",
	    NULL, SPF_PASS, 2, 0, 0, NULL },
	{ "unknown modifiers may repeat",
	    "d.example. TXT \"v=spf1 moo=1 moo=2 include=x +all\"\n", NULL,
	    SPF_PASS, 0, 0, 0, NULL },
	{ "exp: strings joined and expanded",
	    "d.example. TXT \"v=spf1 exp=e.example -all\"\n"
	    "e.example. TXT \"%{i} is \" \"not %{o}\"\n",
	    NULL, SPF_FAIL, 0, 0, 0, "192.0.2.1 is not d.example" },
	{ "exp: not of an include",
	    "d.example. TXT \"v=spf1 -include:i.example\"\n"
	    "i.example. TXT \"v=spf1 +all exp=e.example\"\n"
	    "e.example. TXT \"no\"\n",
	    NULL, SPF_FAIL, 1, 0, 0, NULL },
	{ "exp: of the redirect's target",
	    "d.example. TXT \"v=spf1 redirect=r.example exp=e.example\"\n"
	    "r.example. TXT \"v=spf1 -all exp=f.example\"\n"
	    "e.example. TXT \"no\"\nf.example. TXT \"%{d}\"\n",
	    NULL, SPF_FAIL, 1, 0, 0, "r.example" },
	{ "exp: two records are none",
	    "d.example. TXT \"v=spf1 exp=e.example -all\"\n"
	    "e.example. TXT \"no\"\ne.example. TXT \"non\"\n",
	    NULL, SPF_FAIL, 0, 0, 0, NULL },
	{ "exp: a bad text is none",
	    "d.example. TXT \"v=spf1 exp=e.example -all\"\n"
	    "e.example. TXT \"100% no\"\n",
	    NULL, SPF_FAIL, 0, 0, 0, NULL },
	{ "exp: a failed lookup is none",
	    "d.example. TXT \"v=spf1 exp=" FAILS " -all\"\n", NULL, SPF_FAIL, 0,
	    0, 0, NULL },

	/* Section 4.6.4. */
	{ "ten terms",
	    "d.example. TXT \"v=spf1 a a a a a a a a a a -all\"\n"
	    "d.example. A 192.0.2.9\n",
	    NULL, SPF_FAIL, 10, 0, 0, NULL },
	{ "an eleventh term",
	    "d.example. TXT \"v=spf1 a a a a a a a a a a a -all\"\n"
	    "d.example. A 192.0.2.9\n",
	    NULL, SPF_PERMERROR, 10, 0, SPF_PROBLEM_LOOKUPS, NULL },
	{ "an eleventh term that is not reached",
	    "d.example. TXT \"v=spf1 a a a a a a a a a ?a/24 a -all\"\n"
	    "d.example. A 192.0.2.9\n",
	    NULL, SPF_NEUTRAL, 10, 0, 0, NULL },
	{ "an eleventh, in an include",
	    "d.example. TXT \"v=spf1 include:i.example a a a a a -all\"\n"
	    "i.example. TXT \"v=spf1 a a a a a a\"\n"
	    "d.example. A 192.0.2.9\ni.example. A 192.0.2.9\n",
	    NULL, SPF_PERMERROR, 10, 0, SPF_PROBLEM_LOOKUPS, NULL },
	{ "a redirect as the eleventh",
	    "d.example. TXT \"v=spf1 a a a a a a a a a a redirect=r.example\"\n"
	    "d.example. A 192.0.2.9\nr.example. TXT \"v=spf1 +all\"\n",
	    NULL, SPF_PERMERROR, 10, 0, SPF_PROBLEM_LOOKUPS, NULL },
	{ "%{p} takes a place of the ten",
	    "d.example. TXT \"v=spf1 a:%{p}.d.example ~all\"\n"
	    "unknown.d.example. A 192.0.2.9\n",
	    NULL, SPF_SOFTFAIL, 2, 0, 0, NULL },
	{ "an include of itself",
	    "d.example. TXT \"v=spf1 include:d.example -all\"\n", NULL,
	    SPF_PERMERROR, 10, 0, SPF_PROBLEM_LOOKUPS, NULL },
	{ "two void lookups",
	    "d.example. TXT \"v=spf1 a:x.example exists:y.example -all\"\n",
	    NULL, SPF_FAIL, 2, 2, 0, NULL },
	{ "three void lookups",
	    "d.example. TXT \"v=spf1 a:x.example mx:y.example ptr +all\"\n",
	    NULL, SPF_PERMERROR, 3, 3, SPF_PROBLEM_VOIDS, NULL },
	{ "exchanges without addresses are not counted",
	    "$ORIGIN d.example.\n@ TXT \"v=spf1 mx ~all\"\n"
	    "@ MX 1 m1\n@ MX 2 m2\n@ MX 3 m3\n",
	    NULL, SPF_SOFTFAIL, 1, 0, 0, NULL },

	/* Section 7. */
	{ "%{p}: the domain itself before others",
	    "d.example. TXT \"v=spf1 exists:%{p}.x.example -all\"\n"
	    "1.2.0.192.in-addr.arpa. PTR a.d.example.\n"
	    "1.2.0.192.in-addr.arpa. PTR d.example.\n"
	    "a.d.example. A 192.0.2.1\nd.example. A 192.0.2.1\n"
	    "d.example.x.example. A 127.0.0.2\n",
	    NULL, SPF_PASS, 2, 0, 0, NULL },
	{ "%{p}: unknown where the PTR lookup fails",
	    "d.example. TXT \"v=spf1 exists:%{p}.x.example -all\"\n"
	    "unknown.x.example. A 127.0.0.2\n",
	    "203.0.113.66", SPF_PASS, 2, 0, 0, NULL },
	{ "macros keep the sender in an include",
	    "d.example. TXT \"v=spf1 include:i.example -all\"\n"
	    "i.example. TXT \"v=spf1 exists:%{l}.%{o}.%{d}.%{h}.x.example\"\n"
	    "a.d.example.i.example.h.example.x.example. A 127.0.0.2\n",
	    NULL, SPF_PASS, 2, 0, 0, NULL },
};

static struct spf_client
client(struct world *w, const char *ip)
{
	struct spf_client c = {
		.domain = world_name(w, "d.example"),
		.local_part = S("a"),
		.sender_domain = S("d.example"),
		.helo = S("h.example"),
		.explain = true,
	};

	ck_assert(ip_parse(str_of(ip != NULL ? ip : "192.0.2.1"), &c.ip));
	return c;
}

struct evaluation {
	struct spf_client client;
	const struct spf_outcome *outcome;
};

static void
evaluate(struct facts *facts, void *arg)
{
	struct evaluation *e = arg;

	e->outcome = facts_spf(facts, &e->client);
}

static void
begin(struct world *w, const char *zone)
{
	static const uint16_t types[] = { TYPE_A, TYPE_AAAA, TYPE_MX,
		TYPE_TXT };

	world_begin(w, zone);
	for (size_t i = 0; i < LENGTH(types); i++)
		world_fail(w, FAILS, types[i], ANSWER_SERVFAIL);
	world_fail(w, "66.113.0.203.in-addr.arpa", TYPE_PTR, ANSWER_SERVFAIL);
}

static void
expect(const struct spf_case *c, const struct spf_outcome *o)
{
	ck_assert_msg(o->result == c->want, "%s: %s", c->label,
	    spf_result_text(o->result));
	ck_assert_msg(
	    o->lookups == c->lookups, "%s: %u lookups", c->label, o->lookups);
	ck_assert_msg(o->voids == c->voids, "%s: %u voids", c->label, o->voids);
	ck_assert_msg(o->problem == c->problem, "%s: problem %d", c->label,
	    (int)o->problem);
	ck_assert_msg(str_eq(o->explanation, str_of(c->explanation)),
	    "%s: %.*s", c->label, PSTR(o->explanation));
}

/* All answers at once, and one by one in several orders. */
START_TEST(evaluates)
{
	for (uint32_t seed = 0; seed < 6; seed++) {
		struct world w;
		struct evaluation e;

		begin(&w, cases[_i].zone);
		e.client = client(&w, cases[_i].ip);
		if (seed > 0)
			world_shuffle(&w, seed);
		world_run(&w, evaluate, &e);
		expect(&cases[_i], e.outcome);
		world_end(&w);
	}
}
END_TEST

/* Without a HELO name. */
static const struct {
	const char *label;
	const char *zone;
	enum spf_result want;
} nameless[] = {
	{ "a term that asks for it",
	    "d.example. TXT \"v=spf1 exists:%{h}.d.example -all\"\n",
	    SPF_NOT_KNOWN },
	{ "in upper case",
	    "d.example. TXT \"v=spf1 exists:%{H}.d.example -all\"\n",
	    SPF_NOT_KNOWN },
	{ "a term behind the one that decides",
	    "d.example. TXT \"v=spf1 ip4:192.0.2.1 exists:%{h}.d.example "
	    "-all\"\n",
	    SPF_PASS },
	{ "a term that makes no difference",
	    "d.example. TXT \"v=spf1 exists:%{h}.d.example ip4:192.0.2.1 "
	    "-all\"\n",
	    SPF_PASS },
	{ "a term that fails where the others fail",
	    "d.example. TXT \"v=spf1 -exists:%{h}.d.example -all\"\n",
	    SPF_FAIL },
	{ "an include of a name that is not known",
	    "d.example. TXT \"v=spf1 include:%{h}.d.example ip4:192.0.2.1 "
	    "-all\"\n",
	    SPF_NOT_KNOWN },
	{ "inside an include",
	    "d.example. TXT \"v=spf1 include:i.example -all\"\n"
	    "i.example. TXT \"v=spf1 exists:%{h}.d.example -all\"\n",
	    SPF_NOT_KNOWN },
	{ "inside an include that makes no difference",
	    "d.example. TXT \"v=spf1 include:i.example ip4:192.0.2.1 -all\"\n"
	    "i.example. TXT \"v=spf1 exists:%{h}.d.example -all\"\n",
	    SPF_PASS },
	{ "inside an include that never passes",
	    "d.example. TXT \"v=spf1 include:i.example ~all\"\n"
	    "i.example. TXT \"v=spf1 -exists:%{h}.d.example ~all\"\n",
	    SPF_SOFTFAIL },
	{ "a redirect to a name that is not known",
	    "d.example. TXT \"v=spf1 redirect=%{h}.d.example\"\n",
	    SPF_NOT_KNOWN },
	{ "inside a redirect",
	    "d.example. TXT \"v=spf1 redirect=r.example\"\n"
	    "r.example. TXT \"v=spf1 exists:%{h}.d.example -all\"\n",
	    SPF_NOT_KNOWN },
	{ "an error behind it",
	    "d.example. TXT \"v=spf1 exists:%{h}.d.example include:i.example "
	    "-all\"\n",
	    SPF_NOT_KNOWN },
	{ "an error of the grammar",
	    "d.example. TXT \"v=spf1 exists:%{h}.d.example moo -all\"\n",
	    SPF_PERMERROR },
	{ "an explanation is not given",
	    "d.example. TXT \"v=spf1 -all exp=%{h}.d.example\"\n", SPF_FAIL },
};

START_TEST(needs_a_helo_name)
{
	struct world w;
	struct evaluation e;
	bool known = nameless[_i].want != SPF_NOT_KNOWN;

	begin(&w, nameless[_i].zone);
	e.client = client(&w, NULL);
	e.client.helo = S("");
	world_run(&w, evaluate, &e);
	ck_assert_msg(e.outcome->result == nameless[_i].want, "%s: %s",
	    nameless[_i].label, spf_result_text(e.outcome->result));
	ck_assert_msg((e.outcome->problem == SPF_PROBLEM_HELO) == !known, "%s",
	    nameless[_i].label);
	ck_assert_ptr_null(e.outcome->explanation.s);
	world_end(&w);
}
END_TEST

/* A tree of includes takes as many rounds as it is deep, not as wide. */
START_TEST(asks_all_at_once)
{
	struct world w;
	struct evaluation e;

	begin(&w,
	    "$ORIGIN d.example.\n"
	    "@ TXT \"v=spf1 a mx include:i1.d.example include:i2.d.example "
	    "include:i3.d.example -all\"\n@ A 192.0.2.9\n@ MX 1 m\n"
	    "m A 192.0.2.9\ni1 TXT \"v=spf1 a:m.d.example a:i1.d.example\"\n"
	    "i1 A 192.0.2.9\ni2 TXT \"v=spf1 mx:d.example\"\n"
	    "i3 TXT \"v=spf1 a:i1.d.example -all\"\n");
	e.client = client(&w, NULL);
	world_run(&w, evaluate, &e);
	ck_assert_int_eq(e.outcome->result, SPF_FAIL);
	ck_assert_uint_le(w.rounds, 4);
	world_end(&w);
}
END_TEST

static const struct {
	const char *name;
	bool is_asked;
} domains[] = {
	{ "example", false },
	{ "d.example", true },
};

START_TEST(wants_two_labels)
{
	struct world w;
	struct evaluation e;

	begin(&w,
	    "example. TXT \"v=spf1 +all\"\nd.example. TXT \"v=spf1 +all\"\n");
	e.client = client(&w, NULL);
	e.client.domain = world_name(&w, domains[_i].name);
	world_run(&w, evaluate, &e);
	ck_assert_int_eq(
	    e.outcome->result, domains[_i].is_asked ? SPF_PASS : SPF_NONE);
	ck_assert_uint_eq(w.nasked, domains[_i].is_asked ? 1 : 0);
	world_end(&w);
}
END_TEST

START_TEST(wants_a_name)
{
	struct world w;
	struct evaluation e;

	begin(&w, NULL);
	e.client = client(&w, NULL);
	e.client.domain = (struct name){ 0 };
	world_run(&w, evaluate, &e);
	ck_assert_int_eq(e.outcome->result, SPF_NONE);
	world_end(&w);
}
END_TEST

Suite *
spf_eval_suite(void)
{
	Suite *s = suite_create("spf_eval");
	TCase *tc = tcase_create("spf_eval");

	tcase_add_loop_test(tc, evaluates, 0, LENGTH(cases));
	tcase_add_loop_test(tc, needs_a_helo_name, 0, LENGTH(nameless));
	tcase_add_test(tc, asks_all_at_once);
	tcase_add_loop_test(tc, wants_two_labels, 0, LENGTH(domains));
	tcase_add_test(tc, wants_a_name);
	suite_add_tcase(s, tc);
	return s;
}
