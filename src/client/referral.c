#include "client/referral.h"
#include "dns/rdata.h"
#include "dns/wire.h"

/* Names take more room than they do in the message: a zone has a dozen servers
 * at most, and what is beyond these is not read. */
enum { SERVERS_READ_MAX = 64, GLUE_READ_MAX = 2 * SERVERS_READ_MAX };

struct reading {
	struct arena *a;
	struct wire w;
	struct wire_header h;
	struct answer *answer;
	struct name zone;
	struct record *ns;
	size_t nns;
	struct glue *glue;
	size_t nglue;
};

/* The first that has the question's name decides which zone it is. */
static bool
is_of_zone(struct reading *r, const struct wire_rr *rr)
{
	struct wire owner = wire_owner(&r->w, rr);
	struct name name;

	if (rr->type != TYPE_NS || rr->class != CLASS_IN)
		return false;
	if (r->zone.n > 0)
		return wire_name_is(&r->w, rr->owner, r->zone);
	name = wire_name(r->a, &owner);
	if (owner.bad || !name_is_in(r->answer->question.name, name))
		return false;
	r->zone = name;
	return true;
}

static bool
read_record(struct reading *r, const struct wire_rr *rr, struct record *out)
{
	*out = (struct record){ .type = rr->type, .ttl = rr->ttl };
	return rdata_read(r->a, wire_data(&r->w, rr), out);
}

static bool
read_servers(struct reading *r)
{
	r->ns = arena_array(r->a, SERVERS_READ_MAX, struct record);
	for (size_t i = 0; i < r->h.authorities; i++) {
		struct wire_rr rr = wire_rr(&r->w);

		if (r->nns == SERVERS_READ_MAX || !is_of_zone(r, &rr))
			continue;
		if (!read_record(r, &rr, &r->ns[r->nns++]))
			return false;
	}
	return true;
}

static bool
is_named(const struct reading *r, struct name server)
{
	for (size_t i = 0; i < r->nns; i++)
		if (name_eq(record_name(&r->ns[i]), server))
			return true;
	return false;
}

static bool
read_glue(struct reading *r)
{
	r->glue = arena_array(r->a, GLUE_READ_MAX, struct glue);
	for (size_t i = 0; i < r->h.additionals; i++) {
		struct wire_rr rr = wire_rr(&r->w);
		struct glue *glue = &r->glue[r->nglue];
		struct wire owner = wire_owner(&r->w, &rr);

		if (r->nglue == GLUE_READ_MAX || rr.class != CLASS_IN ||
		    (rr.type != TYPE_A && rr.type != TYPE_AAAA))
			continue;

		glue->server = wire_name(r->a, &owner);
		if (!is_named(r, glue->server))
			continue;
		if (!read_record(r, &rr, &glue->address))
			return false;
		r->nglue++;
	}
	return true;
}

void
referral_read(struct arena *a, struct str message, struct answer *answer)
{
	struct reading r = { .a = a, .w = wire_of(message), .answer = answer };

	r.h = wire_header(&r.w);
	for (size_t i = 0; i < r.h.questions; i++) {
		wire_skip_name(&r.w);
		wire_skip(&r.w, 2 * sizeof(uint16_t));
	}
	for (size_t i = 0; i < r.h.answers; i++)
		wire_rr(&r.w);
	if (!read_servers(&r) || !read_glue(&r) || r.w.bad)
		return;
	answer->zone = r.zone;
	answer->records = r.ns;
	answer->n = record_set(r.ns, r.nns);
	answer->glue = r.glue;
	answer->nglue = r.nglue;
}
