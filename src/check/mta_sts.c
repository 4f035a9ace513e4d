/* mta-sts: whether mail to the domain must come by TLS (RFC 8461). */
#include "check/mta_sts_policy.h"
#include "check/sole_record.h"
#include "mail/sts.h"

static const struct sole_record record = {
	.labels = STR("_mta-sts"),
	.version = STR("v=STSv1"),
	.none = FINDING_MTA_STS_NONE,
	.bad = FINDING_MTA_STS_RECORD,
	.no_record = "does not ask for TLS by MTA-STS",
	.useless = "does not count",
	.fault_of = sts_record_fault,
};

/* Where the policy is fetched from; no name where that would be too long. */
static struct name
policy_host(struct arena *a, const struct request *req)
{
	struct name name = { 0 };

	name_below(a, S("mta-sts"), req->domain, &name);
	return name;
}

void
need_mta_sts(struct facts *facts, const struct aim *aim)
{
	struct name host = policy_host(aim->a, aim->req);

	need_sole_record(facts, aim, &record);
	if (host.n == 0)
		return;
	facts_answer(facts, host, TYPE_A);
	facts_answer(facts, host, TYPE_AAAA);
	if (aim->fetch)
		facts_answer(facts, aim->req->domain, TYPE_MX);
}

static void
judge_host(struct check *c, struct name host)
{
	const struct answer *v4 = facts_answer(c->facts, host, TYPE_A);
	const struct answer *v6 = facts_answer(c->facts, host, TYPE_AAAA);

	if (v4->n + v6->n > 0)
		return;
	if (check_unknown(c, v4, FINDING_MTA_STS_HOST) != NULL ||
	    check_unknown(c, v6, FINDING_MTA_STS_HOST) != NULL)
		return;
	finding_set_cached(
	    check_flag(c, FINDING_MTA_STS_HOST,
		"%.*s has no address, so that nobody can fetch the "
		"policy",
		PSTR(check_name(c, host))),
	    v4);
}

void
check_mta_sts(struct check *c)
{
	struct name host = policy_host(c->a, c->req);

	if (!check_sole_record(c, &record) || host.n == 0)
		return;
	judge_host(c, host);
	if (c->req->fetched != NULL)
		judge_mta_sts_policy(c, host, c->req->fetched);
}
