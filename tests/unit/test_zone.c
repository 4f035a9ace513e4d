#include <stdlib.h>

#include "base/buf.h"

#include "unit.h"
#include "world.h"

/* The zones that the questions below are put to. */
static const char example[] = "$ORIGIN example.com.\n"
			      "$TTL 3600\n"
			      "@ SOA ns1 hostmaster 1 7200 3600 1209600 600\n"
			      "@ NS ns1\n"
			      "@ MX 10 mx1\n"
			      "@ 60 TXT \"v=spf1 -all\"\n"
			      "@ 300 TXT \"other\"\n"
			      "@ TYPE99 \"v=spf1 ?all\"\n"
			      "mx1 A 203.0.113.10\n"
			      "a.ent A 203.0.113.11\n"
			      "alias CNAME mx1\n"
			      "alias2 60 CNAME alias\n"
			      "away CNAME www.example.org.\n"
			      "over CNAME txt.example.net.\n"
			      "dangling CNAME nothing\n"
			      "loop1 CNAME loop2\n"
			      "loop2 CNAME loop1\n"
			      "*.wild TXT \"any\"\n"
			      "*.wild MX 5 mx1\n"
			      "there.wild A 203.0.113.12\n"
			      "x.y.wild A 203.0.113.13\n"
			      "*.aliases CNAME mx1\n"
			      "sub NS ns.sub\n"
			      "ns.sub A 203.0.113.20\n"
			      "child NS ns.child\n"
			      "old DNAME new\n"
			      "host.new A 203.0.113.14\n"
			      "nul TXT \"a\\000b\" \"\\255\\;\\\"\" \"\"\n"
			      "twice A 203.0.113.15\n"
			      "twice A 203.0.113.15\n"
			      "flat ALIAS mx1\n"
			      "flat MX 5 mx1\n"
			      "flat2 ANAME alias2\n"
			      "toflat CNAME flat2\n"
			      "flatout ALIAS www.example.org.\n"
			      "flatnone ALIAS nothing\n"
			      "flatloop ALIAS flatloop\n"
			      "r53 AWS ALIAS MX @ $self false\n"
			      "r53c AWS ALIAS CNAME alias $self false\n"
			      "caa CAA 0 issue ca.example\n";

static const char example_net[] = "$ORIGIN example.net.\n"
				  "txt TXT \"across\"\n"
				  "back CNAME alias.example.com.\n";

static const char child[] = "@ TXT \"child\"\n";

static const struct {
	const char *label;
	const char *name;
	uint16_t type;
	const char *want; /* status, chain, records */
} questions[] = {
	{ "records of one name", "mx1.example.com", TYPE_A,
	    "NOERROR 203.0.113.10" },
	{ "case does not matter", "MX1.Example.COM.", TYPE_A,
	    "NOERROR 203.0.113.10" },
	{ "several records", "example.com", TYPE_TXT,
	    "NOERROR \"other\" \"v=spf1 -all\"" },
	{ "a type by its number", "example.com", TYPE_SPF,
	    "NOERROR \"v=spf1 ?all\"" },
	{ "the apex has no such type", "example.com", TYPE_AAAA, "NODATA" },
	{ "NS at the apex is an answer", "example.com", TYPE_NS,
	    "NOERROR ns1.example.com" },
	{ "no such name", "none.example.com", TYPE_A, "NXDOMAIN" },
	{ "nothing below a name that exists", "x.mx1.example.com", TYPE_A,
	    "NXDOMAIN" },
	{ "an empty non-terminal exists", "ent.example.com", TYPE_A, "NODATA" },
	{ "an alias", "alias.example.com", TYPE_A,
	    "NOERROR >mx1.example.com 203.0.113.10" },
	{ "an alias of an alias", "alias2.example.com", TYPE_A,
	    "NOERROR >alias.example.com >mx1.example.com 203.0.113.10" },
	{ "an alias to a name without the type", "alias.example.com", TYPE_MX,
	    "NODATA >mx1.example.com" },
	{ "the CNAME itself", "alias.example.com", TYPE_CNAME,
	    "NOERROR mx1.example.com" },
	{ "an alias to nothing", "dangling.example.com", TYPE_A,
	    "NXDOMAIN >nothing.example.com" },
	{ "an alias into another zone", "over.example.com", TYPE_TXT,
	    "NOERROR >txt.example.net \"across\"" },
	{ "through two zones", "back.example.net", TYPE_A,
	    "NOERROR >alias.example.com >mx1.example.com 203.0.113.10" },
	{ "an alias out of all zones", "away.example.com", TYPE_A,
	    "NOT-COVERED" },
	{ "a wildcard", "s1.wild.example.com", TYPE_TXT, "NOERROR *\"any\"" },
	{ "a wildcard, several labels down", "a.b.wild.example.com", TYPE_TXT,
	    "NOERROR *\"any\"" },
	{ "a wildcard without the type", "s1.wild.example.com", TYPE_A,
	    "NODATA*" },
	{ "a name beside the wildcard", "there.wild.example.com", TYPE_TXT,
	    "NODATA" },
	{ "the name above the wildcard", "wild.example.com", TYPE_TXT,
	    "NODATA" },
	{ "an empty non-terminal beside it", "y.wild.example.com", TYPE_TXT,
	    "NODATA" },
	{ "a closer encloser hides it", "z.y.wild.example.com", TYPE_TXT,
	    "NXDOMAIN" },
	{ "below a name beside it", "z.there.wild.example.com", TYPE_TXT,
	    "NXDOMAIN" },
	{ "the wildcard asked by its name", "*.wild.example.com", TYPE_TXT,
	    "NOERROR \"any\"" },
	{ "a wildcard alias", "any.aliases.example.com", TYPE_A,
	    "NOERROR *>mx1.example.com 203.0.113.10" },
	{ "at a delegation", "sub.example.com", TYPE_NS, "NOT-COVERED" },
	{ "below a delegation", "ns.sub.example.com", TYPE_A, "NOT-COVERED" },
	{ "a delegation to a zone that is here", "child.example.com", TYPE_TXT,
	    "NOERROR \"child\"" },
	{ "below a DNAME", "host.old.example.com", TYPE_A,
	    "NOERROR >host.new.example.com 203.0.113.14" },
	{ "the CNAME that a DNAME makes", "host.old.example.com", TYPE_CNAME,
	    "NOERROR host.new.example.com" },
	{ "below a DNAME, to nothing", "x.old.example.com", TYPE_A,
	    "NXDOMAIN >x.new.example.com" },
	{ "a DNAME's own name", "old.example.com", TYPE_A, "NODATA" },
	{ "any octet", "nul.example.com", TYPE_TXT,
	    "NOERROR \"a\\000b\" \"\\255;\\\"\" \"\"" },
	{ "the same record twice is one", "twice.example.com", TYPE_A,
	    "NOERROR 203.0.113.15" },
	{ "an alias that the server follows", "flat.example.com", TYPE_A,
	    "NOERROR 203.0.113.10" },
	{ "such an alias of a type that is not there", "flat.example.com",
	    TYPE_AAAA, "NODATA" },
	{ "other types beside it", "flat.example.com", TYPE_MX,
	    "NOERROR 5 mx1.example.com" },
	{ "types that it does not stand for", "flat.example.com", TYPE_TXT,
	    "NODATA" },
	{ "such an alias through two CNAMEs", "flat2.example.com", TYPE_A,
	    "NOERROR 203.0.113.10" },
	{ "a CNAME to such an alias", "toflat.example.com", TYPE_A,
	    "NOERROR >flat2.example.com 203.0.113.10" },
	{ "such an alias out of all zones", "flatout.example.com", TYPE_A,
	    "NOT-COVERED" },
	{ "such an alias to nothing", "flatnone.example.com", TYPE_A,
	    "NODATA" },
	{ "such an alias of itself", "flatloop.example.com", TYPE_A, "LOOP" },
	{ "an alias of Route 53, of another type", "r53.example.com", TYPE_MX,
	    "NOERROR 10 mx1.example.com" },
	{ "an alias of Route 53 for a CNAME", "r53c.example.com", TYPE_A,
	    "NOERROR 203.0.113.10" },
	{ "and no other", "r53.example.com", TYPE_A, "NODATA" },
	{ "a name with a record that is not read", "caa.example.com", TYPE_A,
	    "NODATA" },
	{ "a loop of aliases", "loop1.example.com", TYPE_A, "LOOP" },
	{ "above every zone", "com", TYPE_TXT, "NOT-COVERED" },
	{ "beside every zone", "example.info", TYPE_TXT, "NOT-COVERED" },
};

static void
add_zone(struct world *w, const char *zone, const char *origin)
{
	struct zone_error err;
	struct name name = { 0 };

	if (origin != NULL)
		name = world_name(w, origin);
	ck_assert_msg(
	    zones_add_text(w->zones, str_of(zone), S("test"), name, &err),
	    "line %u: %.*s", err.line, PSTR(err.reason));
}

static void
begin(struct world *w)
{
	world_begin(w, NULL);
	add_zone(w, example, NULL);
	add_zone(w, example_net, NULL);
	add_zone(w, child, "child.example.com");
}

static struct str
answer_text(struct arena *a, const struct answer *answer)
{
	struct buf b = { .a = a };

	buf_str(&b, answer_status_text(answer->status));
	if (answer->wildcard && answer->n + answer->ncnames == 0)
		buf_byte(&b, '*');
	if (!answer_is_known(answer))
		return buf_view(&b);
	for (size_t i = 0; i < answer->ncnames; i++)
		buf_printf(&b, " %s>%.*s",
		    i == 0 && answer->wildcard ? "*" : "",
		    PSTR(name_text(a, answer->cnames[i])));
	for (size_t i = 0; i < answer->n; i++)
		buf_printf(&b, " %s%.*s",
		    i + answer->ncnames == 0 && answer->wildcard ? "*" : "",
		    PSTR(record_text(a, &answer->records[i])));
	return buf_view(&b);
}

START_TEST(answers)
{
	const char *label = questions[_i].label;
	struct world w;
	struct str got;

	begin(&w);
	got = answer_text(
	    &w.arena, world_ask(&w, questions[_i].name, questions[_i].type));
	ck_assert_msg(str_eq(got, str_of(questions[_i].want)), "%s: %.*s",
	    label, PSTR(got));
	world_end(&w);
}
END_TEST

static const struct {
	const char *name;
	uint16_t type;
	uint32_t want;
} ttls[] = {
	{ "example.com", TYPE_TXT, 60 },
	{ "example.com", TYPE_MX, 3600 },
	{ "alias2.example.com", TYPE_A, 60 },
	{ "none.example.com", TYPE_A, 600 },
	{ "mx1.example.com", TYPE_TXT, 600 },
};

START_TEST(keeps_the_least_ttl)
{
	struct world w;

	begin(&w);
	ck_assert_uint_eq(
	    world_ask(&w, ttls[_i].name, ttls[_i].type)->ttl, ttls[_i].want);
	world_end(&w);
}
END_TEST

START_TEST(an_alias_leads_to_the_next_source)
{
	struct world w;
	struct entry entry = { .question = { .type = TYPE_A } };
	struct source *zones;

	begin(&w);
	zones = zones_source(w.zones);
	entry.question.name = world_name(&w, "away.example.com");
	entry.users = 1;
	ck_assert(zones->ask(zones, &w.store, &entry));
	ck_assert_int_eq(entry.answer->status, ANSWER_ALIAS);
	ck_assert(name_eq(
	    answer_name(entry.answer), world_name(&w, "www.example.org")));
	free((void *)(uintptr_t)entry.answer);
	world_end(&w);
}
END_TEST

/* What must not stand in one zone, and what is said of it. */
static const struct {
	const char *label, *origin, *zone;
	unsigned line;
	const char *reason;
} bad[] = {
	{ "a CNAME beside other data", "example.com",
	    "a A 192.0.2.1\n\na CNAME b\n", 3,
	    "a CNAME beside other records of its name: a.example.com" },
	{ "other data beside a CNAME", "example.com",
	    "a CNAME b\na A 192.0.2.1\n", 2,
	    "a record beside a CNAME of its name: a.example.com" },
	{ "two CNAMEs", "example.com", "a CNAME b\na CNAME c\n", 2,
	    "a second CNAME at one name: a.example.com" },
	{ "an SOA outside", "example.com",
	    "www.example.org. SOA b c 1 1 1 1 1\n", 1,
	    "a name outside the zone: www.example.org" },
	{ "an alias beside addresses", "example.com",
	    "a A 192.0.2.1\na ALIAS b\n", 2,
	    "an alias beside records of its type: a.example.com" },
	{ "addresses beside an alias", "example.com",
	    "a ALIAS b\na AAAA 2001:db8::1\n", 2,
	    "an alias beside records of its type: a.example.com" },
	{ "an alias that would be a delegation", "example.com",
	    "a AWS ALIAS NS b $self false\n", 1,
	    "no alias can stand for this type: a.example.com" },
	{ "two aliases", "example.com", "a ALIAS b\na ALIAS c\n", 2,
	    "a second alias of its name and type: a.example.com" },
	{ "an alias beside a CNAME", "example.com", "a CNAME b\na ALIAS b\n", 2,
	    "a record beside a CNAME of its name: a.example.com" },
	{ "a CNAME at the apex", "example.com",
	    "@ MX 0 .\n@ CNAME b ; flattened\n", 2,
	    "a CNAME beside other records of its name: example.com" },
	{ "an SOA elsewhere", "example.com", "a SOA b c 1 1 1 1 1\n", 1,
	    "an SOA that is not at the zone's origin: a.example.com" },
	{ "two SOAs", "example.com",
	    "@ SOA b c 1 1 1 1 1\n@ SOA b c 2 1 1 1 1\n", 2,
	    "a second SOA: example.com" },
	{ "no origin at all", NULL, "a.example.com. A 192.0.2.1\n", 0,
	    "neither $ORIGIN nor an SOA nor the file's name says what zone "
	    "it is: --zone ORIGIN=test" },
	{ "no record", "example.org", "; nothing\n", 0, "it has no record" },
	{ "the same zone again", "example.net", "@ A 192.0.2.1\n", 0,
	    "the zone example.net was given before" },
};

START_TEST(refuses)
{
	struct world w;
	struct zone_error err = { .line = 99 };
	struct name origin = { 0 };

	world_begin(&w, NULL);
	add_zone(&w, example_net, NULL);
	if (bad[_i].origin != NULL)
		origin = world_name(&w, bad[_i].origin);
	ck_assert_msg(!zones_add_text(w.zones, str_of(bad[_i].zone), S("test"),
			  origin, &err),
	    "%s", bad[_i].label);
	ck_assert_msg(str_eq(err.reason, str_of(bad[_i].reason)), "%s: %.*s",
	    bad[_i].label, PSTR(err.reason));
	ck_assert_msg(
	    err.line == bad[_i].line, "%s: line %u", bad[_i].label, err.line);
	world_end(&w);
}
END_TEST

START_TEST(the_soa_is_the_origin)
{
	struct world w;

	world_begin(&w, NULL);
	add_zone(&w,
	    "$ORIGIN .\nexample.com SOA a b 1 1 1 1 1\n"
	    "$ORIGIN example.com.\na A 192.0.2.1\n",
	    NULL);
	ck_assert_int_eq(
	    world_ask(&w, "com", TYPE_A)->status, ANSWER_NOT_COVERED);
	ck_assert_int_eq(
	    world_ask(&w, "a.example.com", TYPE_A)->status, ANSWER_NOERROR);
	world_end(&w);
}
END_TEST

/* A record elsewhere is passed over, and told once a zone. */
START_TEST(warns_of_records_outside)
{
	struct world w;
	size_t n;

	world_begin(&w, NULL);
	add_zone(&w,
	    "a A 192.0.2.1\nwww.example.org. A 192.0.2.1\n"
	    "b A 192.0.2.1\nnotexample.com. A 192.0.2.1\n",
	    "example.com");
	ck_assert_str_eq(zones_warnings(w.zones, &n)->reason.s,
	    "www.example.org is outside the zone example.com and passed "
	    "over; so are 1 more");
	ck_assert_uint_eq(zones_warnings(w.zones, &n)->line, 2);
	ck_assert_uint_eq(n, 1);
	ck_assert_int_eq(
	    world_ask(&w, "b.example.com", TYPE_A)->status, ANSWER_NOERROR);
	ck_assert_int_eq(world_ask(&w, "www.example.org", TYPE_A)->status,
	    ANSWER_NOT_COVERED);
	world_end(&w);
}
END_TEST

/* At the apex Cloudflare follows every CNAME of its own. */
START_TEST(cloudflare_flattens_at_the_apex)
{
	struct world w;
	struct str got;

	world_begin(&w, NULL);
	add_zone(&w,
	    "@ MX 10 a\n@ 1 CNAME a ; cf_tags=cf-proxied:false\n"
	    "a A 192.0.2.1\nb CNAME a ; cf_tags=cf-proxied:false\n",
	    "example.com");
	got = answer_text(&w.arena, world_ask(&w, "example.com", TYPE_A));
	ck_assert_msg(str_eq(got, S("NOERROR 192.0.2.1")), "%.*s", PSTR(got));
	got = answer_text(&w.arena, world_ask(&w, "b.example.com", TYPE_A));
	ck_assert_msg(str_eq(got, S("NOERROR >a.example.com 192.0.2.1")),
	    "%.*s", PSTR(got));
	world_end(&w);
}
END_TEST
struct mx_and_address {
	struct name domain;
	const struct answer *address;
};

/* Two questions of which the second follows from the first. */
static void
ask_mx_and_address(struct facts *facts, void *arg)
{
	struct mx_and_address *x = arg;
	const struct answer *mx = facts_answer(facts, x->domain, TYPE_MX);

	facts_answer(facts, x->domain, TYPE_TXT);
	if (mx != NULL)
		x->address =
		    facts_answer(facts, record_name(&mx->records[0]), TYPE_A);
}

START_TEST(the_world_reveals_in_any_order)
{
	struct mx_and_address x = { .address = NULL };
	struct world w;

	begin(&w);
	x.domain = world_name(&w, "example.com");
	world_shuffle(&w, (uint32_t)_i + 1);
	world_run(&w, ask_mx_and_address, &x);
	ck_assert_uint_eq(w.rounds, 4);
	ck_assert_uint_eq(x.address->n, 1);
	world_end(&w);
}
END_TEST

START_TEST(the_world_fails_on_demand)
{
	struct world w;

	begin(&w);
	world_fail(&w, "mx1.example.com", TYPE_A, ANSWER_TIMEOUT);
	ck_assert_int_eq(
	    world_ask(&w, "mx1.example.com", TYPE_A)->status, ANSWER_TIMEOUT);
	ck_assert_int_eq(
	    world_ask(&w, "mx1.example.com", TYPE_AAAA)->status, ANSWER_NODATA);
	world_end(&w);
}
END_TEST

Suite *
zone_suite(void)
{
	Suite *s = suite_create("zone");
	TCase *tc = tcase_create("zone");

	tcase_add_loop_test(tc, answers, 0, LENGTH(questions));
	tcase_add_loop_test(tc, keeps_the_least_ttl, 0, LENGTH(ttls));
	tcase_add_test(tc, an_alias_leads_to_the_next_source);
	tcase_add_loop_test(tc, refuses, 0, LENGTH(bad));
	tcase_add_test(tc, the_soa_is_the_origin);
	tcase_add_test(tc, warns_of_records_outside);
	tcase_add_test(tc, cloudflare_flattens_at_the_apex);
	tcase_add_loop_test(tc, the_world_reveals_in_any_order, 0, 8);
	tcase_add_test(tc, the_world_fails_on_demand);
	suite_add_tcase(s, tc);
	return s;
}
