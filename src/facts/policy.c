#include "facts/policy.h"
#include "facts/sent.h"

/* The policy for the author domain, and whom it was meant for. */
static enum dmarc_policy
policy_of(const struct policy_view *view)
{
	enum dmarc_target target = dmarc_is_own(view->walk, view->found)
	    ? DMARC_OWN
	    : view->apex->status == ANSWER_NXDOMAIN ? DMARC_NONEXISTENT
						    : DMARC_SUBDOMAIN;

	return dmarc_policy_for(view->found->record, target);
}

/* What alignment may need is asked for while the author's walk goes on. */
static void
read_ahead(struct facts *facts)
{
	const struct request *req = facts->req;

	if (!req->null_sender)
		facts_walk(facts, req->mail_from);
	for (size_t i = 0; i < req->nselectors; i++)
		facts_walk(facts, req->selectors[i].domain);
	for (size_t i = 0;
	     req->sent != NULL && i < req->sent->sample.nsignatures; i++)
		if (req->sent->signers[i].name.n > 0)
			facts_walk(facts, req->sent->signers[i].domain);
}

const void *
policy_derive(struct facts *facts, struct arena *a, const struct fact_key *key)
{
	struct policy_view *view = arena_new(a, struct policy_view);
	struct name domain = facts->req->domain;

	(void)key;
	view->apex = facts_ask(facts, domain, TYPE_TXT);
	view->walk = facts_walk(facts, domain);
	if (view->apex == NULL || view->walk == NULL) {
		read_ahead(facts);
		return NULL;
	}
	view->found = dmarc_discover(view->walk);
	view->is_untold = view->walk->failure != NULL &&
	    (view->found == NULL || !dmarc_is_own(view->walk, view->found));
	view->policy = view->found != NULL ? policy_of(view) : DMARC_ABSENT;
	return view;
}

const struct policy_view *
facts_policy(struct facts *facts)
{
	return facts_read(facts, FACT_POLICY, (struct fact_key){ 0 });
}

bool
policy_is_usable(const struct policy_view *view)
{
	return !view->is_untold && view->policy != DMARC_ABSENT;
}

/* Whether a TXT record at <domain>._report._dmarc.<host> says v=DMARC1. */
static bool
has_agreed(struct arena *a, const struct answer *answer)
{
	for (size_t i = 0; i < answer->n; i++)
		if (dmarc_is_record(record_joined(a, &answer->records[i])))
			return true;
	return false;
}

/* Whether the organizational domains differ: only then has it to agree. */
static void
compare(struct facts *facts, const struct dmarc_walk *walk,
    struct report_host *host)
{
	const struct dmarc_walk *of_host = facts_walk(facts, host->uri->host);

	if (of_host == NULL)
		return;
	host->failure =
	    of_host->failure != NULL ? of_host->failure : walk->failure;
	host->is_welcome =
	    name_eq(dmarc_org_domain(of_host), dmarc_org_domain(walk));
}

static void
look_at_host(struct facts *facts, struct arena *a,
    const struct policy_view *policy, struct report_host *host)
{
	struct name domain = policy->found->domain;
	struct str labels =
	    arena_printf(a, "%.*s._report._dmarc", PSTR(name_text(a, domain)));

	host->is_welcome = name_eq(host->uri->host, domain) ||
	    name_eq(host->uri->host, dmarc_org_domain(policy->walk));
	if (host->is_welcome)
		return;
	if (name_below(a, labels, host->uri->host, &host->owner)) {
		host->answer = facts_ask(facts, host->owner, TYPE_TXT);
		if (host->answer == NULL)
			return;
		host->is_welcome = has_agreed(a, host->answer);
	}
	if (!host->is_welcome)
		compare(facts, policy->walk, host);
}

static void
collect(struct report_hosts *hosts, const struct dmarc_uris *uris)
{
	for (size_t i = 0; i < uris->n; i++) {
		size_t same = 0;

		while (same < hosts->n &&
		    !name_eq(hosts->at[same].uri->host, uris->at[i].host))
			same++;
		if (same < hosts->n)
			continue;
		if (hosts->n < REPORT_HOSTS_MAX)
			hosts->at[hosts->n++].uri = &uris->at[i];
		else
			hosts->has_more = true;
	}
}

const void *
report_hosts_derive(
    struct facts *facts, struct arena *a, const struct fact_key *key)
{
	struct report_hosts *hosts = arena_new(a, struct report_hosts);
	const struct policy_view *policy = facts_policy(facts);

	(void)key;
	if (policy == NULL)
		return NULL;
	collect(hosts, &policy->found->record->rua);
	collect(hosts, &policy->found->record->ruf);
	for (size_t i = 0; i < hosts->n; i++)
		look_at_host(facts, a, policy, &hosts->at[i]);
	return hosts;
}

const struct report_hosts *
facts_report_hosts(struct facts *facts)
{
	return facts_read(facts, FACT_REPORT_HOSTS, (struct fact_key){ 0 });
}
