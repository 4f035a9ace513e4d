#include "facts/alignment.h"
#include "facts/host.h"
#include "facts/policy.h"
#include "facts/signature.h"
#include "facts/spf.h"
#include "mail/ip_class.h"

/* Whether the path's domain is the author's, or has the same organizational
 * domain.  Identical names need no walk (RFC 9989 section 4.10.2). */
static void
align(struct facts *facts, const struct dmarc_walk *author, bool strict,
    struct path *path)
{
	const struct dmarc_walk *walk;

	path->aligned = name_eq(path->domain, author->start);
	if (path->aligned || strict || path->domain.n == 0)
		return;
	walk = facts_walk(facts, path->domain);
	if (walk == NULL)
		return;
	if (walk->failure != NULL || author->failure != NULL) {
		path->failure =
		    walk->failure != NULL ? walk->failure : author->failure;
		return;
	}
	path->aligned =
	    name_eq(dmarc_org_domain(walk), dmarc_org_domain(author));
}

/* Whether it would matter if the path passes. */
static bool
may_align(const struct path *path)
{
	return path->aligned || path->failure != NULL;
}

/* MAIL FROM; a separate pass for HELO would not count. */
static struct path
look_at_spf(struct facts *facts, struct arena *a,
    const struct policy_view *policy, const struct ip *ip)
{
	struct ip client_ip = ip != NULL ? *ip : (struct ip){ 0 };
	struct path path = { .ip = ip };
	const struct spf_outcome *outcome;
	struct spf_client client;

	switch (facts_spf_sender(facts, a, client_ip, &client)) {
	case SPF_SENDER_PENDING:
		return path;
	case SPF_SENDER_NONE:
		path.failure = facts_helo(facts, client_ip)->failure;
		return path;
	case SPF_SENDER_KNOWN:
		break;
	}
	path.domain = client.domain;
	align(facts, policy->walk, policy->found->record->strict_spf, &path);
	if (ip == NULL)
		return path;
	outcome = facts_spf(facts, &client);
	if (outcome == NULL)
		return path;
	path.spf = outcome->result;
	path.passes = outcome->result == SPF_PASS;
	if (outcome->result == SPF_TEMPERROR && may_align(&path))
		path.failure = outcome->problem_answer;
	path.needs_helo = outcome->result == SPF_NOT_KNOWN && may_align(&path);
	return path;
}

static struct path
look_at_dkim(struct facts *facts, const struct policy_view *policy,
    const struct selector *selector)
{
	struct path path = { .selector = selector, .domain = selector->domain };
	const struct selector_view *view;

	align(facts, policy->walk, policy->found->record->strict_dkim, &path);
	view = facts_selector(facts, selector);
	if (view == NULL)
		return path;
	path.passes =
	    selector_is_usable(view) && view->keys[0].key.form != KEY_PKCS1;
	path.in_part = selector_is_usable(view) && !path.passes;
	if (!answer_is_known(view->answer) && may_align(&path))
		path.failure = view->answer;
	return path;
}

/* A fault hides where the key is, and so whose signature it is. */
static struct path
look_at_signature(
    struct facts *facts, const struct policy_view *policy, size_t i)
{
	const struct signature_view *view =
	    facts_signature(facts, &facts->req->sent->sample.signatures[i]);
	struct path path = { .signature = view };

	if (view == NULL)
		return path;
	path.selector = view->signer;
	path.domain = view->signer->domain;
	align(facts, policy->walk, policy->found->record->strict_dkim, &path);
	path.passes = view->passes;
	path.in_part = view->in_part;
	if (view->use == KEY_IS_UNKNOWN && may_align(&path))
		path.failure = view->key->answer;
	return path;
}

bool
facts_signer_is_aligned(
    struct facts *facts, struct name domain, const struct answer **failure)
{
	const struct policy_view *policy = facts_policy(facts);
	struct path path = { .domain = domain };

	*failure = NULL;
	if (policy == NULL)
		return false;
	align(facts, policy->walk,
	    policy_is_usable(policy) && policy->found->record->strict_dkim,
	    &path);
	*failure = path.failure;
	return path.aligned;
}

const void *
alignment_derive(
    struct facts *facts, struct arena *a, const struct fact_key *key)
{
	struct alignment *out = arena_new(a, struct alignment);
	const struct request *req = facts->req;
	const struct policy_view *policy = facts_policy(facts);

	(void)key;
	if (policy == NULL)
		return NULL;
	out->ndkim =
	    req->sent != NULL ? req->sent->sample.nsignatures : req->nselectors;
	out->spf = arena_array(a, req->nips + 1, struct path);
	out->dkim = arena_array(a, out->ndkim, struct path);
	for (size_t i = 0; i < req->nips; i++)
		if (ip_can_send(req->ips[i]))
			out->spf[out->nspf++] =
			    look_at_spf(facts, a, policy, &req->ips[i]);
	if (out->nspf == 0)
		out->spf[out->nspf++] = look_at_spf(facts, a, policy, NULL);
	for (size_t i = 0; i < out->ndkim; i++)
		out->dkim[i] = req->sent != NULL
		    ? look_at_signature(facts, policy, i)
		    : look_at_dkim(facts, policy, &req->selectors[i]);
	return out;
}

const struct alignment *
facts_alignment(struct facts *facts)
{
	return facts_read(facts, FACT_ALIGNMENT, (struct fact_key){ 0 });
}

bool
path_carries(const struct path *path)
{
	return path->passes && path->aligned && path->failure == NULL;
}

const struct path *
alignment_by_dkim(const struct alignment *alignment)
{
	for (size_t i = 0; i < alignment->ndkim; i++)
		if (path_carries(&alignment->dkim[i]))
			return &alignment->dkim[i];
	return NULL;
}

const struct path *
alignment_spf_gap(const struct alignment *alignment)
{
	for (size_t i = 0; i < alignment->nspf; i++)
		if (!path_carries(&alignment->spf[i]))
			return &alignment->spf[i];
	return NULL;
}

const struct answer *
alignment_failure(const struct alignment *alignment)
{
	for (size_t i = 0; i < alignment->nspf; i++)
		if (alignment->spf[i].failure != NULL)
			return alignment->spf[i].failure;
	for (size_t i = 0; i < alignment->ndkim; i++)
		if (alignment->dkim[i].failure != NULL)
			return alignment->dkim[i].failure;
	return NULL;
}
