/* Records that come near the limits of RFC 7208 section 4.6.4, or over them. */
#include "base/buf.h"
#include "base/escape.h"
#include "check/spf.h"
#include "facts/spf_voids.h"

/* The terms that cost most, so that the expensive include is seen. */
static struct str
by_term(struct check *c, const struct spf_node *node)
{
	struct buf b = { .a = c->a };
	unsigned below = SPF_COST_MAX + 1;

	for (int named = 0; named < SPF_NAMED_MAX && below > 1;) {
		unsigned most = 0;

		for (size_t i = 0; i < node->n; i++)
			if (node->branches[i].cost.lookups < below &&
			    node->branches[i].cost.lookups > most)
				most = node->branches[i].cost.lookups;
		for (size_t i = 0; i < node->n && named < SPF_NAMED_MAX; i++) {
			const struct spf_branch *branch = &node->branches[i];

			if (branch->cost.lookups != most || most == 0)
				continue;
			buf_printf(&b, "%s%.*s %u", named++ > 0 ? ", " : "",
			    PSTR(escape(c->a, branch->term->text)), most);
		}
		below = most;
	}
	return buf_view(&b);
}

static void
flag_lookups(struct check *c, const struct spf_tree *tree)
{
	const struct spf_node *root = tree->root;
	unsigned n = root->cost.lookups;
	struct finding *f;

	if (tree->has_loop || n + 1 < SPF_LOOKUPS_MAX)
		return;
	f = check_flag(c,
	    n > SPF_LOOKUPS_MAX ? FINDING_SPF_LOOKUP_LIMIT
				: FINDING_SPF_LOOKUP_NEAR_LIMIT,
	    "The record needs %s%u lookups in the worst case, and %d are "
	    "allowed: %.*s.",
	    tree->is_cut || n == SPF_COST_MAX ? "at least " : "", n,
	    SPF_LOOKUPS_MAX, PSTR(by_term(c, root)));
	spf_about(c, f, root, NULL);
	f->text = S("");
}

/* IPv6 counts only for a sender that has it: mail exchangers without AAAA
 * are common, and do no harm to IPv4. */
static bool
sends_from_ipv6(struct check *c)
{
	for (size_t i = 0; i < c->req->nips; i++)
		if (ip_unmapped(c->req->ips[i]).family == IP_V6)
			return true;
	return false;
}

static void
flag_voids(struct check *c, const struct spf_report *report)
{
	struct spf_voids voids =
	    spf_judge_voids(report->tree, report->outcome, sends_from_ipv6(c));
	struct str client = voids.of_client
	    ? ip_text(c->a, *c->ip)
	    : arena_printf(c->a, "an %s client that nothing matches",
		  voids.is_six ? "IPv6" : "IPv4");
	struct finding *f = NULL;

	switch (voids.verdict) {
	case SPF_VOIDS_FINE:
		break;
	case SPF_VOIDS_TOO_MANY:
		f = check_flag(c, FINDING_SPF_VOID_LIMIT,
		    "%u terms find no %srecord for %.*s; %d are allowed.",
		    voids.n, voids.is_six ? "AAAA " : "", PSTR(client),
		    SPF_VOIDS_MAX);
		break;
	case SPF_VOIDS_BY_QUERY:
		f = check_flag(c, FINDING_SPF_VOID_STRICT,
		    "%u queries find no record for %.*s; pyspf and Mail::SPF "
		    "allow %d, counting each query%s.",
		    voids.n, PSTR(client), SPF_VOIDS_MAX,
		    voids.went_on ? "; mox stops earlier still" : "");
		break;
	case SPF_VOIDS_WENT_ON:
		f = check_flag(c, FINDING_SPF_VOID_STRICT,
		    "%u queries find no record for %.*s, and another lookup "
		    "follows; mox stops there.",
		    voids.n, PSTR(client));
		break;
	}
	if (f == NULL)
		return;
	spf_about(c, f, report->tree->root, NULL);
	f->text = S("");
}

/* "ptr" and %{p} look at the first ten names, and servers turn them around. */
static void
flag_many_names(struct check *c, const struct spf_report *report)
{
	const struct answer *ptr =
	    report->outcome != NULL ? report->outcome->many_names : NULL;
	struct finding *f;

	if (ptr == NULL)
		return;
	f = check_flag(c, FINDING_SPF_PTR_MANY,
	    "%.*s has %zu PTR names, and receivers look at the first %d: the "
	    "result depends on their order.",
	    PSTR(ip_text(c->a, *c->ip)), ptr->n, RECORD_PTR_FIRST);
	finding_set_cached(f, ptr);
}

void
spf_flag_limits(struct check *c, const struct spf_report *report)
{
	flag_lookups(c, report->tree);
	flag_voids(c, report);
	flag_many_names(c, report);
}
