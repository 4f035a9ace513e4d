#include <string.h>

#include "client/edns.h"
#include "client/referral.h"
#include "client/reply.h"
#include "dns/rdata.h"
#include "dns/wire.h"

enum {
	RECORD_OCTETS_MIN = 11, /* the root's name, and no data */
	/* Of an answer's data.  Names that are two octets in the message may
	 * be 255 without compression: a bomb. */
	DATA_OCTETS_MAX = 2 * WIRE_MAX
};

struct reading {
	struct arena *a;
	struct wire w;
	const struct question *question;
	struct reply *reply;
	struct wire_rr
	    *rrs; /* of the answer section: CNAMEs and what was asked */
	size_t nrrs;
	struct name name; /* the end of the chain so far */
	bool has_soa;     /* one that covers name */
	bool has_any_soa; /* in any section but the answer */
	bool has_foreign; /* one of a zone that has neither name */
	bool has_ns;      /* in the authority section */
};

/* RFC 2181 section 8: a TTL with the top bit set is 0. */
static void
lower_ttl(struct answer *answer, uint32_t ttl)
{
	if (ttl > INT32_MAX)
		ttl = 0;
	if (ttl < answer->ttl)
		answer->ttl = ttl;
}

static void
read_answers(struct reading *r, size_t n)
{
	r->rrs = arena_array(r->a, n, struct wire_rr);
	for (size_t i = 0; i < n && !r->w.bad; i++) {
		struct wire_rr rr = wire_rr(&r->w);

		if (rr.class != CLASS_IN)
			continue;
		if (rr.type == TYPE_CNAME || rr.type == r->question->type)
			r->rrs[r->nrrs++] = rr;
		else if (rr.type == TYPE_SOA && r->question->type == TYPE_RRSIG)
			r->has_soa = true; /* unsigned, unless more comes */
	}
}

/* The one name that a record's data is; no name if it is not. */
static struct name
read_target(struct reading *r, const struct wire_rr *rr)
{
	struct wire w = wire_data(&r->w, rr);
	struct name name = wire_name(r->a, &w);

	if (w.bad || w.at != w.n)
		return (struct name){ 0 };
	return name;
}

/* The one CNAME at the chain's end; NULL without.  Two that differ are
 * against RFC 2181 section 10.1: *ambiguous. */
static const struct wire_rr *
find_cname(struct reading *r, struct name *target, bool *ambiguous)
{
	const struct wire_rr *found = NULL;

	for (size_t i = 0; i < r->nrrs; i++) {
		struct wire_rr *rr = &r->rrs[i];
		struct name name;

		if (rr->type != TYPE_CNAME ||
		    !wire_name_is(&r->w, rr->owner, r->name))
			continue;
		name = read_target(r, rr);
		if (found != NULL && !name_eq(name, *target))
			*ambiguous = true;
		found = rr;
		*target = name;
	}
	return found;
}

static void
fail(struct reading *r, enum answer_status as, struct str note)
{
	r->reply->answer.status = as;
	r->reply->answer.note = note;
}

/* Follows the CNAMEs; false where one has no name for its data. */
static bool
follow_chain(struct reading *r)
{
	struct answer *answer = &r->reply->answer;
	struct name *names = NULL, target;
	bool ambiguous = false;
	const struct wire_rr *rr;

	if (r->question->type == TYPE_CNAME)
		return true;
	while ((rr = find_cname(r, &target, &ambiguous)) != NULL) {
		if (target.n == 0)
			return false;
		if (ambiguous) {
			fail(r, ANSWER_SERVFAIL,
			    S("a name has more than one CNAME"));
			return true;
		}
		lower_ttl(answer, rr->ttl);
		if (answer_has_met(answer, target)) {
			fail(r, ANSWER_LOOP, S(""));
			return true;
		}
		if (answer->ncnames == CNAME_CHAIN_MAX) {
			fail(r, ANSWER_SERVFAIL,
			    S("the chain of CNAMEs is too long"));
			return true;
		}
		if (names == NULL)
			names = arena_array(r->a, CNAME_CHAIN_MAX, struct name);
		answer->cnames = names;
		names[answer->ncnames++] = target;
		r->name = target;
	}
	return true;
}

/* Takes the records that stand at the chain's end. */
static bool
read_records(struct reading *r)
{
	struct answer *answer = &r->reply->answer;
	struct record *records = arena_array(r->a, r->nrrs, struct record);
	size_t n = 0, octets = 0;

	for (size_t i = 0; i < r->nrrs; i++) {
		const struct wire_rr *rr = &r->rrs[i];

		if (rr->type != r->question->type ||
		    !wire_name_is(&r->w, rr->owner, r->name))
			continue;
		records[n].type = rr->type;
		records[n].ttl = rr->ttl;
		if (!rdata_read(r->a, wire_data(&r->w, rr), &records[n]))
			return false;
		octets += records[n++].n;
		lower_ttl(answer, rr->ttl);
		if (octets > DATA_OCTETS_MAX) {
			fail(r, ANSWER_SERVFAIL, S("the answer is too large"));
			return true;
		}
	}
	answer->records = records;
	answer->n = record_set(records, n);
	return true;
}

/* The negative TTL: the lesser of the SOA's own and its MINIMUM (RFC 2308
 * section 5). */
static void
read_soa(struct reading *r, const struct wire_rr *rr)
{
	struct wire w = wire_data(&r->w, rr);
	struct wire owner = wire_owner(&r->w, rr);
	struct name zone;
	uint32_t minimum;

	wire_skip_name(&w);
	wire_skip_name(&w);
	wire_skip(&w, 4 * sizeof(uint32_t));
	minimum = wire_u32(&w);
	zone = wire_name(r->a, &owner);
	if (w.bad || w.at != w.n)
		r->w.bad = true;
	if (!name_is_in(r->name, zone))
		return;
	r->has_soa = true;
	r->reply->answer.zone = zone;
	lower_ttl(&r->reply->answer, rr->ttl);
	lower_ttl(&r->reply->answer, minimum);
	r->reply->answer.negative_ttl = minimum <= INT32_MAX ? minimum : 0;
}

/* Whether an SOA record is of a zone that the question's name is not in, nor
 * the one that it led to: those of a policy are. */
static bool
is_foreign(struct reading *r, const struct wire_rr *rr)
{
	struct wire owner = wire_owner(&r->w, rr);
	struct name zone = wire_name(r->a, &owner);

	return !owner.bad && !name_is_in(r->name, zone) &&
	    !name_is_in(r->question->name, zone);
}

static void
note_soa(struct reading *r, const struct wire_rr *rr)
{
	r->has_any_soa = true;
	r->has_foreign |= is_foreign(r, rr);
}

static void
read_authorities(struct reading *r, size_t n)
{
	bool is_negative = r->reply->answer.n == 0;

	for (size_t i = 0; i < n && !r->w.bad; i++) {
		struct wire_rr rr = wire_rr(&r->w);

		if (rr.class != CLASS_IN || !is_negative)
			continue;
		if (rr.type == TYPE_SOA)
			note_soa(r, &rr);
		if (rr.type == TYPE_SOA && !r->has_soa)
			read_soa(r, &rr);
		else if (rr.type == TYPE_NS)
			r->has_ns = true;
	}
}

/* RFC 6891 section 6.1.1: there is one OPT at most. */
static void
read_additionals(struct reading *r, size_t n)
{
	bool has_opt = false;

	for (size_t i = 0; i < n && !r->w.bad; i++) {
		struct wire_rr rr = wire_rr(&r->w);
		struct edns edns;

		if (rr.type == TYPE_SOA && rr.class == CLASS_IN)
			note_soa(r, &rr);
		if (rr.type != TYPE_OPT)
			continue;
		if (has_opt || !edns_read(r->a, wire_data(&r->w, &rr), &edns)) {
			r->w.bad = true;
			return;
		}
		has_opt = r->reply->has_edns = true;
		r->reply->rcode |= rr.ttl >> 24 << 4; /* section 6.1.3 */
		r->reply->is_filtered = edns.is_filtered;
		if (r->reply->answer.note.n == 0)
			r->reply->answer.note = edns.note;
	}
}

/* A resolver's policy that says so in no extended error.  Its NXDOMAIN has the
 * SOA of the policy, in whatever section, or AA, which a resolver never has of
 * a name that it looked up, and no SOA at all; a name that does not exist has
 * one of a zone at or above it (RFC 2308 section 3). */
static bool
is_made_up(const struct reading *r, unsigned flags)
{
	if (r->reply->rcode != RCODE_NXDOMAIN || (flags & WIRE_RA) == 0)
		return false;
	return r->has_foreign || (!r->has_any_soa && (flags & WIRE_AA) != 0);
}

/* What the sections together mean: RFC 2308 section 2, RFC 6604. */
static void
judge(struct reading *r)
{
	struct reply *reply = r->reply;
	struct answer *answer = &reply->answer;

	if (reply->rcode == RCODE_REFUSED)
		answer->status = ANSWER_REFUSED;
	else if (reply->rcode != RCODE_NOERROR &&
	    reply->rcode != RCODE_NXDOMAIN)
		answer->status = ANSWER_SERVFAIL;
	if (answer->status != ANSWER_NOERROR) {
		answer->n = answer->ncnames = 0;
		return;
	}
	if (answer->n > 0)
		return;
	if (reply->rcode == RCODE_NXDOMAIN)
		answer->status = ANSWER_NXDOMAIN;
	else if (answer->ncnames > 0 && !r->has_soa)
		answer->status = ANSWER_ALIAS;
	else if (r->has_ns && !r->has_soa)
		answer->status = ANSWER_REFERRAL;
	else
		answer->status = ANSWER_NODATA;
}

static void
read_referral(struct reading *r, struct str message)
{
	struct answer *answer = &r->reply->answer;

	referral_read(r->a, message, answer);
	for (size_t i = 0; i < answer->n; i++)
		lower_ttl(answer, answer->records[i].ttl);
}

/* The least TTL of nothing at all is no TTL. */
static void
settle_ttl(struct answer *answer)
{
	if (answer->ttl == UINT32_MAX)
		answer->ttl = 0;
}

static bool
read_sections(struct reading *r, const struct wire_header *h)
{
	size_t records = (size_t)h->answers + h->authorities + h->additionals;
	bool is_answer = r->reply->rcode == RCODE_NOERROR ||
	    r->reply->rcode == RCODE_NXDOMAIN;

	if (records > (r->w.n - r->w.at) / RECORD_OCTETS_MIN)
		return false;
	read_answers(r, h->answers);
	if (r->w.bad)
		return false;
	if (is_answer && !follow_chain(r))
		return false;
	if (r->reply->rcode == RCODE_NOERROR &&
	    r->reply->answer.status == ANSWER_NOERROR && !read_records(r))
		return false;
	read_authorities(r, h->authorities);
	read_additionals(r, h->additionals);
	return !r->w.bad;
}

bool
reply_read(struct arena *a, struct str message, const struct question *question,
    struct reply *out)
{
	struct reply reply = { .answer = { .question = *question } };
	struct reading r = {
		.a = a,
		.w = wire_of(message),
		.question = question,
		.reply = &reply,
		.name = question->name,
	};
	struct wire_header h = wire_header(&r.w);

	reply.rcode = h.flags & WIRE_RCODE;
	reply.is_truncated = (h.flags & WIRE_TC) != 0;
	reply.answer.authoritative = (h.flags & WIRE_AA) != 0;
	reply.answer.is_aged = !reply.answer.authoritative;
	reply.answer.authenticated = (h.flags & WIRE_AD) != 0;
	reply.answer.ttl = UINT32_MAX;
	/* Some errors come without the question. */
	if (h.questions > 0)
		wire_skip(&r.w, question->name.n + 4);
	if (r.w.bad || h.questions > 1)
		return false;
	if (!reply.is_truncated) {
		if (!read_sections(&r, &h))
			return false;
		judge(&r);
		if (reply.answer.status == ANSWER_REFERRAL)
			read_referral(&r, message);
		if (is_made_up(&r, h.flags) && !reply.is_filtered) {
			reply.is_filtered = true;
			reply.answer.note =
			    S("it says that the name does not exist, with the "
			      "marks of a policy of its own");
		}
	}
	settle_ttl(&reply.answer);
	if (reply.answer.note.n > 0)
		reply.answer.note =
		    edns_fold(a, reply.answer.note, question->name);
	*out = reply;
	return true;
}
