/*
 * A whole run, from answers to every format.  The input is choices, an octet
 * each, up to an empty line, and then a zone.  Whatever the order in which
 * answers come, each format has the same octets; and where some of them fail,
 * no verdict is better for it, and none is worse than "unknown".
 */
#include "base/clock.h"
#include "check/judge.h"
#include "fix/advise.h"
#include "report/document.h"
#include "zone/zone.h"

#include "fuzz.h"

enum { FOREVER_US = 60 * 1000 * 1000, WAITING_MAX = 256 };

static const unsigned char origin_wire[] = "\7example\3com";
static const struct name origin = { origin_wire, sizeof(origin_wire) };

/* Answers what the zones do, but later, and in the order of the choices. */
struct late {
	struct source source; /* first: the source is this */
	struct source *zones;
	struct entry *waiting[WAITING_MAX];
	size_t n;
	struct str choices;
	size_t at;
	bool fails; /* some of what is asked */
};

static unsigned
choose(struct late *late)
{
	if (late->choices.n == 0)
		return 0;
	return (unsigned char)late->choices.s[late->at++ % late->choices.n];
}

static void
answer(struct late *late, struct store *store, struct entry *entry)
{
	static const struct answer failure = { .status = ANSWER_SERVFAIL };

	if (late->fails && choose(late) % 4 == 0)
		store_put(store, entry, &failure);
	else
		late->zones->ask(late->zones, store, entry);
}

static bool
late_ask(struct source *self, struct store *store, struct entry *entry)
{
	struct late *late = (struct late *)self;

	if (late->n < WAITING_MAX)
		late->waiting[late->n++] = entry;
	else
		answer(late, store, entry);
	return true;
}

static bool
late_wait(struct source *self, struct store *store, int64_t until_us)
{
	struct late *late = (struct late *)self;
	struct entry *entry;
	size_t i;

	(void)until_us;
	if (late->n == 0)
		return false;
	i = choose(late) % late->n;
	entry = late->waiting[i];
	late->waiting[i] = late->waiting[--late->n];
	answer(late, store, entry);
	return true;
}

struct trial {
	struct arena a;
	struct policy policy;
	struct selector selector;
	struct ip ip;
	struct request req;
	struct zones *zones;
	struct late late;
	struct store store;
	struct check_goal goal;
	struct run run;
	struct report report;
};

static void
make_request(struct trial *t)
{
	static const enum check_id checks[] = { CHECK_FORWARD, CHECK_REVERSE,
		CHECK_HELO, CHECK_MX, CHECK_SPF, CHECK_DKIM, CHECK_DMARC };

	ip_parse(S("203.0.113.6"), &t->ip);
	t->selector.text = t->selector.label = S("s1");
	t->selector.domain = origin;
	name_parse(&t->a, S("s1._domainkey.example.com"), &t->selector.name);
	t->req = (struct request){
		.domain = origin,
		.ips = &t->ip,
		.nips = 1,
		.local_part = S("postmaster"),
		.mail_from = origin,
		.selectors = &t->selector,
		.nselectors = 1,
	};
	name_parse(&t->a, S("mail.example.com"), &t->req.host);
	for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++)
		t->policy.chosen[checks[i]] = true;
}

/* False for what is no zone. */
static bool
judge(struct trial *t, struct str zone, struct str choices, bool fails)
{
	struct zone_error err = { 0 };
	int64_t until_us = clock_us() + FOREVER_US;

	t->zones = zones_new(&t->a);
	if (!zones_add_text(t->zones, zone, S("fuzz"), origin, &err))
		return false;
	make_request(t);
	t->late = (struct late){
		.source = { late_ask, late_wait, NULL },
		.zones = zones_source(t->zones),
		.choices = choices,
		.fails = fails,
	};
	t->goal = check_goal(&t->policy);
	store_init(&t->store);
	run_begin(&t->run, &t->store, &t->req, &t->goal.goal);
	run_to_end(&t->run, &t->late.source, until_us);
	judge_run(&t->run, &t->policy, &t->report);
	advise(
	    &(struct judge_world){
		.store = &t->store,
		.lookup = &t->run.facts.lookup,
		.sources = &t->late.source,
		.zones = fails ? NULL : t->zones,
		.until_us = until_us,
		.policy = &t->policy,
	    },
	    &t->report);
	return true;
}

static void
trial_end(struct trial *t, bool was_judged)
{
	if (was_judged) {
		run_end(&t->run);
		run_free(&t->run);
		store_free(&t->store);
	}
	arena_free(&t->a);
}

static bool
keep(void *owner, struct str text)
{
	buf_str(owner, text);
	return true;
}

static struct str
written(struct arena *a, const struct report *report, enum format_id id)
{
	static const struct format_choice choice = { .timeless = true };
	struct buf out = { .a = a }, part = { 0 };
	struct document doc;

	document_init(&doc, format_info[id].ways, &choice);
	doc.write = keep;
	doc.owner = &out;
	document_begin(&doc);
	format_info[id].ways->sender(&part, report, &doc.choice);
	document_put(&doc, buf_view(&part));
	assert(document_end(&doc));
	document_free(&doc);
	buf_free(&part);
	return buf_view(&out);
}

static void
compare(struct trial *x, struct trial *y)
{
	for (enum format_id id = 0; id < FORMAT_COUNT; id++)
		assert(str_eq(written(&x->a, &x->report, id),
		    written(&y->a, &y->report, id)));
}

/* What did not answer is unknown: neither a pass nor a failure.  (Without the
 * answer for a host a check may have nothing to judge.) */
static void
hold_failing(const struct trial *right, const struct trial *failing)
{
	const struct report *x = &right->report, *y = &failing->report;

	assert(x->nresults == y->nresults);
	for (size_t i = 0; i < x->nresults; i++) {
		enum status was = x->results[i].status;
		enum status is = y->results[i].status;

		assert(is >= was || is == STATUS_UNKNOWN || is == STATUS_SKIP);
		assert(is != STATUS_FAIL || was == STATUS_FAIL ||
		    was == STATUS_UNKNOWN || was == STATUS_SKIP);
	}
}

FUZZ(run)
{
	struct str text = { size == 0 ? "" : (const char *)data, size };
	size_t cut = str_search(text, S("\n\n"));
	struct str choices = str_to(text, cut), zone = str_from(text, cut + 2);
	struct trial right = { 0 }, other = { 0 }, failing = { 0 };
	bool is_zone;

	if (cut == text.n)
		return;
	is_zone = judge(&right, zone, S(""), false);
	if (is_zone) {
		judge(&other, zone, choices, false);
		compare(&right, &other);
		judge(&failing, zone, choices, true);
		hold_failing(&right, &failing);
	}
	trial_end(&right, is_zone);
	trial_end(&other, is_zone);
	trial_end(&failing, is_zone);
}
