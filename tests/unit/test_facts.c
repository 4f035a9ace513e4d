#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/clock.h"
#include "check/judge.h"
#include "facts/reverse.h"

#include "unit.h"
#include "world.h"

enum { FOREVER_US = 10 * 1000 * 1000 };

/* Two IPs, two selectors, and four SPF records, of which one leads to the
 * next. */
#define SENDER                                                            \
	"example.com. MX 10 mx.example.com.\n"                            \
	"example.com. TXT \"v=spf1 mx include:_spf.example.net -all\"\n"  \
	"_spf.example.net. TXT \"v=spf1 include:_in.example.net -all\"\n" \
	"_in.example.net. TXT \"v=spf1 a:out.example.net -all\"\n"        \
	"out.example.net. A 192.0.2.3\n"                                  \
	"mx.example.com. A 192.0.2.1\n"                                   \
	"mx.example.com. A 192.0.2.2\n"                                   \
	"mta.example.com. A 192.0.2.1\n"                                  \
	"mta.example.com. A 192.0.2.2\n"                                  \
	"mta.example.com. TXT \"v=spf1 a -all\"\n"                        \
	"1.2.0.192.in-addr.arpa. PTR mta.example.com.\n"                  \
	"2.2.0.192.in-addr.arpa. PTR mta.example.com.\n"                  \
	"s1._domainkey.example.com. TXT \"v=DKIM1; p=\"\n"                \
	"s2._domainkey.example.com. TXT \"v=DKIM1; p=\"\n"                \
	"_dmarc.example.com. TXT \"v=DMARC1; p=reject\"\n"

struct sender {
	struct world w;
	struct request req;
	struct ip ips[2];
	struct selector selectors[2];
	struct policy policy;
	struct check_goal goal;
	struct run run;
};

static void
begin(struct sender *s)
{
	*s = (struct sender){ .req = { .nips = 2, .nselectors = 2 } };
	world_begin(&s->w, SENDER);
	ck_assert(ip_parse(S("192.0.2.1"), &s->ips[0]));
	ck_assert(ip_parse(S("192.0.2.2"), &s->ips[1]));
	s->req.ips = s->ips;
	s->req.domain = s->req.mail_from = world_name(&s->w, "example.com");
	s->req.local_part = S("postmaster");
	for (size_t i = 0; i < 2; i++)
		s->selectors[i].domain = s->req.domain;
	s->selectors[0].name = world_name(&s->w, "s1._domainkey.example.com");
	s->selectors[1].name = world_name(&s->w, "s2._domainkey.example.com");
	s->req.selectors = s->selectors;
	for (enum check_id id = 0; id < CHECK_COUNT; id++)
		s->policy.chosen[id] = true;
	s->goal = check_goal(&s->policy);
	run_begin(&s->run, &s->w.store, &s->req, &s->goal.goal);
}

static void
end(struct sender *s)
{
	run_end(&s->run);
	run_free(&s->run);
	world_end(&s->w);
}

/* Of a kind that is derived again only when what it awaited has come: so many
 * times at most, in whatever order answers come. */
static const struct {
	enum fact_kind kind;
	unsigned most;
} bounds[] = {
	{ FACT_PTR, 2 * 2 }, { FACT_REVERSE, 2 * 3 }, { FACT_SELECTOR, 2 * 2 },
	{ FACT_SPF_RECORD, 4 * 2 }, /* parsed the second time only */
};

/* Seed 0: all that is wanted comes at once. */
START_TEST(derives_nothing_without_need)
{
	struct sender s;
	const unsigned *n = s.run.facts.nderived;

	begin(&s);
	if (_i > 0)
		world_shuffle(&s.w, (uint32_t)_i);
	run_to_end(&s.run, world_source(&s.w), clock_us() + FOREVER_US);
	for (size_t i = 0; i < LENGTH(bounds); i++)
		ck_assert_uint_le(n[bounds[i].kind], bounds[i].most);
	if (_i == 0) /* four clients, four rounds */
		ck_assert_uint_le(n[FACT_SPF], 4 * 4);
	end(&s);
}
END_TEST

/* The same answers in the report, in whatever order they came. */
START_TEST(tells_what_was_used)
{
	struct sender s, other;
	struct report report, again;

	begin(&s);
	begin(&other);
	world_shuffle(&other.w, (uint32_t)_i + 1);
	run_to_end(&s.run, world_source(&s.w), clock_us() + FOREVER_US);
	run_to_end(&other.run, world_source(&other.w), clock_us() + FOREVER_US);
	judge_run(&s.run, &s.policy, &report);
	judge_run(&other.run, &other.policy, &again);
	ck_assert_uint_eq(report.nanswers, again.nanswers);
	for (size_t i = 0; i < report.nanswers; i++)
		ck_assert(name_eq(report.answers[i]->question.name,
			      again.answers[i]->question.name) &&
		    report.answers[i]->question.type ==
			again.answers[i]->question.type);
	ck_assert_int_eq(report.verdict, again.verdict);
	end(&s);
	end(&other);
}
END_TEST

static void
read_ptr(struct facts *facts)
{
	facts_reverse(facts, (struct ip){ IP_V4, { 192, 0, 2, 99 } });
}

static void
ask(struct facts *facts)
{
	facts_ask(facts, facts->req->domain, TYPE_MX);
}

/* Once all is complete nobody can ask any more, not even for what is here. */
START_TEST(judges_cannot_ask)
{
	static void (*const tries[])(struct facts * facts) = { read_ptr, ask };
	struct sender s;
	int status;
	pid_t pid;

	begin(&s);
	run_to_end(&s.run, world_source(&s.w), clock_us() + FOREVER_US);
	ck_assert(facts_reverse(&s.run.facts, s.ips[0])->n == 1);
	pid = fork();
	ck_assert_int_ge(pid, 0);
	if (pid == 0) {
		signal(SIGABRT, SIG_DFL);
		close(STDERR_FILENO); /* the assertion's words */
		tries[_i](&s.run.facts);
		_exit(0);
	}
	ck_assert_int_eq(waitpid(pid, &status, 0), pid);
	ck_assert(WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT);
	end(&s);
}
END_TEST

/* At the deadline everything ends, with what is missing timed out. */
START_TEST(ends_at_the_deadline)
{
	struct sender s;
	struct report report;

	begin(&s);
	ck_assert(!run_step(&s.run));
	run_expire(&s.run);
	judge_run(&s.run, &s.policy, &report);
	ck_assert_int_eq(report.verdict, STATUS_UNKNOWN);
	for (size_t i = 0; i < report.nanswers; i++)
		ck_assert_int_eq(report.answers[i]->status, ANSWER_TIMEOUT);
	end(&s);
}
END_TEST

/* Where nobody answers anything that is said once; where somebody does, each
 * check says what it misses. */
START_TEST(says_once_that_nobody_answers)
{
	struct sender s;
	struct report report;

	begin(&s);
	if (_i == 1) {
		ck_assert(!run_step(&s.run));
		sources_ask(world_source(&s.w), &s.w.store);
	}
	run_expire(&s.run);
	judge_run(&s.run, &s.policy, &report);
	for (size_t i = 0; i < report.nresults; i++) {
		const struct result *r = &report.results[i];

		if (r->check == CHECK_DOMAIN && _i == 0)
			ck_assert_int_eq(
			    r->findings->id, FINDING_DOMAIN_UNANSWERED);
		else if (check_info[r->check].about != ABOUT_ITSELF && _i == 0)
			ck_assert_int_eq(r->status, STATUS_SKIP);
		else if (r->check == CHECK_DOMAIN)
			ck_assert_ptr_null(r->findings);
	}
	ck_assert((report.count[STATUS_UNKNOWN] == 1) == (_i == 0));
	end(&s);
}
END_TEST

Suite *
facts_suite(void)
{
	Suite *s = suite_create("facts");
	TCase *tc = tcase_create("facts");

	tcase_add_loop_test(tc, derives_nothing_without_need, 0, 8);
	tcase_add_loop_test(tc, tells_what_was_used, 0, 8);
	tcase_add_loop_test(tc, judges_cannot_ask, 0, 2);
	tcase_add_test(tc, ends_at_the_deadline);
	tcase_add_loop_test(tc, says_once_that_nobody_answers, 0, 2);
	suite_add_tcase(s, tc);
	return s;
}
