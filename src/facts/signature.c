#include "facts/signature.h"
#include "base/date.h"

static enum key_use
use_of(const struct dkim_signature *signature, const struct selector_view *view)
{
	const struct dkim_key *key;

	if (!answer_is_known(view->answer))
		return KEY_IS_UNKNOWN;
	if (!selector_is_usable(view))
		return KEY_IS_UNUSABLE;
	key = &view->keys[0];
	if (key->key.type != signature->key_type)
		return KEY_OF_OTHER_TYPE;
	if (key->no_subdomains &&
	    !name_eq(signature->identity, signature->domain))
		return KEY_FORBIDS_SUBDOMAIN;
	return KEY_FITS;
}

/* Whether the header is the one that was signed, whatever the body is: bh=
 * stands for that. */
static bool
header_matches(struct arena *a, const struct sent *sent,
    const struct sample_signature *of, const struct key *key)
{
	return dkim_verify(a, &of->signature, &sent->sample.head, of->field,
		   of->signature.body_hash, key) == DKIM_VERIFIES;
}

/* By the whole day: x= has passed when the day began, t= is to come when it
 * ends. */
static void
compare_times(
    struct signature_view *view, const struct dkim_signature *s, int64_t day)
{
	uint64_t from = (uint64_t)day * DAY_S, to = from + DAY_S;

	view->is_expired = s->has_expiry && s->expiry < from;
	view->is_early = s->has_time && s->time >= to;
	view->is_reversed =
	    s->has_expiry && s->has_time && s->expiry <= s->time;
}

static void
verify(struct arena *a, const struct sent *sent, struct signature_view *view)
{
	const struct sample_signature *of = view->of;
	const struct dkim_key *key = &view->key->keys[0];

	view->body_matches =
	    str_eq(of->body_hash, of->signature.body_hash) && !of->is_short;
	view->has_body = sent->sample.has_body || view->body_matches;
	view->header_matches = header_matches(a, sent, of, &key->key);
	view->passes = view->covers_from && !view->is_sha1 &&
	    (!view->has_body || (view->body_matches && view->header_matches));
	view->in_part =
	    view->passes && (view->is_expired || key->key.form == KEY_PKCS1);
	view->passes = view->passes && !view->in_part;
}

const void *
signature_derive(
    struct facts *facts, struct arena *a, const struct fact_key *key)
{
	const struct sent *sent = facts->req->sent;
	struct signature_view *view = arena_new(a, struct signature_view);
	const struct dkim_signature *s;

	view->of = &sent->sample.signatures[key->type];
	view->signer = &sent->signers[key->type];
	view->has_body = sent->sample.has_body;
	s = &view->of->signature;
	if (s->fault != DKIM_SIGNATURE_SOUND)
		return view;
	view->key = facts_selector(facts, view->signer);
	if (view->key == NULL)
		return NULL;
	view->use = use_of(s, view->key);
	view->covers_from = dkim_signature_covers(s, S("from"));
	view->is_sha1 = s->hash == DIGEST_SHA1;
	compare_times(view, s, sent->day);
	if (view->use == KEY_FITS)
		verify(a, sent, view);
	return view;
}

const struct signature_view *
facts_signature(struct facts *facts, const struct sample_signature *signature)
{
	ptrdiff_t i = signature - facts->req->sent->sample.signatures;

	return facts_read(
	    facts, FACT_SIGNATURE, (struct fact_key){ .type = (uint16_t)i });
}
