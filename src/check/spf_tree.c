/* What is wrong with a record and all that it includes, for any client. */
#include "base/buf.h"
#include "base/escape.h"
#include "check/spf.h"
#include "mail/spf_mistake.h"

/* Beyond these, a union is more than a large service needs: a /12, a /32. */
static const uint64_t broad4 = 1ULL << 20, broad6 = 1ULL << 32;

/* Half of all addresses is everybody. */
static const uint64_t everybody4 = 1ULL << 31, everybody6 = 1ULL << 63;

static bool
passes_everybody(const struct spf_node *node)
{
	return ranges_count(node->pass4) >= everybody4 ||
	    ranges_count(node->pass6) >= everybody6;
}

/* The term that lets everybody pass, or leads to it; NULL: it takes more
 * than one. */
static const struct spf_branch *
open_branch(const struct spf_node *node)
{
	for (size_t i = 0; i < node->n; i++) {
		const struct spf_branch *b = &node->branches[i];
		const struct spf_term *t = b->term;

		if (t->qualifier != '+' && t->qualifier != 0)
			continue;
		if (t->kind == SPF_ALL ||
		    (t->kind == SPF_IP4 && t->bits4 <= 1) ||
		    (t->kind == SPF_IP6 && t->bits6 <= 1) ||
		    (b->node != NULL && passes_everybody(b->node)))
			return b;
	}
	return NULL;
}

static void
flag_pass_all(struct check *c, const struct spf_tree *tree)
{
	const struct spf_node *node = tree->root;
	const struct spf_branch *by = open_branch(node);
	struct finding *f;

	if (!passes_everybody(node))
		return;
	for (int i = 0; by != NULL && by->node != NULL &&
	     open_branch(by->node) != NULL && i < SPF_TREE_NODES_MAX;
	     i++) {
		node = by->node;
		by = open_branch(node);
	}
	if (by == NULL)
		f = check_flag(c, FINDING_SPF_PASS_ALL,
		    "The terms of %.*s let everybody pass.",
		    PSTR(check_name(c, node->domain)));
	else
		f = check_flag(c, FINDING_SPF_PASS_ALL,
		    "\"%.*s\" of %.*s lets everybody pass.",
		    PSTR(escape(c->a, by->term->text)),
		    PSTR(check_name(c, node->domain)));
	spf_about(c, f, node, by != NULL ? by->term : NULL);
}

static void
flag_broad(struct check *c, const struct spf_tree *tree)
{
	uint64_t n4 = ranges_count(tree->root->pass4);
	uint64_t n6 = ranges_count(tree->root->pass6);
	struct finding *f;

	if ((n4 <= broad4 && n6 <= broad6) || n4 >= everybody4 ||
	    n6 >= everybody6)
		return;
	f = check_flag(c, FINDING_SPF_BROAD,
	    "The record and its includes authorise %llu IPv4 addresses and "
	    "%llu IPv6 networks of /64.",
	    (unsigned long long)n4, (unsigned long long)n6);
	spf_about(c, f, tree->root, NULL);
	f->text = S("");
}

static void
flag_loop(struct check *c, const struct spf_node *node)
{
	struct finding *f;

	for (size_t i = 0; i < node->n; i++) {
		const struct spf_branch *b = &node->branches[i];

		if (!node->in_loop || b->node == NULL || !b->node->in_loop)
			continue;
		f = check_flag(c, FINDING_SPF_INCLUDE_LOOP,
		    "\"%.*s\" of %.*s leads back to itself.",
		    PSTR(escape(c->a, b->term->text)),
		    PSTR(check_name(c, node->domain)));
		spf_about(c, f, node, b->term);
		return;
	}
}

/* Whether the macros of a term make no name (RFC 7208 section 4.8 leaves open
 * what that means: nobody takes it for an error). */
static bool
names_nothing(const struct spf_branch *b)
{
	return spf_costs_lookup(b->term) && b->target.n == 0 &&
	    !b->depends_on_mail;
}

/* Whether there is something to say about the term. */
static bool
leads_nowhere(const struct spf_branch *b)
{
	return b->term->kind == SPF_INCLUDE && b->node != NULL &&
	    b->node->state == SPF_NODE_NONE;
}

void
spf_need_hosts(struct facts *facts, const struct spf_tree *tree)
{
	int n = 0;

	for (size_t i = 0; i < tree->root->n && n < SPF_NAMED_MAX; i++)
		if (leads_nowhere(&tree->root->branches[i])) {
			facts_answer(
			    facts, tree->root->branches[i].target, TYPE_A);
			n++;
		}
}

/* "include:mail.example.com" of a host, "include:https://..." */
static void
advise_target(struct check *c, struct finding *f, bool is_root,
    const struct spf_branch *b)
{
	const struct answer *a;
	struct str meant = S("");

	/* Of the domain's own record, hosts were looked up. */
	if (!spf_meant_url(c->a, b->term, &meant) && leads_nowhere(b) &&
	    is_root) {
		a = facts_answer(c->facts, b->target, TYPE_A);
		if (a->n > 0)
			meant =
			    arena_printf(c->a, "a:%.*s", PSTR(b->term->spec));
	}
	if (meant.n > 0)
		spf_advise_meant(c, f, meant);
}

static struct finding *
flag_term(struct check *c, enum finding_id id, const struct spf_node *node,
    const struct spf_branch *b, const char *what)
{
	struct str term = escape(c->a, b->term->text);
	struct str domain = check_name(c, node->domain);
	struct finding *f = check_flag(
	    c, id, "\"%.*s\" of %.*s %s.", PSTR(term), PSTR(domain), what);

	spf_about(c, f, node, b->term);
	return f;
}

static bool
flag_target(struct check *c, const struct spf_node *node, bool is_root,
    const struct spf_branch *b)
{
	struct str what;

	if (names_nothing(b)) {
		check_set_grade(c,
		    flag_term(c, FINDING_SPF_SYNTAX, node, b,
			"expands to a name that cannot exist, and matches "
			"nobody"),
		    WARN);
	} else if (b->node != NULL && b->node->state == SPF_NODE_NONE) {
		advise_target(c,
		    flag_term(c, FINDING_SPF_INCLUDE_NONE, node, b,
			"leads to no SPF record"),
		    is_root, b);
	} else if (b->mx != NULL && b->mx->n > SPF_MX_NAMES_MAX) {
		what = arena_printf(c->a, "has %zu mail exchangers", b->mx->n);
		flag_term(c, FINDING_SPF_MX_LIMIT, node, b, what.s);
	} else if (b->term->kind == SPF_PTR || spf_term_uses(b->term, 'p')) {
		flag_term(c, FINDING_SPF_PTR, node, b,
		    "makes receivers look up the client's PTR");
	} else {
		return false;
	}
	return true;
}

/* The answers that were told of: each is one finding, however many terms need
 * it. */
struct told {
	const struct answer *answers[SPF_TREE_QUESTIONS_MAX];
	size_t n;
};

static void
flag_unknown(struct check *c, struct told *told, const struct answer *answer)
{
	if (answer == NULL || answer_is_known(answer))
		return;
	for (size_t i = 0; i < told->n; i++)
		if (told->answers[i] == answer)
			return;
	if (told->n == SPF_TREE_QUESTIONS_MAX)
		return;
	told->answers[told->n++] = answer;
	check_unknown(c, answer, FINDING_SPF_LOOKUP_LIMIT);
}

static void
flag_unknown_of_tree(struct check *c, const struct spf_report *report)
{
	const struct spf_tree *tree = report->tree;
	struct told told = { .n = 0 };

	/* An answer that the mail alone leads to is none of the tree's. */
	if (report->outcome != NULL)
		flag_unknown(c, &told, report->outcome->problem_answer);

	for (const struct spf_node *node = tree->root; node != NULL;
	     node = node->next) {
		flag_unknown(c, &told, node->answer);
		for (size_t i = 0; i < node->n; i++) {
			const struct spf_branch *b = &node->branches[i];

			flag_unknown(c, &told, b->a);
			flag_unknown(c, &told, b->aaaa);
			flag_unknown(c, &told, b->mx);
			for (size_t e = 0; e < b->nexchanges; e++) {
				flag_unknown(c, &told, b->exchanges[e].a);
				flag_unknown(c, &told, b->exchanges[e].aaaa);
			}
		}
	}
}

static bool
is_own(const struct spf_tree *tree, const struct spf_node *node)
{
	const struct spf_node *own = tree->root;
	int hops = 0;

	while (own != NULL && own != node && hops++ < SPF_LOOKUPS_MAX)
		own = spf_next_redirect(own);
	return own == node;
}

static void
flag_multiple(struct check *c, const struct spf_node *node)
{
	struct finding *f;
	struct str text, first = S("");
	size_t n, differing = 0;

	n = facts_spf_record(c->facts, node->domain)->n;
	f = check_flag(c, FINDING_SPF_MULTIPLE, "%.*s has %zu SPF records.",
	    PSTR(check_name(c, node->domain)), n);
	spf_about(c, f, node, NULL);
	if (check_mixed(f, node->answer))
		return;
	for (size_t i = 0; i < node->answer->n; i++) {
		text = record_joined(c->a, &node->answer->records[i]);
		if (!spf_is_record(text))
			continue;
		if (first.n == 0)
			first = text;
		differing += !str_eq(text, first);
	}
	spf_need(c, f, node, NEED_SPF_SOUND);
	if (differing == 0)
		f->advice = S("They are identical, and count as several all "
			      "the same: delete all but one.");
}

static void
flag_node(
    struct check *c, const struct spf_tree *tree, const struct spf_node *node)
{
	int named = 0;

	if (node->state == SPF_NODE_MULTIPLE)
		flag_multiple(c, node);
	if (node->record != NULL && !is_own(tree, node))
		spf_flag_syntax(c, node);
	flag_loop(c, node);
	for (size_t i = 0; i < node->n && named < SPF_NAMED_MAX; i++)
		named += flag_target(
		    c, node, node == tree->root, &node->branches[i]);
}

void
spf_flag_tree(struct check *c, const struct spf_report *report)
{
	const struct spf_tree *tree = report->tree;

	for (const struct spf_node *node = tree->root; node != NULL;
	     node = node->next)
		flag_node(c, tree, node);
	spf_flag_limits(c, report);
	flag_pass_all(c, tree);
	flag_broad(c, tree);
	flag_unknown_of_tree(c, report);
	/* Above the limit of lookups the rest decides nothing. */
	if ((tree->is_cut || tree->lacks_addresses) &&
	    tree->root->cost.lookups <= SPF_LOOKUPS_MAX)
		check_unseen(c, FINDING_SPF_VOID_LIMIT,
		    "The tree of %.*s is larger than a run looks at: what it "
		    "costs is not known",
		    PSTR(check_name(c, tree->root->domain)));
}
