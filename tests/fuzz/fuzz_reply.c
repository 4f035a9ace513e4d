/*
 * Replies: what is read of one is legal, and ldns agrees about the records.
 *
 * The question is the one that the message itself has.
 */
#include <stdlib.h>
#include <string.h>

#include <ldns/ldns.h>

#include "client/query.h"
#include "client/reply.h"

#include "fuzz.h"

/* Reads every octet, for the sanitizers to see. */
static void
touch(const void *p, size_t n)
{
	const unsigned char *at = p;
	volatile unsigned char sum = 0;

	while (n-- > 0)
		sum = (unsigned char)(sum + *at++);
}

static void
check_name(struct arena *a, struct name name)
{
	struct name again;

	assert(name_from_wire(a, name.wire, name.n, &again));
	assert(name_eq(name, again)); /* in lower case already */
}

static void
check_referral(struct arena *a, const struct answer *answer)
{
	assert((answer->n > 0) == (answer->zone.n > 0));
	assert(answer->n > 0 || answer->nglue == 0);
	assert(
	    answer->n == 0 || name_is_in(answer->question.name, answer->zone));
	for (size_t i = 0; i < answer->nglue; i++) {
		check_name(a, answer->glue[i].server);
		assert(record_is_legal(&answer->glue[i].address));
		record_ip(&answer->glue[i].address);
	}
}

static void
check_answer(struct arena *a, const struct answer *answer, size_t octets)
{
	int turns = 0; /* behind the first ten names of a PTR set */

	assert(answer->ncnames <= CNAME_CHAIN_MAX);
	for (size_t i = 0; i < answer->ncnames; i++)
		check_name(a, answer->cnames[i]);
	assert(answer->n <= octets / 11);
	for (size_t i = 0; i < answer->n; i++) {
		const struct record *r = &answer->records[i];

		assert(r->type ==
		    (answer->status == ANSWER_REFERRAL
			    ? TYPE_NS
			    : answer->question.type));
		assert(record_is_legal(r));
		turns += i > 0 && record_order(r - 1, r) >= 0;
		assert(turns <= (r->type == TYPE_PTR));
		assert(r->ttl >= answer->ttl || r->ttl > INT32_MAX);
		touch(r->data, r->n);
	}
	touch(answer->note.s, answer->note.n);
	assert(answer->note.n < 1024);
	if (answer->status == ANSWER_REFERRAL)
		check_referral(a, answer);
	else
		assert((answer->status == ANSWER_NOERROR) == (answer->n > 0));
}

/* The record's data in wire form, in lower case. */
static struct str
data_of(struct arena *a, ldns_rr *rr)
{
	ldns_buffer *b = ldns_buffer_new(LDNS_MAX_PACKETLEN);
	struct str data;

	ldns_rr2canonical(rr);
	assert(ldns_rr_rdata2buffer_wire(b, rr) == LDNS_STATUS_OK);
	data = arena_str(a,
	    (struct str){
		(char *)ldns_buffer_begin(b), ldns_buffer_position(b) });
	ldns_buffer_free(b);
	return data;
}

static bool
is_owner(const ldns_rr *rr, struct name name)
{
	const ldns_rdf *owner = ldns_rr_owner(rr);

	return ldns_rdf_size(owner) == name.n &&
	    str_eq_nocase((struct str){ (char *)ldns_rdf_data(owner), name.n },
		(struct str){ (const char *)name.wire, name.n });
}

static bool
has(const struct answer *answer, struct str data)
{
	for (size_t i = 0; i < answer->n; i++)
		if (str_eq(data,
			(struct str){ (const char *)answer->records[i].data,
			    answer->records[i].n }))
			return true;
	return false;
}

/* What ldns makes of one record: whether it stands at the chain's end and is
 * of the type that was asked for.  Then it must be there. */
static bool
check_record(struct arena *a, const struct answer *answer, ldns_rr *rr)
{
	if (ldns_rr_get_class(rr) != LDNS_RR_CLASS_IN ||
	    ldns_rr_get_type(rr) != answer->question.type ||
	    !is_owner(rr, answer_name(answer)))
		return false;
	assert(has(answer, data_of(a, rr)));
	return true;
}

/* Each record of the answer section by itself: ldns goes on behind what it
 * read of one, not behind its RDLENGTH. */
static void
check_against_ldns(
    struct arena *a, const struct answer *answer, struct str message)
{
	struct wire w = wire_of(message);
	struct wire_header h = wire_header(&w);
	size_t n = 0;

	/* Names in types that we don't know are left as they are. */
	if (str_starts(type_text(a, answer->question.type), S("TYPE")))
		return;
	wire_skip_name(&w);
	wire_skip(&w, 4);
	for (unsigned i = 0; i < h.answers; i++) {
		size_t at = w.at;
		ldns_rr *rr;

		wire_skip_name(&w);
		wire_skip(&w, 8);
		wire_skip(&w, wire_u16(&w));
		if (ldns_wire2rr(&rr, w.s, w.n, &at, LDNS_SECTION_ANSWER) !=
		    LDNS_STATUS_OK)
			return;
		n += at == w.at && check_record(a, answer, rr);
		ldns_rr_free(rr);
	}
	assert(n >= answer->n);
}

static bool
read_question(struct arena *a, struct str message, struct question *out)
{
	struct wire w = wire_of(message);

	wire_header(&w);
	out->name = wire_name(a, &w);
	out->type = wire_u16(&w);
	return !w.bad;
}

FUZZ(reply)
{
	struct str message = { (const char *)data, size };
	struct arena a = { 0 };
	struct query_form form = { 0 };
	unsigned char query[QUERY_MAX];
	struct question question;
	struct reply reply;

	if (read_question(&a, message, &question)) {
		form.id = (uint16_t)(data[0] << 8 | data[1]);
		query_write(query, &question, &form);
		if (query_match(query, question.name.n, message) !=
			MATCH_NONE &&
		    reply_read(&a, message, &question, &reply) &&
		    !reply.is_truncated) {
			check_answer(&a, &reply.answer, size);
			if (reply.answer.status == ANSWER_NOERROR ||
			    reply.answer.status == ANSWER_NODATA)
				check_against_ldns(&a, &reply.answer, message);
		}
	}
	arena_free(&a);
}
