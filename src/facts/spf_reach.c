/* Which addresses a tree authorises, as sets: a term counts only for what no
 * term before it has matched (RFC 7208 section 4.6.2). */
#include "facts/spf_tree.h"

/* A record may change between pass and another result this often; what
 * follows is not added up. */
enum { RUNS_MAX = 100 };

/* Numbers are IPv4 addresses, or the upper halves of IPv6 addresses. */
struct reach {
	struct arena *a;
	enum ip_family family;
	struct ranges pass, rest; /* what passes; what nothing has matched */
	struct range *run;        /* of terms with the same result */
	size_t n, cap;
	bool run_passes;
	unsigned nruns;
};

static struct range
whole(enum ip_family family)
{
	return (struct range){ 0, family == IP_V4 ? UINT32_MAX : UINT64_MAX };
}

static uint64_t
number(struct ip ip)
{
	uint64_t n = 0;

	for (size_t i = 0; i < (ip.family == IP_V4 ? 4 : 8); i++)
		n = n << 8U | ip.b[i];
	return n;
}

static void
add_range(struct reach *r, struct range range)
{
	if (r->n == r->cap) {
		size_t cap = r->cap * 2 + 64;
		struct range *more = arena_array(r->a, cap, struct range);

		for (size_t i = 0; i < r->n; i++)
			more[i] = r->run[i];
		r->run = more;
		r->cap = cap;
	}
	r->run[r->n++] = range;
}

static void
add_network(struct reach *r, struct ip net, unsigned bits)
{
	unsigned width = net.family == IP_V4 ? 32 : 64;
	uint64_t host = 0, first;

	if (net.family != r->family)
		return;
	/* Less than a /64 passes for the whole, and fails for nothing. */
	if (bits > width && !r->run_passes)
		return;
	if (bits < width)
		host = UINT64_MAX >> (64 - width + bits);
	first = number(net) & ~host;
	add_range(r, (struct range){ first, first | host });
}

static void
add_addresses(
    struct reach *r, const struct answer *answer, const struct spf_term *term)
{
	for (size_t i = 0; answer != NULL && i < answer->n; i++)
		add_network(r, record_ip(&answer->records[i]),
		    r->family == IP_V4 ? term->bits4 : term->bits6);
}

static void
end_run(struct reach *r)
{
	struct ranges run;

	if (r->n == 0 || r->nruns >= RUNS_MAX)
		return;
	run = ranges_of(r->a, r->run, r->n);
	if (r->run_passes)
		r->pass =
		    ranges_or(r->a, r->pass, ranges_and(r->a, run, r->rest));
	r->rest = ranges_minus(r->a, r->rest, run);
	r->n = 0;
	r->nruns++;
}

static void
add_set(struct reach *r, struct ranges set)
{
	for (size_t i = 0; i < set.n; i++)
		add_range(r, set.r[i]);
}

static void
add_branch(struct reach *r, const struct spf_branch *branch)
{
	const struct spf_term *term = branch->term;
	const struct spf_node *to = branch->node;

	switch (term->kind) {
	case SPF_ALL:
		add_range(r, whole(r->family));
		break;
	case SPF_INCLUDE:
	case SPF_REDIRECT:
		if (to != NULL)
			add_set(r, r->family == IP_V4 ? to->pass4 : to->pass6);
		break;
	case SPF_A:
		add_addresses(
		    r, r->family == IP_V4 ? branch->a : branch->aaaa, term);
		break;
	case SPF_MX:
		for (size_t i = 0; i < branch->nexchanges; i++)
			add_addresses(r,
			    r->family == IP_V4 ? branch->exchanges[i].a
					       : branch->exchanges[i].aaaa,
			    term);
		break;
	case SPF_IP4:
	case SPF_IP6:
		add_network(r, term->net,
		    term->kind == SPF_IP4 ? term->bits4 : term->bits6);
		break;
	case SPF_PTR:
	case SPF_EXISTS:
	case SPF_EXP:
	case SPF_UNKNOWN:
		break;
	}
}

static struct ranges
reach_of(struct arena *a, const struct spf_node *node, enum ip_family family)
{
	struct range all = whole(family);
	struct reach r = { .a = a, .family = family };

	r.rest = ranges_of(a, &all, 1);
	for (size_t i = 0; i < node->n; i++) {
		const struct spf_term *term = node->branches[i].term;
		bool passes = term->qualifier == '+' || term->qualifier == 0;

		if (passes != r.run_passes)
			end_run(&r);
		r.run_passes = passes;
		add_branch(&r, &node->branches[i]);
	}
	end_run(&r);
	return r.pass;
}

/* In the order in which they end: what a node leads to comes first.  A loop
 * authorises nothing. */
static void
authorize(struct arena *a, struct spf_node *node)
{
	node->is_on_path = true;
	for (size_t i = 0; i < node->n; i++) {
		struct spf_node *to = node->branches[i].node;

		if (to != NULL && !to->is_on_path && !to->is_authorized)
			authorize(a, to);
	}
	/* Nobody passes by a record that is in error. */
	if (node->state == SPF_NODE_OK) {
		node->pass4 = reach_of(a, node, IP_V4);
		node->pass6 = reach_of(a, node, IP_V6);
	}
	node->is_on_path = false;
	node->is_authorized = true;
}

void
spf_tree_authorize(struct arena *a, struct spf_tree *tree)
{
	authorize(a, tree->root);
}
