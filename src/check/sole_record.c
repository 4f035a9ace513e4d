#include "check/sole_record.h"
#include "base/escape.h"
#include "mail/versioned.h"

static struct name
name_of(struct arena *a, const struct request *req,
    const struct sole_record *record)
{
	struct name name = { 0 };

	name_below(a, record->labels, req->domain, &name);
	return name;
}

void
need_sole_record(struct facts *facts, const struct aim *aim,
    const struct sole_record *record)
{
	struct name name = name_of(aim->a, aim->req, record);

	if (name.n > 0)
		facts_answer(facts, name, TYPE_TXT);
}

bool
check_sole_record(struct check *c, const struct sole_record *record)
{
	struct name name = name_of(c->a, c->req, record);
	const struct answer *answer;
	struct str text = S("");
	const char *fault;
	size_t n;

	c->result->subject = check_name(c, c->domain);
	if (name.n == 0) {
		check_skip(c, "the name would be too long");
		return false;
	}
	answer = facts_answer(c->facts, name, TYPE_TXT);
	if (check_unknown(c, answer, record->bad) != NULL)
		return false;
	n = versioned_find(c->a, answer, record->version, &text);
	if (n == 0) {
		check_say(c, "-> no record");
		check_flag(c, record->none, "%.*s %s",
		    PSTR(check_name(c, c->domain)), record->no_record);
		return false;
	}
	check_say(c, "-> %.*s", PSTR(escape(c->a, text)));
	fault = n > 1 ? "there are several, so that none counts"
		      : record->fault_of(text);
	if (fault != NULL)
		finding_set_cached(
		    check_flag(c, record->bad, "The record at %.*s %s: %s",
			PSTR(check_name(c, name)), record->useless, fault),
		    answer);
	return true;
}
