#include <stdlib.h>

#include "base/buf.h"
#include "client/unite.h"

/* Answers that say nothing are not kept for long: RFC 9520 section 3.2. */
enum { FAILURE_KEEP_S = 5 };

static bool
counts(const struct answer *answer)
{
	return answer != NULL && answer->authoritative &&
	    (answer_is_known(answer) || answer->status == ANSWER_ALIAS);
}

/* The more there is, the higher. */
static unsigned
worth(const struct answer *answer)
{
	if (!counts(answer))
		return 0;
	return answer->status == ANSWER_NXDOMAIN ? 1
	    : answer->status == ANSWER_NODATA    ? 2
	    : answer->status == ANSWER_ALIAS     ? 3
						 : 4;
}

static const struct answer *
choose(const struct heard *heard, size_t n)
{
	const struct answer *best = NULL;

	for (size_t i = 0; i < n; i++)
		if (worth(heard[i].answer) > (best == NULL ? 0 : worth(best)))
			best = heard[i].answer;
	return best;
}

/* In an order that a set has with every server. */
static struct str
data_text(struct arena *a, const struct answer *answer)
{
	struct record *records = arena_array(a, answer->n, struct record);
	struct buf b = { .a = a };

	for (size_t i = 0; i < answer->n; i++)
		records[i] = answer->records[i];
	if (answer->n > 1)
		qsort(records, answer->n, sizeof(*records), record_order);
	for (size_t i = 0; i < answer->ncnames; i++)
		buf_printf(&b, "%sCNAME %.*s", b.n > 0 ? ", " : "",
		    PSTR(name_text(a, answer->cnames[i])));
	for (size_t i = 0; i < answer->n; i++)
		buf_printf(&b, "%s%.*s", b.n > 0 ? ", " : "",
		    PSTR(record_text(a, &records[i])));
	if (answer->n == 0 && answer->status != ANSWER_ALIAS)
		buf_printf(&b, "%s%.*s", b.n > 0 ? ", " : "",
		    PSTR(answer_status_text(answer->status)));
	return buf_view(&b);
}

static struct server_answer
tell(struct arena *a, const struct heard *heard)
{
	const struct answer *answer = heard->answer;
	struct server_answer told = { .server = heard->server };

	if (answer == NULL) {
		told.status = ANSWER_TIMEOUT;
		told.text = heard->why;
	} else if (counts(answer)) {
		told.status = answer->status;
		told.text = data_text(a, answer);
	} else if (answer->status == ANSWER_REFERRAL) {
		told.status = ANSWER_SERVFAIL;
		told.text = S("a referral instead of an answer");
	} else if (answer_is_known(answer) || answer->status == ANSWER_ALIAS) {
		told.status = ANSWER_REFUSED;
		told.text = S("it answers without authority");
	} else {
		told.status = answer->status;
		told.text = answer->note;
	}
	return told;
}

static bool
same_chain(const struct answer *x, const struct answer *y)
{
	return x->ncnames == y->ncnames &&
	    (x->ncnames == 0 || name_eq(answer_name(x), answer_name(y)));
}

static void
add_records(
    struct arena *a, const struct heard *heard, size_t n, struct answer *out)
{
	struct record *records;
	size_t total = 0;

	for (size_t i = 0; i < n; i++)
		if (counts(heard[i].answer))
			total += heard[i].answer->n;
	records = arena_array(a, total, struct record);
	total = 0;
	for (size_t i = 0; i < n; i++) {
		const struct answer *answer = heard[i].answer;

		if (!counts(answer) || !same_chain(answer, out))
			continue;
		for (size_t k = 0; k < answer->n; k++)
			records[total++] = answer->records[k];
		if (answer->ttl < out->ttl)
			out->ttl = answer->ttl;
	}
	out->records = records;
	out->n = record_set(records, total);
	for (size_t i = 0; i < n; i++)
		out->is_mixed |= counts(heard[i].answer) &&
		    (heard[i].answer->n != out->n ||
			!same_chain(heard[i].answer, out));
}

/* None of them counts. */
static struct answer
no_answer(struct arena *a, struct name zone, const struct server_answer *told,
    size_t n)
{
	struct answer answer = {
		.status = ANSWER_TIMEOUT,
		.ttl = FAILURE_KEEP_S,
		.note = arena_printf(a, "no name server of %.*s answers",
		    PSTR(name_text(a, zone))),
	};

	for (size_t i = 0; i < n; i++)
		if (told[i].status != ANSWER_TIMEOUT)
			answer.status = ANSWER_SERVFAIL;
	return answer;
}

struct answer
unite_answers(struct arena *a, const struct question *question,
    struct name zone, const struct heard *heard, size_t n,
    const struct heard *parent)
{
	struct server_answer *told =
	    arena_array(a, n + 1, struct server_answer);
	const struct answer *best = choose(heard, n);
	struct answer out;
	size_t counted = 0;

	for (size_t i = 0; i < n; i++) {
		told[i] = tell(a, &heard[i]);
		counted += counts(heard[i].answer);
	}
	out = best != NULL ? *best : no_answer(a, zone, told, n);
	if (out.status == ANSWER_NOERROR)
		add_records(a, heard, n, &out);
	for (size_t i = 0; i < n; i++)
		if (heard[i].answer != NULL && heard[i].answer->us > out.us)
			out.us = heard[i].answer->us;
	out.question = *question;
	out.zone = zone;
	out.servers = told;
	out.nservers = n;
	if (parent != NULL)
		told[out.nservers++] = (struct server_answer){
			.server = parent->server,
			.status = ANSWER_NOERROR,
			.text = data_text(a, parent->answer),
			.is_parent = true,
		};
	out.server = arena_printf(a, "%zu of %zu servers of %.*s", counted, n,
	    PSTR(name_text(a, zone)));
	return out;
}
