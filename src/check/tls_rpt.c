/* tls-rpt: where reports of failed TLS go (RFC 8460 section 3). */
#include "base/escape.h"
#include "check/check.h"
#include "mail/versioned.h"

static struct name
record_name_of(struct arena *a, const struct request *req)
{
	struct name name = { 0 };

	name_below(a, S("_smtp._tls"), req->domain, &name);
	return name;
}

void
need_tls_rpt(struct facts *facts, const struct aim *aim)
{
	struct name name = record_name_of(aim->a, aim->req);

	if (name.n > 0)
		facts_answer(facts, name, TYPE_TXT);
}

/* NULL: nothing is wrong with it. */
static const char *
fault_of(struct str text)
{
	struct str uris, uri;

	if (!versioned_tag(text, S("rua"), &uris) || uris.n == 0)
		return "it has no rua=";
	while (str_cut(&uris, ',', &uri)) {
		uri = str_trim(uri);
		if (!str_starts_nocase(uri, S("mailto:")) &&
		    !str_starts_nocase(uri, S("https:")))
			return "a rua= address is neither mailto: nor https:";
	}
	return NULL;
}

void
check_tls_rpt(struct check *c)
{
	struct name name = record_name_of(c->a, c->req);
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
	if (check_unknown(c, answer, FIND_TLS_RPT_RECORD) != NULL)
		return;
	n = versioned_find(c->a, answer, S("v=TLSRPTv1"), &text);
	if (n == 0) {
		check_say(c, "-> no record");
		check_find(c, FIND_TLS_RPT_NONE,
		    "%.*s has no record for reports of failed TLS",
		    PSTR(check_name(c, c->domain)));
		return;
	}
	check_say(c, "-> %.*s", PSTR(escape(c->a, text)));
	fault =
	    n > 1 ? "there are several, so that none counts" : fault_of(text);
	if (fault != NULL)
		finding_hide(check_find(c, FIND_TLS_RPT_RECORD,
				 "The record at %.*s gets no reports: %s",
				 PSTR(check_name(c, name)), fault),
		    answer);
}
