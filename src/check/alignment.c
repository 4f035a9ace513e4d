#include "check/alignment.h"
#include "check/host.h"
#include "check/selector.h"
#include "check/spf.h"

/* What aligning any name with the author domain needs. */
struct author {
	const struct dmarc_walk *walk;
	const struct dmarc_record *record;
};

/* Whether the path's domain is the author's, or has the same organizational
 * domain.  Identical names need no walk (RFC 9989 section 4.10.2). */
static void
align(struct check *c, const struct author *author, bool strict,
    struct path *path)
{
	struct dmarc_walk walk;

	path->aligned = name_eq(path->domain, author->walk->start);
	if (path->aligned || strict || path->domain.n == 0)
		return;
	walk = dmarc_walk(c->a, c->lookup, path->domain);
	if (walk.failure != NULL || author->walk->failure != NULL) {
		path->failure =
		    walk.failure != NULL ? walk.failure : author->walk->failure;
		return;
	}
	path->aligned =
	    name_eq(dmarc_org_domain(&walk), dmarc_org_domain(author->walk));
}

/* Whether it would matter if the path passes. */
static bool
may_align(const struct path *path)
{
	return path->aligned || path->failure != NULL;
}

/* MAIL FROM; a separate pass for HELO would not count. */
static struct path
look_at_spf(struct check *c, const struct author *author, const struct ip *ip)
{
	struct path path = { .ip = ip, .domain = c->req->mail_from };
	struct result aside = { .subject = c->result->subject };
	struct spf_client client;
	struct spf_outcome outcome;
	struct check of_ip = *c;

	of_ip.ip = ip;
	of_ip.result = &aside;
	if (!spf_sender(&of_ip, &client)) {
		path.domain = (struct name){ 0 };
		path.failure = helo_host(&of_ip).failure;
		return path;
	}
	path.domain = client.domain;
	align(c, author, author->record->strict_spf, &path);
	if (ip == NULL)
		return path;
	outcome = spf_check_host(c->a, c->lookup, &client);
	path.spf = outcome.result;
	path.passes = outcome.result == SPF_PASS;
	if (outcome.result == SPF_TEMPERROR && may_align(&path))
		path.failure = outcome.problem_answer;
	return path;
}

static struct path
look_at_dkim(struct check *c, const struct author *author,
    const struct selector *selector)
{
	struct path path = { .selector = selector, .domain = selector->domain };
	struct selector_view view;

	align(c, author, author->record->strict_dkim, &path);
	if (!selector_look(c, selector, &view))
		return path;
	path.passes = selector_is_usable(&view);
	if (!answer_is_known(view.answer) && may_align(&path))
		path.failure = view.answer;
	return path;
}

struct alignment
alignment_of(struct check *c, const struct dmarc_walk *walk,
    const struct dmarc_record *record)
{
	const struct request *req = c->req;
	struct author author = { walk, record };
	struct alignment out = {
		.nspf = req->nips > 0 ? req->nips : 1,
		.ndkim = req->nselectors,
	};

	out.spf = arena_array(c->a, out.nspf, struct path);
	out.dkim = arena_array(c->a, out.ndkim, struct path);
	for (size_t i = 0; i < out.nspf; i++)
		out.spf[i] = look_at_spf(
		    c, &author, req->nips > 0 ? &req->ips[i] : NULL);
	for (size_t i = 0; i < out.ndkim; i++)
		out.dkim[i] = look_at_dkim(c, &author, &req->selectors[i]);
	return out;
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
