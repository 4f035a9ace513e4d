#include "check/judge.h"
#include "base/clock.h"
#include "base/escape.h"
#include "base/watch.h"
#include "check/accepted.h"
#include "check/check.h"

/* How many times a check runs for a request. */
static size_t
times(const struct request *req, enum check_each each)
{
	switch (each) {
	case EACH_IP:
	case EACH_IP_OR_ONCE:
		return req->nips > 0 ? req->nips : 1;
	case EACH_SELECTOR:
		return req->nselectors > 0 ? req->nselectors : 1;
	case EACH_MAIL_DOMAIN:
		return name_eq(req->mail_from, req->domain) || req->null_sender
		    ? 1
		    : 2;
	case EACH_PROVIDER:
		return req->nproviders;
	case ONCE:
		break;
	}
	return 1;
}

/* The i-th of the times that a check runs. */
static struct aim
aim_at(
    struct arena *a, const struct request *req, enum check_each each, size_t i)
{
	struct aim aim = { .a = a, .req = req, .domain = req->domain };

	switch (each) {
	case EACH_IP:
	case EACH_IP_OR_ONCE:
		aim.ip = req->nips > 0 ? &req->ips[i] : NULL;
		break;
	case EACH_SELECTOR:
		aim.selector = req->nselectors > 0 ? &req->selectors[i] : NULL;
		break;
	case EACH_MAIL_DOMAIN:
		if (i == 0 && !req->null_sender)
			aim.domain = req->mail_from;
		break;
	case EACH_PROVIDER:
		aim.provider = req->providers[i];
		break;
	case ONCE:
		break;
	}
	return aim;
}

/* Whether the check has something to look at. */
static bool
has_subject(enum check_each each, const struct aim *aim)
{
	return each != EACH_IP || aim->ip != NULL;
}

static void
need_all(struct facts *facts, const struct goal *goal)
{
	const struct policy *policy = ((const struct check_goal *)goal)->policy;
	const struct request *req = facts->req;

	for (enum check_id id = 0; id < CHECK_COUNT; id++) {
		const struct check_info *info = &check_info[id];

		if (!policy->chosen[id])
			continue;
		for (size_t i = 0; i < times(req, info->each); i++) {
			struct aim aim =
			    aim_at(facts_arena(facts), req, info->each, i);

			if (has_subject(info->each, &aim))
				info->need(facts, &aim);
		}
	}
}

struct check_goal
check_goal(const struct policy *policy)
{
	return (struct check_goal){ { need_all }, policy };
}

/* A check's status is its worst finding's. */
static enum status
status_of(const struct result *r)
{
	static const enum status of[] = {
		[SEV_OFF] = STATUS_PASS,
		[SEV_INFO] = STATUS_PASS,
		[SEV_WARN] = STATUS_WARN,
		[SEV_UNKNOWN] = STATUS_UNKNOWN,
		[SEV_FAIL] = STATUS_FAIL,
	};
	enum status worst =
	    r->status == STATUS_SKIP ? STATUS_SKIP : STATUS_PASS;

	for (const struct finding *f = r->findings; f != NULL; f = f->next)
		if (finding_counts(f) && of[f->severity] > worst &&
		    f->severity > SEV_INFO)
			worst = of[f->severity];
	return worst;
}

static struct check
check_of(struct facts *facts, const struct policy *policy,
    const struct aim *aim, struct result *result)
{
	return (struct check){
		.a = aim->a,
		.req = aim->req,
		.policy = policy,
		.facts = facts,
		.ip = aim->ip,
		.domain = aim->domain,
		.selector = aim->selector,
		.provider = aim->provider,
		.result = result,
	};
}

static struct result
empty_result(enum check_id id, const struct aim *aim)
{
	return (struct result){
		.check = id,
		.ip = aim->ip,
		.status = STATUS_PASS,
		.facts = value_object(aim->a),
	};
}

/* Judged by a check that did not come to an end, or not at all. */
static void
give_up(struct check *c, enum check_id id, const struct aim *aim)
{
	*c->result = empty_result(id, aim);
	c->result->subject = aim->ip != NULL ? ip_text(aim->a, *aim->ip)
	    : aim->selector != NULL ? escape(aim->a, aim->selector->text)
				    : check_name(c, aim->domain);
	check_find(c, FIND_DNS_TOO_COMPLEX,
	    "Evaluating the records was given up: it takes too long");
}

static void
run_check(void *owner)
{
	struct check *c = owner;

	check_info[c->result->check].judge(c);
}

static void
judge(struct run *run, const struct policy *policy, enum check_id id,
    const struct aim *aim, struct result *result)
{
	struct check c = check_of(&run->facts, policy, aim, result);

	*result = empty_result(id, aim);
	if (!has_subject(check_info[id].each, aim))
		check_skip(&c, "no IP address given");
	else if (run->is_given_up ||
	    watch_run(run_check, &c, STEP_MOST_US) != WATCH_DONE)
		give_up(&c, id, aim);
	result->status = status_of(result);
}

static size_t
count_results(const struct request *req, const struct policy *policy)
{
	size_t n = 0;

	for (enum check_id id = 0; id < CHECK_COUNT; id++)
		if (policy->chosen[id])
			n += times(req, check_info[id].each);
	return n;
}

static void
judge_all(struct run *run, const struct policy *policy, struct report *report)
{
	const struct request *req = run->facts.req;
	size_t at = 0;

	report->nresults = count_results(req, policy);
	report->results =
	    arena_array(report->a, report->nresults, struct result);
	for (enum check_id id = 0; id < CHECK_COUNT; id++) {
		if (!policy->chosen[id])
			continue;
		for (size_t i = 0; i < times(req, check_info[id].each); i++) {
			struct aim aim =
			    aim_at(report->a, req, check_info[id].each, i);

			judge(run, policy, id, &aim, &report->results[at++]);
		}
	}
}

void
judge_run(struct run *run, const struct policy *policy, struct report *report)
{
	struct facts *facts = &run->facts;

	*report = (struct report){
		.a = facts_arena(facts),
		.req = facts->req,
	};
	judge_all(run, policy, report);
	accepted_mark(report, policy);
	for (size_t i = 0; i < report->nresults; i++) {
		enum status status = status_of(&report->results[i]);

		report->results[i].status = status;
		report->count[status]++;
		if (status > report->verdict)
			report->verdict = status;
	}
	if (!run->is_given_up)
		report->answers =
		    facts_answers(facts, report->a, &report->nanswers);
	report->elapsed_us = clock_us() - run->started_us;
}
