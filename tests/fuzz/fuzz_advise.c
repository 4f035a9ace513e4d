/*
 * The law of proposed changes, over any zone text: what they are for is gone
 * when they are applied, nothing as severe is new, and nothing more is
 * proposed then.  They are applied by writing the zone anew.
 */
#include "base/clock.h"
#include "fix/advise.h"
#include "zone/zone.h"

#include "fuzz.h"

enum { FOREVER_US = 60 * 1000 * 1000 };

static const unsigned char origin_wire[] = "\7example\3com";
static const struct name origin = { origin_wire, sizeof(origin_wire) };

static const enum check_id checks[] = { CHECK_FORWARD, CHECK_REVERSE,
	CHECK_HELO, CHECK_MX, CHECK_SPF, CHECK_DKIM, CHECK_DMARC };

/* The sender, judged over one zone text. */
struct trial {
	struct arena a;
	struct policy policy;
	struct selector selector;
	struct ip ips[2];
	struct request req;
	struct zones *zones;
	struct store store;
	struct check_goal goal;
	struct run run;
	struct report report;
};

static void
make_request(struct trial *t, bool two)
{
	ip_parse(S("203.0.113.6"), &t->ips[0]);
	ip_parse(S("203.0.113.7"), &t->ips[1]);
	t->selector.text = t->selector.label = S("s1");
	t->selector.domain = origin;
	name_parse(&t->a, S("s1._domainkey.example.com"), &t->selector.name);
	t->req = (struct request){
		.domain = origin,
		.ips = t->ips,
		.nips = two ? 2 : 1,
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
judge(struct trial *t, struct str text, bool two)
{
	struct zone_error err = { 0 };
	int64_t until_us = clock_us() + FOREVER_US;

	t->zones = zones_new(&t->a);
	if (!zones_add_text(t->zones, text, S("fuzz"), origin, &err))
		return false;
	make_request(t, two);
	t->goal = check_goal(&t->policy);
	store_init(&t->store);
	run_begin(&t->run, &t->store, &t->req, &t->goal.goal);
	run_to_end(&t->run, zones_source(t->zones), until_us);
	judge_run(&t->run, &t->policy, &t->report);
	advise(
	    &(struct judge_world){
		.store = &t->store,
		.lookup = &t->run.facts.lookup,
		.sources = zones_source(t->zones),
		.zones = t->zones,
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

static const struct change *
change_of(const struct changes *changes, struct name name, uint16_t type)
{
	const struct change *change = changes->first;

	while (change != NULL &&
	    (change->type != type || !name_eq(change->name, name)))
		change = change->next;
	return change;
}

/* False for a type that cannot be written here. */
static bool
write_record(struct buf *out, const struct zone_record *r)
{
	struct str data = record_text(out->a, &r->record);
	const char *dot = "";

	switch (r->record.type) {
	case TYPE_CNAME:
	case TYPE_PTR:
	case TYPE_NS:
	case TYPE_DNAME:
	case TYPE_MX:
		dot = str_ends(data, S(".")) ? "" : ".";
		break;
	case TYPE_A:
	case TYPE_AAAA:
	case TYPE_TXT:
	case TYPE_SPF:
		break;
	default:
		return r->record.type == TYPE_SOA;
	}
	buf_printf(out, "%.*s. %u IN %.*s %.*s%s\n",
	    PSTR(name_text(out->a, r->owner)), r->record.ttl,
	    PSTR(type_text(out->a, r->record.type)), PSTR(data), dot);
	return true;
}

/* The zone as it is after the changes; false for one that has what cannot be
 * written again. */
static bool
rewrite(struct buf *out, struct str text, const struct changes *changes)
{
	struct zone_reader reader;
	struct zone_record r;
	bool is_writable = true;

	buf_text(out, "@ 300 IN SOA ns hostmaster 1 7200 900 1209600 300\n");
	zone_reader_begin_text(&reader, out->a, text, S("fuzz"), origin);
	while (is_writable && zone_reader_next(&reader, &r)) {
		if (!name_is_in(r.owner, origin))
			continue; /* it is passed over */
		is_writable = !r.is_alias && !r.is_cloudflare &&
		    (change_of(changes, r.owner, r.record.type) != NULL ||
			write_record(out, &r));
	}
	zone_reader_end(&reader);
	for (const struct change *c = changes->first; c != NULL; c = c->next)
		for (size_t i = 0; i < c->nnew; i++) {
			change_line(out, c, &c->new[i]);
			buf_byte(out, '\n');
		}
	return is_writable;
}

static int
weight(const struct finding *f)
{
	return f->severity == SEV_FAIL ? 2 : f->severity > SEV_INFO ? 1 : 0;
}

static const struct finding *
find_again(const struct report *report, size_t result, const struct finding *f)
{
	const struct finding *g = report->results[result].findings;

	while (g != NULL && (g->id != f->id || !str_eq(g->subject, f->subject)))
		g = g->next;
	return g;
}

static void
check_law(const struct report *before, const struct report *after)
{
	const struct changes *changes = before->changes;
	int worst = 0;

	assert(before->nresults == after->nresults);
	for (size_t i = 0; i < before->nresults; i++)
		for (const struct finding *f = before->results[i].findings;
		     f != NULL; f = f->next) {
			if (weight(f) == 0 ||
			    change_for(changes->first, f) == NULL)
				continue;
			worst = weight(f) > worst ? weight(f) : worst;
			assert(find_again(after, i, f) == NULL);
		}
	for (size_t i = 0; i < after->nresults; i++)
		for (const struct finding *f = after->results[i].findings;
		     f != NULL; f = f->next) {
			const struct finding *old = find_again(before, i, f);

			assert(weight(f) == 0 || weight(f) < worst ||
			    (old != NULL && weight(old) >= weight(f)));
		}
	assert(after->changes->first == NULL);
}

static void
check_changes(const struct changes *changes)
{
	for (const struct change *c = changes->first; c != NULL; c = c->next) {
		assert(change_of(changes, c->name, c->type) == c);
		assert(c->nold > 0 || c->nnew > 0);
		assert((c->action == CHANGE_CREATE) == (c->nold == 0));
		assert((c->action == CHANGE_DELETE) == (c->nnew == 0));
		assert(name_is_in(c->name, origin));
	}
}

FUZZ(advise)
{
	bool two = size > 0 && (data[0] & 1) != 0;
	struct str text = str_from((struct str){ (const char *)data, size }, 1);
	struct trial before = { 0 }, after = { 0 };
	struct buf edited = { .a = &before.a };
	bool is_zone = size > 0 && judge(&before, text, two), is_again = false;

	if (is_zone && before.report.changes->first != NULL) {
		check_changes(before.report.changes);
		if (rewrite(&edited, text, before.report.changes)) {
			is_again = judge(&after, buf_view(&edited), two);
			assert(is_again);
			check_law(&before.report, &after.report);
		}
	}
	trial_end(&after, is_again);
	trial_end(&before, is_zone);
}
