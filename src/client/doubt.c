#include <stdlib.h>
#include <string.h>

#include "client/dispatch.h"
#include "client/doubt.h"
#include "client/finish.h"
#include "client/send.h"
#include "dns/answer_copy.h"

enum {
	/* As long answers are held back: such a resolver is near, and has
	 * nothing to look up. */
	CAPTIVE_TIME_US = 400000,
	DNS64_TIME_US = 3000000,
	DNS64_BITS = 96
};

/* Not one that somebody could have registered a meaning for. */
#define CAPTIVE_NAME "\14no-such-name\7invalid"

static void
hold_back(struct traffic *x, struct query *q, const struct answer *answer)
{
	q->held = answer_copy(answer, &q->entry->question);
	finish_uncount(x, q, &x->window.in_time);
	send_pause(x, q);
}

/* The well-known prefix of RFC 6052 section 2.1. */
static bool
is_made_of(const struct record *aaaa, struct ip *v4)
{
	static const unsigned char prefix[16] = { 0, 0x64, 0xff, 0x9b };
	struct ip ip = record_ip(aaaa);

	if (!ip_in(ip, ip_from_bytes(IP_V6, prefix), DNS64_BITS))
		return false;
	*v4 = ip_from_bytes(IP_V4, ip.b + DNS64_BITS / 8);
	return true;
}

static bool
has_made(const struct answer *answer)
{
	struct ip v4;

	for (size_t i = 0; i < answer->n; i++)
		if (is_made_of(&answer->records[i], &v4))
			return true;
	return false;
}

/* Who has recursion off is no resolver. */
static bool
is_dns64(const struct traffic *x, const struct answer *answer)
{
	return !x->no_recursion && answer->status == ANSWER_NOERROR &&
	    answer->question.type == TYPE_AAAA && has_made(answer);
}

static void
let_go(struct traffic *x, struct query *q)
{
	struct answer answer = *q->held;

	if (x->is_captive && answer_is_known(&answer)) {
		answer.status = ANSWER_FILTERED;
		answer.n = answer.ncnames = 0;
		answer.note = S("it answers for names that cannot exist, as "
				"one does that sends all to a page to log in");
	}
	finish_with(x, q, &answer);
}

static bool
has_address(const struct answer *answer, struct ip ip)
{
	for (size_t i = 0; i < answer->n; i++)
		if (ip_eq(record_ip(&answer->records[i]), ip))
			return true;
	return false;
}

/* The A records of the name are here. */
static void
take_addresses(struct traffic *x, struct query *own, const struct answer *a)
{
	struct query *q = own->own.behalf;
	struct answer answer = *q->held;
	struct record *kept = arena_array(&x->scratch, answer.n, struct record);
	size_t n = 0;
	struct ip v4;

	for (size_t i = 0; i < answer.n; i++)
		if (!is_made_of(&answer.records[i], &v4) || !has_address(a, v4))
			kept[n++] = answer.records[i];
	answer.records = kept;
	answer.n = n;
	if (n == 0)
		answer.status = ANSWER_NODATA;
	finish_with(x, q, &answer);
}

bool
doubt_answer(struct traffic *x, struct query *q, const struct answer *answer)
{
	if (q->store == NULL)
		return false;
	if (is_dns64(x, answer)) {
		hold_back(x, q, answer);
		query_begin_own(&x->flight,
		    (struct question){ q->entry->question.name, TYPE_A }, q,
		    take_addresses, x->now_us, DNS64_TIME_US);
		return true;
	}
	if (x->captive == NULL && !x->is_captive)
		return false;
	hold_back(x, q, answer);
	if (x->is_captive)
		let_go(x, q);
	return true;
}

/* Whether the resolvers answer everything. */
static void
take_captive(struct traffic *x, struct query *own, const struct answer *answer)
{
	struct query *q = x->flight.newest, *older;

	(void)own;
	x->captive = NULL;
	x->is_captive = answer->status == ANSWER_NOERROR && answer->n > 0;
	for (; q != NULL; q = older) {
		older = q->older;
		if (q->held != NULL && !is_dns64(x, q->held))
			let_go(x, q);
	}
}

void
doubt_begin(struct traffic *x)
{
	static const struct name name = { (const unsigned char *)CAPTIVE_NAME,
		sizeof(CAPTIVE_NAME) };
	struct query *q;

	x->has_asked_captive = true;
	q = query_begin_own(&x->flight, (struct question){ name, TYPE_A }, NULL,
	    take_captive, x->now_us, CAPTIVE_TIME_US);
	x->captive = q;
	q->server = (unsigned)(x->nupstreams - 1);
	dispatch_next(x, q);
}
