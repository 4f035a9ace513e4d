#include "check/spf.h"
#include "check/subject.h"
#include "facts/reverse.h"

/* Where the name's record stands, or would: behind its aliases. */
static struct name
owner_of(struct check *c, struct name helo)
{
	return answer_name(facts_spf_record(c->facts, helo)->answer);
}

static struct finding *
flag_none(struct check *c, struct name helo)
{
	return check_flag(c, FINDING_SPF_HELO_NONE,
	    "%.*s has no SPF record, so bounces pass no SPF.",
	    PSTR(check_name(c, helo)));
}

/* NULL where there is nothing to say. */
static struct finding *
flag_result(struct check *c, struct name helo, const struct spf_outcome *o)
{
	struct str name = check_name(c, helo);

	switch (o->result) {
	case SPF_NONE:
		return flag_none(c, helo);
	case SPF_FAIL:
	case SPF_SOFTFAIL:
		return check_flag(c, FINDING_SPF_HELO_FAIL,
		    "The SPF record of %.*s ends in %s for %.*s.", PSTR(name),
		    spf_result_text(o->result), PSTR(ip_text(c->a, *c->ip)));
	case SPF_PERMERROR:
		return check_flag(c, FINDING_SPF_HELO_PERMERROR,
		    "The SPF record of %.*s is in error: %.*s.", PSTR(name),
		    PSTR(spf_problem_text(c->a, o)));
	case SPF_TEMPERROR:
		check_unknown(c, o->problem_answer, FINDING_SPF_HELO_FAIL);
		break;
	case SPF_PASS:
	case SPF_NEUTRAL:
	case SPF_NOT_KNOWN: /* the name is given */
	case SPF_PENDING:
		break;
	}
	return NULL;
}

/* The record, the term that decided, and, where that is the host's own, the
 * record with the address. */
static void
show_record(struct check *c, struct finding *f, struct name helo,
    const struct spf_outcome *o)
{
	const struct spf_record *record = o->decided->record;
	const struct spf_term *term = o->decided->matched;

	if (record == NULL)
		return;
	f->text = record->text;
	if (term == NULL)
		return;
	f->at = term->at;
	f->n = term->text.n;
	if (o->decided == o->frame)
		check_need(c, f,
		    (struct need){
			.kind = NEED_SPF_PASS,
			.name = owner_of(c, helo),
			.type = TYPE_TXT,
			.ip = *c->ip,
			.decided = term->text,
		    });
}

/* RFC 7208 section 2.3: only a name of several labels can be checked. */
static bool
can_have_record(struct name helo)
{
	return name_labels(helo) >= 2;
}

void
need_spf_helo(struct facts *facts, const struct aim *aim)
{
	const struct host *helo = facts_helo(facts, *aim->ip);
	const struct spf_outcome *outcome;
	struct spf_client client;

	if (helo == NULL) {
		host_ask_ahead(facts, *aim->ip, TYPE_TXT);
		return;
	}
	if (helo->found != HOST_FOUND || !can_have_record(helo->name))
		return;
	client = spf_helo_client(aim->a, *aim->ip, helo->name);
	outcome = facts_spf(facts, &client);
	if (outcome != NULL && outcome->result == SPF_NONE)
		facts_answer(facts, helo->name, ip_type(*aim->ip));
}

void
check_spf_helo(struct check *c)
{
	const struct host *helo = facts_helo(c->facts, *c->ip);
	struct str ip = ip_text(c->a, *c->ip);
	const struct spf_outcome *o;
	struct spf_client client;
	struct finding *f;

	c->result->subject = c->req->helo.n > 0 ? c->req->helo : ip;
	if (host_is_missing(c, helo, FINDING_SPF_HELO_FAIL))
		return;
	c->result->subject = check_name(c, helo->name);
	if (!can_have_record(helo->name)) {
		check_skip(c, "a name of one label has no SPF record");
		return;
	}
	client = spf_helo_client(c->a, *c->ip, helo->name);
	o = facts_spf(c->facts, &client);
	check_say(c, "%s for %.*s", spf_result_text(o->result), PSTR(ip));
	value_add_str(c->a, c->result->facts, "result",
	    str_of(spf_result_text(o->result)));
	spf_add_matched(c->a, c->result->facts, o);
	f = flag_result(c, helo->name, o);
	if (f != NULL)
		show_record(c, f, helo->name, o);
}
