/* What is wrong with a record as it is written: the domain's, and those that
 * it redirects to, which take its place. */
#include "base/escape.h"
#include "check/spf.h"

/* A network of one sender that is wider than this is worth a word. */
enum { BROAD_BITS4 = 16, BROAD_BITS6 = 32 };

enum { UDP_MAX = 512 };

static void
flag_all(struct check *c, const struct spf_node *node)
{
	const struct spf_record *record = node->record;
	const struct spf_term *all = record->all;
	struct finding *f;

	if (all == NULL) {
		/* A wrong term may have been meant to be it. */
		if (record->redirect != NULL || record->bad != NULL)
			return;
		f = check_flag(c, FINDING_SPF_NO_ALL,
		    "The record has neither all nor redirect: addresses that "
		    "it does not name get neutral.");
		spf_about(c, f, node, NULL);
		spf_need(c, f, node, NEED_SPF_CLOSE);
		return;
	}
	if (all->qualifier == '?') {
		f = check_flag(c, FINDING_SPF_NEUTRAL_ALL,
		    "\"%.*s\" says nothing about all other addresses.",
		    PSTR(all->text));
		spf_about(c, f, node, all);
		spf_need(c, f, node, NEED_SPF_CLOSE);
	}
	if (record->redirect != NULL) {
		f = check_flag(c, FINDING_SPF_REDIRECT_IGNORED,
		    "\"%.*s\" is ignored beside \"%.*s\".",
		    PSTR(escape(c->a, record->redirect->text)),
		    PSTR(all->text));
		spf_about(c, f, node, record->redirect);
		spf_need(c, f, node, NEED_SPF_ORDER);
	}
	for (const struct spf_term *t = all + 1; t < record->terms + record->n;
	     t++)
		if (spf_is_mechanism(t) && t->err == SPF_ERROR_OK) {
			f = check_flag(c, FINDING_SPF_AFTER_ALL,
			    "\"%.*s\" comes after \"%.*s\" and never "
			    "counts.",
			    PSTR(escape(c->a, t->text)), PSTR(all->text));
			spf_about(c, f, node, t);
			spf_need(c, f, node, NEED_SPF_ORDER);
			return;
		}
}

/* Includes whose -all may be taken for this record's. */
static void
flag_ignored_all(struct check *c, const struct spf_node *node)
{
	for (size_t i = 0; i < node->n; i++) {
		const struct spf_branch *b = &node->branches[i];
		struct finding *f;

		if (b->term->kind != SPF_INCLUDE || b->node == NULL ||
		    b->node->record == NULL || b->node->record->all == NULL ||
		    b->node->record->all->qualifier != '-' ||
		    node->record->all != NULL || node->record->redirect != NULL)
			continue;
		f = check_flag(c, FINDING_SPF_INCLUDE_ALL_IGNORED,
		    "The -all of %.*s does not end this record.",
		    PSTR(check_name(c, b->node->domain)));
		spf_about(c, f, node, b->term);
		return;
	}
}

static bool
same_term(const struct spf_term *x, const struct spf_term *y)
{
	return x->kind == y->kind && x->net.family == y->net.family &&
	    x->bits4 == y->bits4 && x->bits6 == y->bits6 &&
	    (x->net.family != IP_NONE ? ip_eq(x->net, y->net)
				      : str_eq_nocase(x->spec, y->spec));
}

static void
flag_duplicates(struct check *c, const struct spf_node *node)
{
	for (size_t i = 1; i < node->n && i < 200; i++)
		for (size_t j = 0; j < i; j++) {
			const struct spf_term *t = node->branches[i].term;
			struct finding *f;

			if (!same_term(t, node->branches[j].term))
				continue;
			f = check_flag(c, FINDING_SPF_DUPLICATE_TERM,
			    "\"%.*s\" appears twice.",
			    PSTR(escape(c->a, t->text)));
			spf_about(c, f, node, t);
			spf_need(c, f, node, NEED_SPF_ONCE);
			return;
		}
}

static void
flag_broad(struct check *c, const struct spf_node *node)
{
	for (size_t i = 0; i < node->n; i++) {
		const struct spf_term *t = node->branches[i].term;
		struct finding *f;

		if (t->qualifier != '+' ||
		    !((t->kind == SPF_IP4 && t->bits4 < BROAD_BITS4) ||
			(t->kind == SPF_IP6 && t->bits6 < BROAD_BITS6)))
			continue;
		f = check_flag(c, FINDING_SPF_BROAD,
		    "\"%.*s\" alone authorises %.*s.",
		    PSTR(escape(c->a, t->text)),
		    PSTR(t->kind == SPF_IP4
			    ? arena_printf(c->a, "%llu addresses",
				  1ULL << (32 - t->bits4))
			    : arena_printf(c->a, "2^%u networks of /64",
				  64 - t->bits6)));
		spf_about(c, f, node, t);
		return;
	}
}

/* Section 3.4: what fits the datagram that every network lets through (RFC
 * 1035 section 4.2.1). */
static void
flag_long(struct check *c, const struct spf_node *node)
{
	size_t n = spf_answer_octets(node->answer);
	struct finding *f;

	if (n <= UDP_MAX)
		return;
	f = check_flag(c, FINDING_SPF_LONG,
	    "The answer with all TXT records of %.*s has %zu octets; the SPF "
	    "record has %zu of them.",
	    PSTR(check_name(c, node->domain)), n, node->record->text.n);
	spf_about(c, f, node, NULL);
	f->text = S("");
}

void
spf_flag_record(struct check *c, const struct spf_node *node)
{
	spf_flag_syntax(c, node);
	spf_flag_equals_signs(c, node);
	spf_flag_joined(c, node);
	flag_all(c, node);
	flag_ignored_all(c, node);
	flag_duplicates(c, node);
	flag_broad(c, node);
	spf_flag_private(c, node);
	spf_flag_split(c, node);
	flag_long(c, node);
}
