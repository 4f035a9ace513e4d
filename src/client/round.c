#include "client/round.h"
#include "base/str.h"
#include "client/finish.h"
#include "client/send.h"

/* What a resolver remembers of a failure lasts a second or more; the second
 * pause is for one that is still busy then. */
static const int64_t servfail_us[] = { 1300000, 2700000 };

/* Refused by who answers others: it was too much at once. */
static const int64_t refused_us[] = { 400000, 1000000, 2000000, 2000000 };

enum {
	REFUSED_ALWAYS = 2,    /* pauses, for who has refused all so far */
	TIME_LEFT_US = 100000, /* for an answer, after a pause */
	DS_TIME_US = 2000000
};

/* Until then, or as soon as all is told that it asked for itself. */
static void
pause_until(struct traffic *x, struct query *q, int64_t at_us)
{
	send_pause(x, q);
	timer_set(&x->flight.timers, &q->timer, at_us);
}

static bool
is_over(const struct traffic *x, const struct query *q)
{
	return q->until_us > 0 && x->now_us >= q->until_us;
}

static bool
has_time(const struct query *q, int64_t at_us)
{
	return q->until_us == 0 || at_us + TIME_LEFT_US <= q->until_us;
}

/* Another round, with or without CD. */
static void
begin_anew(struct traffic *x, struct query *q, bool no_check)
{
	q->form.no_check = no_check;
	q->timeouts = 0;
	send_renew(x, q);
}

static bool
pause_for(struct traffic *x, struct query *q, const int64_t *pauses, size_t n,
    int64_t since_us)
{
	int64_t at_us;

	if (q->rounds.n >= n)
		return false;
	at_us = since_us + pauses[q->rounds.n];
	if (!has_time(q, at_us))
		return false;
	q->rounds.n++;
	pause_until(x, q, at_us > x->now_us ? at_us : x->now_us);
	return true;
}

static bool
is_below_bogus(const struct traffic *x, const struct query *q)
{
	struct name zone = { (const unsigned char *)x->bogus.s, x->bogus.n };

	return zone.n > 0 && name_labels(zone) > 1 &&
	    name_is_in(q->entry->question.name, zone);
}

static bool
may_pause(struct traffic *x, struct query *q)
{
	const struct upstream *u = &x->upstreams[q->server];

	/* A zone's own servers say what they say. */
	if (x->no_recursion || q->store == NULL)
		return false;
	/* What it was about one name of the zone, it is about others. */
	if (q->rounds.n > 0 && q->rounds.cd_answered && is_below_bogus(x, q))
		return false;
	if (q->servfailed != 0)
		return pause_for(x, q, servfail_us,
		    sizeof(servfail_us) / sizeof(servfail_us[0]),
		    q->rounds.servfail_us);
	if (q->refused == 0)
		return false;
	return pause_for(x, q, refused_us,
	    u->has_answered ? sizeof(refused_us) / sizeof(refused_us[0])
			    : REFUSED_ALWAYS,
	    x->now_us);
}

/* Names of which each has many: a DS record of theirs says nothing about one
 * that stands below. */
static bool
is_public(struct name name)
{
	static const struct name reverse[] = {
		{ (const unsigned char *)"\7in-addr\4arpa", 14 },
		{ (const unsigned char *)"\3ip6\4arpa", 10 },
	};

	return name_labels(name) < 2 || name_eq(name, reverse[0]) ||
	    name_eq(name, reverse[1]);
}

static struct name
alias_of(const struct query *q)
{
	const struct buf *alias = &q->rounds.alias;

	return (struct name){ (const unsigned char *)alias->s, alias->n };
}

/* The next name below zone, on the way to whole, that DS may be asked for. */
static struct name
below(struct name whole, struct name zone)
{
	for (size_t n = name_labels(zone) + 1; n <= name_labels(whole); n++)
		if (!is_public(name_last(whole, n)))
			return name_last(whole, n);
	return (struct name){ 0 };
}

/* The next name to ask DS for, from above: of the question's, then of what it
 * is an alias of.  No name: that was all. */
static struct name
next_zone(struct query *q)
{
	struct rounds *r = &q->rounds;
	struct name zone = { 0 };

	if (!r->is_at_alias)
		zone = below(q->entry->question.name, r->zone);
	if (zone.n > 0 || r->alias.n == 0)
		return zone;
	zone = below(alias_of(q), r->is_at_alias ? r->zone : zone);
	r->is_at_alias = true;
	return zone;
}

static query_told take_ds;

static void
ask_for_ds(struct traffic *x, struct query *q, struct name zone)
{
	struct query *own =
	    query_begin_own(&x->flight, (struct question){ zone, TYPE_DS }, q,
		take_ds, x->now_us, DS_TIME_US);

	q->rounds.zone = zone;
	if (q->until_us > 0 && q->until_us < own->until_us)
		own->until_us = q->until_us;
	own->form.no_check = true;
	send_pause(x, q);
}

static void
take_ds(struct traffic *x, struct query *own, const struct answer *answer)
{
	struct query *q = own->own.behalf;
	struct name zone;

	if (answer->n > 0) {
		x->bogus.n = 0;
		buf_str(&x->bogus,
		    (struct str){
			(const char *)q->rounds.zone.wire, q->rounds.zone.n });
		finish_without(x, q, ANSWER_BOGUS);
		return;
	}
	zone = next_zone(q);
	/* Not a word, or nothing signed: the resolver has failed. */
	if (!answer_is_known(answer) || zone.n == 0)
		finish_without(x, q, q->why);
	else
		ask_for_ds(x, q, zone);
}

bool
round_next(struct traffic *x, struct query *q)
{
	struct rounds *r = &q->rounds;
	struct name zone;

	if (q->form.no_check && q->store != NULL)
		r->cd_failed = true;
	if (is_over(x, q) || x->no_recursion || q->store == NULL)
		return false;
	if (q->servfailed != 0 && !q->form.no_check && !r->cd_failed &&
	    !r->cd_answered) {
		q->failed &= ~q->servfailed;
		begin_anew(x, q, true);
		return true;
	}
	if (may_pause(x, q))
		return true;
	if (!r->cd_answered || q->servfailed == 0)
		return false;
	r->zone = (struct name){ 0 };
	zone = next_zone(q);
	if (zone.n == 0)
		return false;
	ask_for_ds(x, q, zone);
	return true;
}

void
round_begin_again(struct traffic *x, struct query *q)
{
	q->is_paused = false;
	if (q->store == NULL)
		return;
	q->failed = q->servfailed = q->refused = q->unreachable = 0;
	begin_anew(x, q, false);
}

void
round_unchecked(struct traffic *x, struct query *q, const struct answer *answer)
{
	struct rounds *r = &q->rounds;
	struct name end = answer_name(answer);

	r->cd_answered = true;
	if (answer->ncnames > 0 && r->alias.n == 0)
		buf_str(
		    &r->alias, (struct str){ (const char *)end.wire, end.n });
	send_drop_all(x, q);
	if (!may_pause(x, q))
		finish_without(x, q, q->why);
}
