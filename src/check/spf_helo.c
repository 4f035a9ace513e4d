#include "check/host.h"
#include "check/spf.h"

/* RFC 7208 section 2.3: only a name of several labels can be checked. */
void
check_spf_helo(struct check *c)
{
	struct host helo = helo_host(c);
	struct spf_client client;
	struct spf_outcome o;
	struct finding *f = NULL;
	struct str name, ip = ip_text(c->a, *c->ip);

	c->result->subject = c->req->helo.n > 0 ? c->req->helo : ip;
	if (host_is_missing(c, &helo))
		return;
	name = c->result->subject = check_name(c, helo.name);
	client = spf_helo_client(c, helo.name);
	o = spf_check_host(c->a, c->lookup, &client);
	if (o.result == SPF_PENDING)
		return;
	check_say(c, "%s for %.*s", spf_result_text(o.result), PSTR(ip));
	value_add_str(c->a, c->result->facts, "result",
	    str_of(spf_result_text(o.result)));
	spf_add_matched(c->a, c->result->facts, &o);
	switch (o.result) {
	case SPF_NONE:
		f = check_find(c, FIND_SPF_HELO_NONE,
		    "%.*s has no SPF record, so bounces pass no SPF.",
		    PSTR(name));
		check_fix(c, f, "create", helo.name, TYPE_TXT, S(""),
		    S("v=spf1 a -all"));
		break;
	case SPF_FAIL:
	case SPF_SOFTFAIL:
		f = check_find(c, FIND_SPF_HELO_FAIL,
		    "The SPF record of %.*s ends in %s for %.*s.", PSTR(name),
		    spf_result_text(o.result), PSTR(ip));
		break;
	case SPF_PERMERROR:
		f = check_find(c, FIND_SPF_HELO_PERMERROR,
		    "The SPF record of %.*s is in error: %.*s.", PSTR(name),
		    PSTR(spf_problem_text(c->a, &o)));
		break;
	case SPF_TEMPERROR:
		check_unknown(c, o.problem_answer);
		break;
	case SPF_PASS:
	case SPF_NEUTRAL:
	case SPF_PENDING:
		break;
	}
	if (f == NULL || o.decided->record == NULL)
		return;
	f->text = o.decided->record->text;
	if (o.decided->matched == NULL)
		return;
	f->at = o.decided->matched->at;
	f->n = o.decided->matched->text.n;
	if (o.decided == o.frame)
		check_fix(c, f, "replace", helo.name, TYPE_TXT,
		    o.decided->record->text,
		    spf_with_address(c->a, o.decided->record, *c->ip));
}
