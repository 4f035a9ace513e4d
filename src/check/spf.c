#include "check/spf.h"
#include "base/escape.h"
#include "check/subject.h"

bool
spf_sender(struct check *c, struct spf_client *out)
{
	struct ip ip = ip_or_none(c->ip);

	if (facts_spf_sender(c->facts, c->a, ip, out) == SPF_SENDER_KNOWN)
		return true;
	host_is_missing(c, facts_helo(c->facts, ip), FINDING_SPF_FAIL);
	return false;
}

static void
say(struct check *c, const struct spf_report *report)
{
	const struct spf_cost *cost = &report->tree->root->cost;
	const struct spf_outcome *o = report->outcome;

	if (o == NULL && report->tree->root->record == NULL)
		check_say(c, "no record that can be judged");
	else if (o == NULL)
		check_say(
		    c, "%u of %d lookups", cost->lookups, SPF_LOOKUPS_MAX);
	else if (o->result == SPF_PASS)
		check_say(c, "pass for %.*s, %u of %d lookups",
		    PSTR(ip_text(c->a, *c->ip)), cost->lookups,
		    SPF_LOOKUPS_MAX);
	else if (spf_is_not_covered(o))
		check_say(c, "not known for %.*s", PSTR(ip_text(c->a, *c->ip)));
	else
		check_say(c, "%s for %.*s", spf_result_text(o->result),
		    PSTR(ip_text(c->a, *c->ip)));
}

static void
judge(struct check *c, const struct spf_report *report)
{
	const struct spf_node *root = report->tree->root;
	int hops = 0;

	spf_flag_result(c, report);
	if (root->state == SPF_NODE_NONE)
		spf_flag_missing(c, root);
	for (const struct spf_node *node = root;
	     node != NULL && node->record != NULL && hops < SPF_LOOKUPS_MAX;
	     node = spf_next_redirect(node), hops++)
		spf_flag_record(c, node);
	spf_flag_tree(c, report);
	spf_flag_sender_id(c, root);
	spf_flag_other_types(c, root);
}

void
need_spf(struct facts *facts, const struct aim *aim)
{
	const struct spf_tree *tree;
	struct spf_client client;

	if (facts_spf_sender(facts, aim->a, ip_or_none(aim->ip), &client) !=
	    SPF_SENDER_KNOWN)
		return;
	tree = facts_spf_tree(facts, &client);
	if (tree != NULL)
		spf_need_hosts(facts, tree);
	if (aim->ip != NULL)
		spf_need_service(facts, *aim->ip, facts_spf(facts, &client));
	spf_need_others(facts, client.domain);
}

void
check_spf(struct check *c)
{
	struct spf_report *report = arena_new(c->a, struct spf_report);

	c->result->subject = c->req->null_sender
	    ? S("the HELO name")
	    : check_name(c, c->req->mail_from);
	if (!spf_sender(c, &report->client))
		return;
	c->result->subject = check_name(c, report->client.domain);
	report->tree = facts_spf_tree(c->facts, &report->client);
	if (c->ip != NULL)
		report->outcome = facts_spf(c->facts, &report->client);
	say(c, report);
	judge(c, report);
	spf_add_facts(c->a, c->result->facts, report);
	if (c->policy->is_brief)
		return;
	spf_add_tree(c->a, c->result->facts, report);
	c->result->spf = report;
}
