#include "facts/spf_tree.h"
#include "facts/spf_match.h"

struct builder {
	struct arena *a;
	struct facts *facts;
	const struct spf_client *client;
	struct spf_tree *tree;
	unsigned nquestions;
	size_t noctets; /* of records that were read */
};

/* NULL also where the tree has asked enough. */
static const struct answer *
ask(struct builder *b, struct name name, uint16_t type)
{
	if (b->nquestions >= SPF_TREE_QUESTIONS_MAX) {
		b->tree->lacks_addresses = true;
		return NULL;
	}
	b->nquestions++;
	return facts_ask(b->facts, name, type);
}

/* The node of a domain, a new one if need be; NULL: the tree is too large. */
static struct spf_node *
node_of(struct builder *b, struct name domain)
{
	struct spf_tree *tree = b->tree;
	struct spf_node *node;

	for (node = tree->root; node != NULL; node = node->next)
		if (name_eq(node->domain, domain))
			return node;
	if (tree->nnodes >= SPF_TREE_NODES_MAX) {
		tree->is_cut = true;
		return NULL;
	}
	node = arena_new(b->a, struct spf_node);
	node->domain = domain;
	*(tree->last != NULL ? &tree->last->next : &tree->root) = node;
	tree->last = node;
	tree->nnodes++;
	return node;
}

/* Whether the value of every macro of the term is known; helo is none where
 * that is not here yet. */
static bool
can_expand(const struct spf_client *client, struct str helo,
    const struct spf_term *term)
{
	if (spf_term_uses(term, 'p') ||
	    (spf_term_uses(term, 'h') && helo.n == 0))
		return false;
	return client->ip.family != IP_NONE ||
	    (!spf_term_uses(term, 'i') && !spf_term_uses(term, 'v'));
}

static void
expand_target(
    struct builder *b, const struct spf_node *node, struct spf_branch *branch)
{
	const struct spf_client *client = b->client;
	const struct spf_term *term = branch->term;
	struct str text;
	struct spf_macro_values values = {
		.ip = ip_unmapped(client->ip),
		.local_part = client->local_part,
		.sender_domain = client->sender_domain,
		.domain = node->domain,
	};

	if (spf_term_uses(term, 'h'))
		spf_client_helo(b->facts, b->a, client, &values.helo);
	if (!can_expand(client, values.helo, term))
		branch->depends_on_mail = true;
	else if (spf_macro_expand(
		     b->a, term->spec, SPF_IN_RECORD, &values, &text))
		spf_target_name(b->a, text, &branch->target);
}

static void
find_target(
    struct builder *b, const struct spf_node *node, struct spf_branch *branch)
{
	const struct spf_term *term = branch->term;

	if (term->spec.n == 0)
		branch->target = node->domain;
	else if (term->target.n > 0)
		branch->target = term->target;
	else
		expand_target(b, node, branch);
}

static void
ask_exchanges(struct builder *b, struct spf_branch *branch)
{
	const struct answer *mx = ask(b, branch->target, TYPE_MX);
	struct spf_exchange *exchanges;
	size_t n;

	branch->mx = mx;
	if (mx == NULL)
		return;
	n = mx->n < SPF_MX_NAMES_MAX ? mx->n : SPF_MX_NAMES_MAX;
	exchanges = arena_array(b->a, n, struct spf_exchange);
	for (size_t i = 0; i < n; i++) {
		struct name name = record_name(&mx->records[i]);

		exchanges[i].name = name;
		if (name_labels(name) == 0)
			continue;
		exchanges[i].a = ask(b, name, TYPE_A);
		exchanges[i].aaaa = ask(b, name, TYPE_AAAA);
	}
	branch->exchanges = exchanges;
	branch->nexchanges = n;
}

static void
explore_term(
    struct builder *b, const struct spf_node *node, struct spf_branch *branch)
{
	if (spf_costs_lookup(branch->term))
		find_target(b, node, branch);
	if (branch->depends_on_mail || branch->term->kind == SPF_PTR ||
	    branch->term->kind == SPF_EXISTS)
		b->tree->depends_on_client = true;
	if (branch->target.n == 0)
		return;
	switch (branch->term->kind) {
	case SPF_INCLUDE:
	case SPF_REDIRECT:
		branch->node = node_of(b, branch->target);
		break;
	case SPF_A:
		branch->a = ask(b, branch->target, TYPE_A);
		branch->aaaa = ask(b, branch->target, TYPE_AAAA);
		break;
	case SPF_MX:
		ask_exchanges(b, branch);
		break;
	case SPF_EXISTS:
		branch->a = ask(b, branch->target, TYPE_A);
		break;
	case SPF_ALL:
	case SPF_PTR:
	case SPF_IP4:
	case SPF_IP6:
	case SPF_EXP:
	case SPF_UNKNOWN:
		break;
	}
}

/* The terms that a client may reach: mechanisms up to all, and a redirect
 * where there is no all. */
static void
explore_terms(struct builder *b, struct spf_node *node)
{
	const struct spf_record *record = node->record;

	node->branches = arena_array(b->a, record->n + 1, struct spf_branch);
	for (size_t i = 0; i < record->n; i++) {
		const struct spf_term *term = &record->terms[i];

		if (!spf_is_mechanism(term) || term->err != SPF_ERROR_OK)
			continue;
		node->branches[node->n].term = term;
		explore_term(b, node, &node->branches[node->n++]);
		if (term->kind == SPF_ALL)
			return;
	}
	if (record->redirect != NULL && record->all == NULL &&
	    record->redirect->err == SPF_ERROR_OK) {
		node->branches[node->n].term = record->redirect;
		explore_term(b, node, &node->branches[node->n++]);
	}
}

static void
cut(struct builder *b, struct spf_node *node)
{
	node->state = SPF_NODE_CUT;
	b->tree->is_cut = true;
}

/* Like ask(), for the record of a node. */
static const struct spf_published *
read_record(struct builder *b, struct spf_node *node)
{
	if (b->nquestions >= SPF_TREE_QUESTIONS_MAX) {
		cut(b, node);
		return NULL;
	}
	b->nquestions++;
	return facts_spf_record(b->facts, node->domain);
}

static void
explore(struct builder *b, struct spf_node *node)
{
	const struct spf_published *published;

	if (name_labels(node->domain) < 2) {
		node->state = SPF_NODE_NONE;
		return;
	}
	published = read_record(b, node);
	if (published == NULL)
		return;
	node->answer = published->answer;
	if (!answer_is_known(node->answer))
		node->state = SPF_NODE_UNKNOWN;
	else if (b->noctets >= SPF_TREE_OCTETS_MAX)
		cut(b, node);
	else if (published->n != 1)
		node->state =
		    published->n == 0 ? SPF_NODE_NONE : SPF_NODE_MULTIPLE;
	else {
		node->record = published->record;
		b->noctets += node->record->text.n;
		node->state =
		    node->record->bad == NULL ? SPF_NODE_OK : SPF_NODE_SYNTAX;
		explore_terms(b, node);
	}
}

const void *
spf_tree_derive(
    struct facts *facts, struct arena *a, const struct fact_key *key)
{
	struct spf_tree *tree = arena_new(a, struct spf_tree);
	struct builder b = { a, facts, key->client, tree, 0, 0 };

	for (struct spf_node *node = node_of(&b, key->client->domain);
	     node != NULL; node = node->next)
		explore(&b, node);
	if (facts_are_missing(facts))
		return NULL;
	spf_tree_count(tree);
	spf_tree_authorize(a, tree);
	return tree;
}

const struct spf_tree *
facts_spf_tree(struct facts *facts, const struct spf_client *client)
{
	return facts_read(
	    facts, FACT_SPF_TREE, (struct fact_key){ .client = client });
}
