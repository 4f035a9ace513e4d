/* mta-sts: whether mail to the domain must come by TLS (RFC 8461). */
#include "base/escape.h"
#include "check/check.h"
#include "mail/versioned.h"

enum { ID_MAX = 32 }; /* RFC 8461 section 3.1 */

static struct name
name_of(struct arena *a, const struct request *req, struct str label)
{
	struct name name = { 0 };

	name_below(a, label, req->domain, &name);
	return name;
}

void
need_mta_sts(struct facts *facts, const struct aim *aim)
{
	struct name record = name_of(aim->a, aim->req, S("_mta-sts"));
	struct name host = name_of(aim->a, aim->req, S("mta-sts"));

	if (record.n == 0 || host.n == 0)
		return;
	facts_answer(facts, record, TYPE_TXT);
	facts_answer(facts, host, TYPE_A);
	facts_answer(facts, host, TYPE_AAAA);
}

/* NULL: nothing is wrong with it. */
static const char *
fault_of(struct str text)
{
	struct str id;

	if (!versioned_tag(text, S("id"), &id))
		return "it has no id=";
	if (id.n == 0 || id.n > ID_MAX)
		return "its id= does not have 1 to 32 characters";
	for (size_t i = 0; i < id.n; i++)
		if (!byte_is_alnum(id.s[i]))
			return "its id= has more than letters and digits";
	return NULL;
}

static void
judge_host(struct check *c)
{
	struct name host = name_of(c->a, c->req, S("mta-sts"));
	const struct answer *v4 = facts_answer(c->facts, host, TYPE_A);
	const struct answer *v6 = facts_answer(c->facts, host, TYPE_AAAA);

	if (v4->n + v6->n > 0)
		return;
	if (check_unknown(c, v4, FIND_MTA_STS_HOST) != NULL ||
	    check_unknown(c, v6, FIND_MTA_STS_HOST) != NULL)
		return;
	finding_hide(check_find(c, FIND_MTA_STS_HOST,
			 "%.*s has no address, so that nobody can fetch the "
			 "policy",
			 PSTR(check_name(c, host))),
	    v4);
}

void
check_mta_sts(struct check *c)
{
	struct name name = name_of(c->a, c->req, S("_mta-sts"));
	const struct answer *answer;
	struct str text = S("");
	const char *fault;
	size_t n;

	c->result->subject = check_name(c, c->domain);
	if (name.n == 0) {
		check_skip(c, "the name would be too long");
		return;
	}
	answer = facts_answer(c->facts, name, TYPE_TXT);
	if (check_unknown(c, answer, FIND_MTA_STS_RECORD) != NULL)
		return;
	n = versioned_find(c->a, answer, S("v=STSv1"), &text);
	if (n == 0) {
		check_say(c, "-> no record");
		check_find(c, FIND_MTA_STS_NONE,
		    "%.*s does not ask for TLS by MTA-STS",
		    PSTR(check_name(c, c->domain)));
		return;
	}
	check_say(c, "-> %.*s", PSTR(escape(c->a, text)));
	fault =
	    n > 1 ? "there are several, so that none counts" : fault_of(text);
	if (fault != NULL)
		finding_hide(check_find(c, FIND_MTA_STS_RECORD,
				 "The record at %.*s does not count: %s",
				 PSTR(check_name(c, name)), fault),
		    answer);
	judge_host(c);
}
