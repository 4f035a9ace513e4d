#include "check/judge.h"

#include "unit.h"
#include "world.h"

#define SENDER                                                           \
	"example.com. MX 10 mx.example.com.\n"                           \
	"example.com. TXT \"v=spf1 mx include:_spf.example.net -all\"\n" \
	"_spf.example.net. TXT \"v=spf1 a:out.example.net -all\"\n"      \
	"out.example.net. A 192.0.2.3\n"                                 \
	"mx.example.com. A 192.0.2.2\n"                                  \
	"mta.example.com. A 192.0.2.1\n"                                 \
	"1.2.0.192.in-addr.arpa. PTR mta.example.com.\n"                 \
	"_dmarc.example.com. TXT \"v=DMARC1; p=reject; rua=mailto:a@r.example\"\n"

/* Rounds of questions that a check takes, each asked all at once: what the
 * latency of a run is made of. */
static const struct {
	const char *label;
	enum check_id id;
	const char *host; /* NULL: the PTR tells it */
	unsigned rounds;
} cases[] = {
	{ "forward: the host's addresses", CHECK_FORWARD, "mta.example.com",
	    1 },
	{ "forward: PTR, and all of its name", CHECK_FORWARD, NULL, 2 },
	{ "reverse: PTR, and its name", CHECK_REVERSE, NULL, 2 },
	{ "helo: PTR, and all of its name", CHECK_HELO, NULL, 2 },
	{ "spf-helo: no record, so the host's address", CHECK_SPF_HELO,
	    "mta.example.com", 2 },
	{ "spf-helo: PTR, and all of its name", CHECK_SPF_HELO, NULL, 2 },
	{ "mx: MX, and its addresses", CHECK_MX, NULL, 2 },
	{ "spf: record, include, address", CHECK_SPF, NULL, 3 },
	{ "dmarc: SPF's, and report hosts meanwhile", CHECK_DMARC, NULL, 3 },
};

START_TEST(takes_rounds)
{
	struct world w;
	struct run run = { 0 };
	struct policy policy = { 0 };
	struct check_goal goal = check_goal(&policy);
	struct request req = { .nips = 1, .local_part = S("postmaster") };
	struct ip ip;
	unsigned rounds = 0;

	world_begin(&w, SENDER);
	ck_assert(ip_parse(S("192.0.2.1"), &ip));
	req.ips = &ip;
	req.domain = req.mail_from = world_name(&w, "example.com");
	if (cases[_i].host != NULL)
		req.host = world_name(&w, cases[_i].host);
	policy.chosen[cases[_i].id] = true;
	run_begin(&run, &w.store, &req, &goal.goal);
	for (; !run_step(&run); rounds++)
		sources_ask(world_source(&w), &w.store);
	ck_assert_msg(rounds == cases[_i].rounds, "%s: %u rounds",
	    cases[_i].label, rounds);
	run_end(&run);
	run_free(&run);
	world_end(&w);
}
END_TEST

Suite *
driver_suite(void)
{
	Suite *s = suite_create("driver");
	TCase *tc = tcase_create("driver");

	tcase_add_loop_test(tc, takes_rounds, 0, LENGTH(cases));
	suite_add_tcase(s, tc);
	return s;
}
