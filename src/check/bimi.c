/* bimi: the logo that mailboxes show beside mail (BIMI, a draft; its section
 * 4). */
#include "base/escape.h"
#include "check/check.h"
#include "facts/policy.h"
#include "mail/versioned.h"

static struct name
record_name_of(struct arena *a, struct name domain)
{
	struct name name = { 0 };

	if (domain.n > 0)
		name_below(a, S("default._bimi"), domain, &name);
	return name;
}

/* The organizational domain has the record where the domain has none. */
static struct name
org_domain(struct facts *facts)
{
	const struct policy_view *policy = facts_policy(facts);

	return policy != NULL ? dmarc_org_domain(policy->walk)
			      : (struct name){ 0 };
}

void
need_bimi(struct facts *facts, const struct aim *aim)
{
	struct name own = record_name_of(aim->a, aim->req->domain);
	struct name org = record_name_of(aim->a, org_domain(facts));

	if (own.n > 0)
		facts_answer(facts, own, TYPE_TXT);
	if (org.n > 0)
		facts_answer(facts, org, TYPE_TXT);
}

/* Mailboxes show no logo of a domain whose mail is not enforced. */
static void
judge_policy(struct check *c)
{
	const struct policy_view *policy = facts_policy(c->facts);
	const struct dmarc_record *record =
	    policy->found != NULL ? policy->found->record : NULL;

	if (policy->is_untold &&
	    check_unknown(c, policy->walk->failure, FINDING_BIMI_DMARC) != NULL)
		return;
	if (record != NULL && !record->testing &&
	    policy->policy != DMARC_NONE && policy->policy != DMARC_ABSENT &&
	    dmarc_policy_for(record, DMARC_SUBDOMAIN) != DMARC_NONE)
		return;
	check_flag(c, FINDING_BIMI_DMARC,
	    "No mailbox shows the logo: the DMARC policy of %.*s does not "
	    "quarantine or reject all mail",
	    PSTR(check_name(c, c->domain)));
}

static void
judge_record(
    struct check *c, const struct answer *answer, struct str text, size_t n)
{
	struct str logo = S(""), mark = S("");
	const char *fault = NULL;

	versioned_tag(text, S("a"), &mark);
	if (n > 1)
		fault = "there are several, so that none counts";
	else if (!versioned_tag(text, S("l"), &logo))
		fault = "it has no l=";
	else if (logo.n > 0 && !str_starts_nocase(logo, S("https://")))
		fault = "its l= is not an https: address";
	if (fault != NULL)
		finding_set_cached(
		    check_flag(c, FINDING_BIMI_RECORD,
			"The record at %.*s does not count: %s",
			PSTR(check_name(c, answer->question.name)), fault),
		    answer);
	if (fault == NULL && logo.n == 0)
		return; /* it says that there is no logo */
	judge_policy(c);
	if (mark.n == 0)
		check_flag(c, FINDING_BIMI_NO_MARK,
		    "The record names no mark certificate (a=), without which "
		    "Gmail and Apple show nothing");
}

void
check_bimi(struct check *c)
{
	const struct name names[] = {
		record_name_of(c->a, c->req->domain),
		record_name_of(c->a, org_domain(c->facts)),
	};
	struct str text = S("");

	c->result->subject = check_name(c, c->domain);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const struct answer *answer;
		size_t n;

		if (names[i].n == 0)
			continue;
		answer = facts_answer(c->facts, names[i], TYPE_TXT);
		if (check_unknown(c, answer, FINDING_BIMI_RECORD) != NULL)
			return;
		n = versioned_find(c->a, answer, S("v=BIMI1"), &text);
		if (n == 0)
			continue;
		check_say(c, "-> %.*s", PSTR(escape(c->a, text)));
		judge_record(c, answer, text, n);
		return;
	}
	check_say(c, "-> no record");
	check_flag(c, FINDING_BIMI_NONE, "%.*s has no logo for mailboxes",
	    PSTR(check_name(c, c->domain)));
}
