/*
 * spf.h - the parts of the spf check: findings on the result for one client,
 * on records as they are written, and on the whole tree; and the facts.
 */
#ifndef CHECK_SPF_H
#define CHECK_SPF_H

#include "check/check.h"
#include "facts/spf.h"
#include "facts/spf_tree.h"

/* Finding texts name this many things of one kind at most. */
enum { SPF_NAMED_MAX = 10 };

/* The sender of the request.  False where there is none: then the check has
 * ended as skipped or unknown. */
bool spf_sender(struct check *c, struct spf_client *out);

/* Whether nothing is wrong but that, offline, no zone given has a name. */
bool spf_is_not_covered(const struct spf_outcome *outcome);

/* What the result for the client is, unless it is pass. */
void spf_flag_result(struct check *c, const struct spf_report *report);

/* What is wrong with the domain's own words: the record, or its absence. */
void spf_flag_record(struct check *c, const struct spf_node *node);
void spf_flag_syntax(struct check *c, const struct spf_node *node);
void spf_flag_equals_signs(struct check *c, const struct spf_node *node);
void spf_flag_joined(struct check *c, const struct spf_node *node);
void spf_need_others(struct facts *facts, struct name domain);
void spf_flag_missing(struct check *c, const struct spf_node *root);
void spf_flag_split(struct check *c, const struct spf_node *node);
void spf_flag_sender_id(struct check *c, const struct spf_node *root);
void spf_flag_private(struct check *c, const struct spf_node *node);

void spf_flag_other_types(struct check *c, const struct spf_node *root);

/* What is wrong with the tree, for any client. */
void spf_flag_tree(struct check *c, const struct spf_report *report);
void spf_flag_limits(struct check *c, const struct spf_report *report);

/* The sending service whose address it is, or NULL. */
void spf_need_service(
    struct facts *facts, struct ip ip, const struct spf_outcome *outcome);
const struct provider *spf_service(struct check *c);

/* Whether its include belongs in the record of this MAIL FROM domain. */
bool spf_service_serves(
    struct check *c, const struct provider *service, struct name mail_from);

/* The addresses of what is included and has no record: it may be a host. */
void spf_need_hosts(struct facts *facts, const struct spf_tree *tree);

/* A finding about a term of a node's record, with the caret under it; term
 * may be NULL. */
void spf_about(struct check *c, struct finding *f, const struct spf_node *node,
    const struct spf_term *term);

/* Advice: what the term or the record was meant to be. */
void spf_advise_meant(struct check *c, struct finding *f, struct str meant);

/* The facts of the check and of `mailpreflight spf`. */
void spf_add_facts(
    struct arena *a, struct value *to, const struct spf_report *report);
void spf_add_tree(
    struct arena *a, struct value *to, const struct spf_report *report);
void spf_add_matched(
    struct arena *a, struct value *to, const struct spf_outcome *outcome);

/* Octets of an answer with these records, as it is sent. */
size_t spf_answer_octets(const struct answer *answer);

/* Where the node's records stand: at the end of its aliases. */
struct name spf_owner(const struct spf_node *node);

/* What would mend f in the node's SPF record. */
void spf_need(struct check *c, struct finding *f, const struct spf_node *node,
    enum need_kind kind);

/* The last word in a chain of redirects: whose all counts. */
const struct spf_node *spf_next_redirect(const struct spf_node *node);

#endif
