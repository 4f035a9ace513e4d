#include <stdlib.h>
#include <string.h>

#include "base/clock.h"
#include "check/driver.h"

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
static void
aim(struct check *c, enum check_each each, size_t i)
{
	const struct request *req = c->req;

	c->domain = req->domain;
	switch (each) {
	case EACH_IP:
	case EACH_IP_OR_ONCE:
		c->ip = req->nips > 0 ? &req->ips[i] : NULL;
		break;
	case EACH_SELECTOR:
		c->selector = req->nselectors > 0 ? &req->selectors[i] : NULL;
		break;
	case EACH_MAIL_DOMAIN:
		if (i == 0 && !req->null_sender)
			c->domain = req->mail_from;
		break;
	case EACH_PROVIDER:
		c->provider = req->providers[i];
		break;
	case ONCE:
		break;
	}
}

static size_t
count_checks(const struct request *req, const struct policy *policy)
{
	size_t n = 0;

	for (enum check_id id = 0; id < CHECK_COUNT; id++)
		if (policy->chosen[id])
			n += times(req, check_info[id].each);
	return n;
}

void
run_begin(struct run *run, struct store *store, const struct request *req,
    const struct policy *policy)
{
	size_t n = count_checks(req, policy), at = 0;

	*run = (struct run){
		.req = req,
		.policy = policy,
		.arena = run->arena,
		.n = n,
	};
	run->started_us = clock_us();
	lookup_begin(&run->lookup, store, run);
	run->checks = arena_array(&run->arena, n, struct check);
	run->results = arena_array(&run->arena, n, struct result);
	for (enum check_id id = 0; id < CHECK_COUNT; id++) {
		if (!policy->chosen[id])
			continue;
		for (size_t i = 0; i < times(req, check_info[id].each); i++) {
			struct check *c = &run->checks[at];

			*c = (struct check){
				.a = &run->arena,
				.req = req,
				.policy = policy,
				.lookup = &run->lookup,
				.result = &run->results[at++],
			};
			c->result->check = id;
			aim(c, check_info[id].each, i);
		}
	}
}

/* A check's status is its worst finding's. */
static enum status
judge(const struct result *r)
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
		if (of[f->severity] > worst && f->severity > SEV_INFO)
			worst = of[f->severity];
	return worst;
}

static void
run_check(struct check *c)
{
	enum check_id id = c->result->check;
	struct arena mark = *c->a;

	c->asked = (struct asked){ .a = c->a };
	c->lookup->asked = &c->asked;
	*c->result = (struct result){
		.check = id,
		.ip = c->ip,
		.status = STATUS_PASS,
		.facts = value_object(c->a),
	};
	if (check_info[id].each == EACH_IP && c->ip == NULL)
		check_skip(c, "no IP address given");
	else
		check_info[id].run(c);
	c->done = !c->asked.missing;
	if (c->done)
		c->result->status = judge(c->result);
	else
		arena_rewind(c->a, mark);
}

/* Whether it was never run, or would come further than the last time. */
static bool
can_go_on(const struct check *c)
{
	return c->lookup->expired || asked_can_go_on(&c->asked);
}

bool
run_step(struct run *run)
{
	for (size_t i = 0; i < run->n; i++) {
		if (run->checks[i].done || !can_go_on(&run->checks[i]))
			continue;
		run_check(&run->checks[i]);
		run->ndone += run->checks[i].done;
	}
	return run->ndone == run->n;
}

void
run_expire(struct run *run)
{
	run->lookup.expired = true;
	run_step(run);
}

static int
order_answers(const void *x, const void *y)
{
	const struct answer *const *a = x, *const *b = y;
	int order = name_order((*a)->question.name, (*b)->question.name);

	if (order != 0)
		return order;
	return (int)(*a)->question.type - (int)(*b)->question.type;
}

/* Most answers were used by several checks: each once, before they are
 * sorted. */
static size_t
add_answer(const struct answer **answers, size_t n, const struct answer *new)
{
	for (size_t i = 0; i < n; i++)
		if (answers[i] == new)
			return n;
	answers[n] = new;
	return n + 1;
}

/* What the last runs of all checks used: the same whatever came when. */
static void
collect_answers(struct run *run, struct report *report)
{
	size_t n = 0, kept = 0;

	for (size_t i = 0; i < run->n; i++)
		n += run->checks[i].asked.n;
	report->answers = arena_array(&run->arena, n, const struct answer *);
	n = 0;
	for (size_t i = 0; i < run->n; i++)
		for (size_t j = 0; j < run->checks[i].asked.n; j++)
			n = add_answer(report->answers, n,
			    run->checks[i].asked.answers[j]);
	if (n > 0)
		qsort(report->answers, n, sizeof(*report->answers),
		    order_answers);
	for (size_t i = 0; i < n; i++)
		if (kept == 0 ||
		    order_answers(
			&report->answers[kept - 1], &report->answers[i]) != 0)
			report->answers[kept++] = report->answers[i];
	report->nanswers = kept;
}

void
run_report(struct run *run, struct report *report)
{
	*report = (struct report){
		.a = &run->arena,
		.req = run->req,
		.results = run->results,
		.nresults = run->n,
		.elapsed_us = clock_us() - run->started_us,
	};
	for (size_t i = 0; i < run->n; i++) {
		enum status status = run->results[i].status;

		report->count[status]++;
		if (status > report->verdict)
			report->verdict = status;
	}
	collect_answers(run, report);
}

void
run_end(struct run *run)
{
	lookup_end(&run->lookup);
	arena_reset(&run->arena);
}

void
run_put_off(struct run *run)
{
	lookup_put_off(&run->lookup);
	arena_reset(&run->arena);
}

void
run_free(struct run *run)
{
	arena_free(&run->arena);
}

void
run_to_end(struct run *run, struct source *sources, int64_t until_us)
{
	struct store *store = run->lookup.store;

	while (!run_step(run)) {
		sources_ask(sources, store);
		if (store_next_ready(store) != NULL)
			continue;
		if (clock_us() >= until_us ||
		    !sources_wait(sources, store, until_us)) {
			run_expire(run);
			return;
		}
	}
}
