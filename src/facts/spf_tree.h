/*
 * spf_tree.h - a record and all that it includes or redirects to, for any
 * client: what check_host() may meet in the worst case.
 *
 * Each domain is one node however often it is reached, so a tree that
 * branches without end has a small size and an exact cost.  Building it asks
 * for everything that is known to be needed at once, and never for more than
 * the limits below; a tree that was cut there says so.
 */
#ifndef SPF_TREE_H
#define SPF_TREE_H

#include "base/ranges.h"
#include "facts/spf_eval.h"

enum {
	SPF_TREE_NODES_MAX = 40,
	SPF_TREE_QUESTIONS_MAX = 100,
	SPF_TREE_OCTETS_MAX = 65536, /* of records; then no more are read */
	SPF_COST_MAX = 9999,         /* costs stop counting here */
};

enum spf_node_state {
	SPF_NODE_PENDING,
	SPF_NODE_OK,
	SPF_NODE_NONE,     /* no record */
	SPF_NODE_MULTIPLE, /* more than one */
	SPF_NODE_SYNTAX,   /* one with an error; read as far as possible */
	SPF_NODE_UNKNOWN,  /* the DNS did not say */
	SPF_NODE_CUT,      /* not looked up: the tree is too large */
};

/* What a client that nothing matches costs. */
struct spf_cost {
	unsigned lookups;            /* terms that count to the ten */
	unsigned voids4, voids6;     /* terms whose lookup is void, by family */
	unsigned queries4, queries6; /* queries that are void */
	unsigned before4, before6;   /* those before the last of the lookups */
};

struct spf_exchange {
	struct name name;
	const struct answer *a, *aaaa;
};

/* A term that is reached when nothing before it matches. */
struct spf_branch {
	const struct spf_term *term;
	struct name target;    /* no name: depends on the mail, or illegal */
	bool depends_on_mail;  /* a macro that no value is known for */
	struct spf_node *node; /* of include and redirect; NULL: no target */
	const struct answer *a, *aaaa; /* of a; exists has no aaaa */
	const struct answer *mx;
	const struct spf_exchange *exchanges;
	size_t nexchanges;
	struct spf_cost cost; /* all that it leads to */
};

struct spf_node {
	struct name domain;
	enum spf_node_state state;
	const struct answer *answer;     /* to the TXT question */
	const struct spf_record *record; /* of OK and SYNTAX; else NULL */
	struct spf_branch *branches;
	size_t n;
	struct spf_cost cost;
	bool is_on_path, is_counted, is_authorized, in_loop;
	struct ranges pass4;   /* addresses that pass */
	struct ranges pass6;   /* the /64s that they are in */
	struct spf_node *next; /* of all, by depth */
};

struct spf_tree {
	struct spf_node *root, *last;
	size_t nnodes;
	bool is_cut;          /* not all records: costs are at least so */
	bool lacks_addresses; /* not all were looked up */
	bool has_loop;
	bool depends_on_client; /* exists, ptr or macros: pass may be more */
};

/* The client's IP may be none: then macros that need it are not followed.
 * NULL while it is incomplete; then with costs and what passes. */
const struct spf_tree *
facts_spf_tree(struct facts *facts, const struct spf_client *client);

/* Fill in costs, and what passes, where nothing is missing: for
 * spf_tree_derive(). */
void spf_tree_count(struct spf_tree *tree);
void spf_tree_authorize(struct arena *a, struct spf_tree *tree);

/* What is known of one mail to one domain, for reports. */
struct spf_report {
	struct spf_client client;
	const struct spf_outcome *outcome; /* NULL: no client to judge */
	const struct spf_tree *tree;
};

#endif
