/*
 * spf_path.h - the way that one check_host() took through a tree of SPF
 * records: which terms it reached, in which order their lookups counted, and
 * which of them decided.
 */
#ifndef SPF_PATH_H
#define SPF_PATH_H

#include "facts/spf_tree.h"

enum spf_role {
	SPF_NOT_REACHED,
	SPF_REACHED,
	SPF_DECIDED, /* it matched, and with it all that led to it */
	SPF_BROKE,   /* it made the result an error */
};

struct spf_step {
	enum spf_role role;
	unsigned first,
	    last; /* its lookups, from 1, with those below; 0: none */
};

/* Where in the tree: a record, and what came of it. */
struct spf_place {
	const struct spf_outcome *outcome; /* NULL: any client, all reached */
	const struct spf_node *node;
	const struct spf_frame *frame; /* NULL: not reached */
	bool is_on_path;               /* what matches here decides */
	bool is_open;     /* what was not reached has numbers all the same */
	unsigned lookups; /* that were made before */
};

struct spf_place spf_path_begin(const struct spf_report *report);

/* One step for each term of the place's record. */
struct spf_step *spf_path_steps(struct arena *a, const struct spf_place *place);

/* The branch of a term; NULL: it never counts. */
const struct spf_branch *
spf_branch_of(const struct spf_node *node, const struct spf_term *term);

/* The record that a term of the place leads to; it must have one. */
struct spf_place spf_path_below(
    const struct spf_place *place, const struct spf_step *steps, size_t term);

#endif
