#include "check/judge.h"
#include "base/clock.h"
#include "base/escape.h"
#include "base/watch.h"
#include "check/accepted.h"
#include "check/check.h"
#include "check/scope.h"
#include "facts/sent.h"
#include "mail/dnsbl.h"
#include "mail/provider.h"

static bool
bounces_elsewhere(const struct request *req)
{
	return !req->null_sender && !name_is_in(req->mail_from, req->domain) &&
	    !name_is_in(req->domain, req->mail_from);
}

/* How many times a check runs for a request. */
static size_t
times(const struct request *req, const struct policy *policy, enum check_id id)
{
	/* What was asked for by its name says why it does not run. */
	if (!scope_is_of_profile(id, req) && check_info[id].run == USUALLY)
		return 0;
	switch (check_info[id].each) {
	case EACH_IP:
	case EACH_IP_OR_ONCE:
		return req->nips > 0 ? req->nips : 1;
	case EACH_IP_AND_DOMAIN:
		return req->nips + (bounces_elsewhere(req) ? 2 : 1);
	case EACH_SELECTOR:
		return req->nselectors > 0 ? req->nselectors : 1;
	case EACH_MESSAGE:
		return req->sent != NULL;
	case EACH_SIGNATURE:
		if (req->sent == NULL)
			return 0;
		return req->sent->sample.nsignatures > 0
		    ? req->sent->sample.nsignatures
		    : 1;
	case EACH_MAIL_DOMAIN:
		return name_eq(req->mail_from, req->domain) || req->null_sender
		    ? 1
		    : 2;
	case EACH_PROVIDER:
		return req->nproviders;
	case EACH_CHANGE:
		return policy->plan != NULL;
	case ONCE:
		break;
	}
	return 1;
}

/* The i-th signature of the message, if it has one, and where its key is, if
 * that can be told. */
static void
aim_at_signature(struct aim *aim, const struct sent *sent, size_t i)
{
	if (sent->sample.nsignatures == 0)
		return;
	aim->signature = &sent->sample.signatures[i];
	if (sent->signers[i].name.n > 0)
		aim->selector = &sent->signers[i];
}

bool
judge_includes(
    const struct request *req, const struct policy *policy, enum check_id id)
{
	return policy->chosen[id] && scope_is_of_profile(id, req) &&
	    times(req, policy, id) > 0;
}

/* The i-th of the times that a check runs. */
static struct aim
aim_at(struct arena *a, const struct request *req, const struct policy *policy,
    enum check_each each, size_t i)
{
	struct aim aim = {
		.a = a,
		.req = req,
		.domain = req->domain,
		.plan = policy->plan,
		.psl = policy->psl,
		.dnsbl_key = policy->dnsbl_key,
		.fetch = policy->fetch,
	};

	switch (each) {
	case EACH_IP_AND_DOMAIN:
		if (i < req->nips)
			aim.ip = &req->ips[i];
		else if (i > req->nips)
			aim.domain = req->mail_from;
		break;
	case EACH_IP:
	case EACH_IP_OR_ONCE:
		aim.ip = req->nips > 0 ? &req->ips[i] : NULL;
		break;
	case EACH_SELECTOR:
		aim.selector = req->nselectors > 0 ? &req->selectors[i] : NULL;
		break;
	case EACH_SIGNATURE:
		aim_at_signature(&aim, req->sent, i);
		break;
	case EACH_MAIL_DOMAIN:
		if (i == 0 && !req->null_sender)
			aim.domain = req->mail_from;
		break;
	case EACH_PROVIDER:
		aim.provider = req->providers[i];
		break;
	case EACH_CHANGE:
	case EACH_MESSAGE:
	case ONCE:
		break;
	}
	return aim;
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
		for (size_t i = 0; i < times(req, policy, id); i++) {
			struct aim aim = aim_at(
			    facts_arena(facts), req, policy, info->each, i);

			if (scope_no_subject(aim.a, id, &aim).n == 0)
				info->need(facts, &aim);
		}
	}
}

struct check_goal
check_goal(const struct policy *policy)
{
	return (struct check_goal){ { need_all }, policy };
}

/* Before the request is filed, what need not hold yet warns at most, unless
 * the user graded it. */
static void
soften(const struct check *c)
{
	if (c->req->stage != STAGE_REQUEST ||
	    check_info[c->result->check].when == BEFORE_REQUEST)
		return;
	for (struct finding *f = c->result->findings; f != NULL; f = f->next)
		if (f->severity > SEV_WARN && !c->policy->is_set[f->id])
			f->severity = SEV_WARN;
}

/* A check's status is its worst finding's. */
enum status
result_status(const struct result *r)
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
    const struct scope *scope, const struct aim *aim, struct result *result)
{
	return (struct check){
		.a = aim->a,
		.req = aim->req,
		.policy = policy,
		.facts = facts,
		.scope = scope,
		.ip = aim->ip,
		.domain = aim->domain,
		.selector = aim->selector,
		.signature = aim->signature,
		.provider = aim->provider,
		.plan = aim->plan,
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

/* What a check is about that does not say it itself. */
static struct str
subject_of(const struct aim *aim)
{
	return aim->ip != NULL      ? ip_text(aim->a, *aim->ip)
	    : aim->provider != NULL ? str_of(aim->provider->name)
	    : aim->selector != NULL ? escape(aim->a, aim->selector->text)
				    : name_text(aim->a, aim->domain);
}

/* Judged by a check that did not come to an end, or not at all. */
static void
give_up(struct check *c, enum check_id id, const struct aim *aim)
{
	*c->result = empty_result(id, aim);
	c->result->subject = subject_of(aim);
	check_flag(c, FINDING_DNS_TOO_COMPLEX,
	    "Evaluating the records was given up: it takes too long");
}

static void
run_check(void *owner)
{
	struct check *c = owner;

	check_info[c->result->check].judge(c);
}

static void
judge(struct run *run, const struct policy *policy, const struct scope *scope,
    enum check_id id, const struct aim *aim, struct result *result)
{
	struct check c = check_of(&run->facts, policy, scope, aim, result);
	struct str reason = scope_skip(aim->a, scope, id, aim);

	*result = empty_result(id, aim);
	if (reason.n > 0) {
		if (check_info[id].each != EACH_IP || aim->ip != NULL)
			result->subject = subject_of(aim);
		check_skip(&c, "%.*s", PSTR(reason));
	} else if (run->is_given_up ||
	    watch_run(run_check, &c, STEP_MOST_US) != WATCH_DONE) {
		give_up(&c, id, aim);
	}
	soften(&c);
}

static size_t
count_results(const struct request *req, const struct policy *policy)
{
	size_t n = 0;

	for (enum check_id id = 0; id < CHECK_COUNT; id++)
		if (policy->chosen[id])
			n += times(req, policy, id);
	return n;
}

static void
judge_all(struct run *run, const struct policy *policy,
    const struct scope *scope, struct report *report)
{
	const struct request *req = run->facts.req;
	size_t at = 0;

	report->nresults = count_results(req, policy);
	report->results =
	    arena_array(report->a, report->nresults, struct result);
	for (enum check_id id = 0; id < CHECK_COUNT; id++) {
		if (!policy->chosen[id])
			continue;
		for (size_t i = 0; i < times(req, policy, id); i++) {
			struct aim aim = aim_at(
			    report->a, req, policy, check_info[id].each, i);

			judge(run, policy, scope, id, &aim,
			    &report->results[at++]);
		}
	}
}

/* Whether a check looked at every IP. */
static bool
has_judged(const struct report *report, enum check_id check)
{
	size_t n = 0;

	for (size_t i = 0; i < report->nresults; i++)
		n += report->results[i].check == check &&
		    report->results[i].status != STATUS_SKIP;
	return n > 0 && n >= report->req->nips;
}

/* Whether anything was judged but that the domain is there, or what the user
 * accepts. */
static bool
has_judged_records(const struct report *report)
{
	for (size_t i = 0; i < report->nresults; i++)
		if (report->results[i].status != STATUS_SKIP &&
		    report->results[i].check != CHECK_DOMAIN &&
		    report->results[i].check != CHECK_WAIVER)
			return true;
	return false;
}

/* The worst result's; but what was not looked at is never a pass, nor ready to
 * be filed. */
static enum status
verdict_of(const struct report *report)
{
	enum status verdict = STATUS_SKIP;

	for (size_t i = 0; i < report->nresults; i++)
		if (report->results[i].status > verdict)
			verdict = report->results[i].status;
	if (verdict == STATUS_PASS && !has_judged_records(report))
		return STATUS_SKIP;
	if (report->req->stage == STAGE_REQUEST &&
	    report->req->outbound == NULL && !report->is_ready_known &&
	    verdict < STATUS_UNKNOWN)
		return STATUS_UNKNOWN;
	return verdict;
}

/* Keys in names are nobody's business. */
static void
mask_answers(struct report *report)
{
	for (size_t i = 0; i < report->nanswers; i++) {
		const struct answer *answer = report->answers[i];
		struct name name =
		    dnsbl_masked(report->a, answer->question.name);
		struct answer *masked;

		if (name_eq(name, answer->question.name))
			continue;
		masked = arena_new(report->a, struct answer);
		*masked = *answer;
		masked->question.name = name;
		report->answers[i] = masked;
	}
}

void
judge_results(
    struct run *run, const struct policy *policy, struct report *report)
{
	struct facts *facts = &run->facts;
	struct scope scope = { .is_missing = false };

	*report = (struct report){
		.a = facts_arena(facts),
		.req = facts->req,
	};
	if (!run->is_given_up) {
		report->answers =
		    facts_answers(facts, report->a, &report->nanswers);
		mask_answers(report);
		scope = scope_of(report->a, facts, policy, report->answers,
		    report->nanswers);
	}
	judge_all(run, policy, &scope, report);
}

void
judge_verdict(
    struct run *run, const struct policy *policy, struct report *report)
{
	accepted_mark(report, policy);
	for (size_t i = 0; i < report->nresults; i++) {
		struct result *r = &report->results[i];

		r->status = result_status(r);
		report->count[r->status]++;
	}
	report->is_ready_known = has_judged(report, CHECK_ADDRESS) &&
	    has_judged(report, CHECK_FORWARD);
	report->verdict = verdict_of(report);
	report->elapsed_us = clock_us() - run->started_us;
}

void
judge_run(struct run *run, const struct policy *policy, struct report *report)
{
	judge_results(run, policy, report);
	judge_verdict(run, policy, report);
}
