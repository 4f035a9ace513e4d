#include "check/spf.h"
#include "base/escape.h"
#include "check/host.h"

/* Names above one without a record that are asked for theirs. */
enum { PARENTS_MAX = 3 };

struct spf_client
spf_helo_client(struct check *c, struct name helo)
{
	struct spf_client client = {
		.domain = helo,
		.local_part = S("postmaster"), /* RFC 7208 section 2.4 */
		.sender_domain = spf_name_plain(c->a, helo),
		.helo = spf_name_plain(c->a, helo),
	};

	if (c->ip != NULL)
		client.ip = ip_unmapped(*c->ip);
	return client;
}

/* %{h}: the name given, else the host, else nothing that is known. */
static struct str
helo_text(struct check *c)
{
	struct host host;

	if (c->req->helo.n > 0)
		return c->req->helo;
	host = helo_host(c);
	return host.found == HOST_FOUND ? spf_name_plain(c->a, host.name)
					: S("");
}

bool
spf_sender(struct check *c, struct spf_client *out)
{
	struct host helo;

	if (c->req->null_sender) {
		helo = helo_host(c);
		if (host_is_missing(c, &helo))
			return false;
		*out = spf_helo_client(c, helo.name);
		return true;
	}
	*out = (struct spf_client){
		.domain = c->req->mail_from,
		.local_part = c->req->local_part,
		.sender_domain = spf_name_plain(c->a, c->req->mail_from),
		.helo = helo_text(c),
	};
	if (c->ip != NULL)
		out->ip = ip_unmapped(*c->ip);
	return true;
}

const struct spf_node *
spf_next_redirect(const struct spf_node *node)
{
	const struct spf_branch *last =
	    node->n > 0 ? &node->branches[node->n - 1] : NULL;

	return last != NULL && last->term->kind == SPF_REDIRECT ? last->node
								: NULL;
}

struct name
spf_owner(const struct spf_node *node)
{
	return node->answer != NULL ? answer_name(node->answer) : node->domain;
}

void
spf_about(struct check *c, struct finding *f, const struct spf_node *node,
    const struct spf_term *term)
{
	f->subject = check_name(c, node->domain);
	f->hidden_s = node->answer != NULL ? node->answer->ttl : 0;
	if (node->record == NULL)
		return;
	f->text = node->record->text;
	if (term != NULL) {
		f->at = term->at;
		f->n = term->text.n;
	}
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
	else
		check_say(c, "%s for %.*s", spf_result_text(o->result),
		    PSTR(ip_text(c->a, *c->ip)));
}

/* What is asked beside the tree: it must be under way from the start. */
static void
ask_others(struct check *c, const struct spf_node *root)
{
	struct name parent = name_parent(root->domain);

	check_ask(c, root->domain, TYPE_SPF);
	if (root->state != SPF_NODE_NONE)
		return;
	for (int i = 0; i < PARENTS_MAX && name_labels(parent) >= 2; i++) {
		check_ask(c, parent, TYPE_TXT);
		parent = name_parent(parent);
	}
}

static void
judge(struct check *c, const struct spf_report *report)
{
	const struct spf_node *root = report->tree->root;
	int hops = 0;

	spf_find_result(c, report);
	if (root->state == SPF_NODE_NONE)
		spf_find_missing(c, root);
	for (const struct spf_node *node = root;
	     node != NULL && node->record != NULL && hops < SPF_LOOKUPS_MAX;
	     node = spf_next_redirect(node), hops++)
		spf_find_record(c, node);
	spf_find_tree(c, report);
	spf_find_other_types(c, root);
}

void
check_spf(struct check *c)
{
	struct spf_report *report = arena_new(c->a, struct spf_report);
	struct spf_outcome *outcome = arena_new(c->a, struct spf_outcome);
	struct spf_tree *tree;

	c->result->subject = c->req->null_sender
	    ? S("the HELO name")
	    : check_name(c, c->req->mail_from);
	if (!spf_sender(c, &report->client))
		return;
	c->result->subject = check_name(c, report->client.domain);
	tree = spf_tree_build(c->a, c->lookup, &report->client);
	report->tree = tree;
	if (c->ip != NULL) {
		*outcome = spf_check_host(c->a, c->lookup, &report->client);
		report->outcome = outcome;
	}
	ask_others(c, tree->root);
	if (c->asked.missing)
		return;
	spf_tree_count(tree);
	spf_tree_authorize(c->a, tree);
	say(c, report);
	judge(c, report);
	spf_add_facts(c->a, c->result->facts, report);
	c->result->spf = report;
}
