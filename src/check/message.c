/* message: what the receiver said of the message, beside what is found now. */
#include "base/buf.h"
#include "base/escape.h"
#include "check/check.h"
#include "check/refusal.h"
#include "facts/alignment.h"
#include "facts/policy.h"
#include "facts/sent.h"
#include "facts/signature.h"
#include "facts/spf.h"
#include "mail/authres.h"

/* Of a reply, in a sentence. */
enum { REPLY_COLUMNS = 300 };

/* What one method comes to now. */
struct found {
	bool is_known;
	struct str result; /* "pass" */
};

/* The client that SPF is about; NULL without one. */
static const struct spf_outcome *
spf_outcome(struct facts *facts, struct arena *a, struct spf_client *client)
{
	const struct request *req = facts->req;

	if (req->nips == 0 ||
	    facts_spf_sender(facts, a, req->ips[0], client) != SPF_SENDER_KNOWN)
		return NULL;
	return facts_spf(facts, client);
}

void
need_message(struct facts *facts, const struct aim *aim)
{
	const struct sent *sent = aim->req->sent;
	const struct policy_view *policy = facts_policy(facts);
	struct spf_client client;

	spf_outcome(facts, aim->a, &client);
	for (size_t i = 0; i < sent->sample.nsignatures; i++)
		facts_signature(facts, &sent->sample.signatures[i]);
	if (policy != NULL && policy_is_usable(policy))
		facts_alignment(facts);
}

static bool
is_named(struct check *c, struct str text, struct name name)
{
	struct name named;

	return name_from_labels(c->a, text, &named) && name_eq(named, name);
}

static struct found
found_by_spf(struct check *c, const struct authres_result *said)
{
	struct spf_client client;
	const struct spf_outcome *outcome =
	    spf_outcome(c->facts, c->a, &client);

	if (outcome == NULL || outcome->result == SPF_TEMPERROR ||
	    outcome->result == SPF_NOT_KNOWN ||
	    !is_named(c, said->domain, client.domain))
		return (struct found){ false };
	return (struct found){ true, str_of(spf_result_text(outcome->result)) };
}

/* Whether the receiver means this signature. */
static bool
is_meant(struct check *c, const struct authres_result *said,
    const struct dkim_signature *s)
{
	return s->key_name.n > 0 && is_named(c, said->domain, s->domain) &&
	    (said->selector.n == 0 ||
		str_eq_nocase(said->selector, s->selector));
}

/* Where several signatures may be meant, nothing can be said. */
static struct found
found_by_dkim(struct check *c, const struct authres_result *said)
{
	const struct sample *sample = &c->req->sent->sample;
	const struct signature_view *meant = NULL;

	for (size_t i = 0; i < sample->nsignatures; i++) {
		const struct sample_signature *s = &sample->signatures[i];

		if (!is_meant(c, said, &s->signature))
			continue;
		if (meant != NULL)
			return (struct found){ false };
		meant = facts_signature(c->facts, s);
	}
	if (meant == NULL || meant->key == NULL || !meant->has_body ||
	    meant->use == KEY_IS_UNKNOWN || meant->in_part || meant->is_expired)
		return (struct found){ false };
	return (struct found){ true, meant->passes ? S("pass") : S("fail") };
}

static struct found
found_by_dmarc(struct check *c, const struct authres_result *said)
{
	const struct policy_view *policy = facts_policy(c->facts);
	const struct alignment *alignment;
	const struct path *gap;
	bool passes;

	if (!is_named(c, said->domain, c->req->domain) || policy->is_untold ||
	    c->req->nips == 0 || !c->req->sent->sample.has_body)
		return (struct found){ false };
	if (policy->found == NULL)
		return (struct found){ true, S("none") };
	if (!policy_is_usable(policy))
		return (struct found){ false };
	alignment = facts_alignment(c->facts);
	gap = alignment_spf_gap(alignment);
	passes = gap == NULL || alignment_by_dkim(alignment) != NULL;
	if (!passes &&
	    (alignment_failure(alignment) != NULL || gap->needs_helo))
		return (struct found){ false };
	return (struct found){ true, passes ? S("pass") : S("fail") };
}

static const struct {
	struct str method;
	struct found (*find)(
	    struct check *c, const struct authres_result *said);
} methods[] = {
	{ STR("spf"), found_by_spf },
	{ STR("dkim"), found_by_dkim },
	{ STR("dmarc"), found_by_dmarc },
};

static struct found
found_now(struct check *c, const struct authres_result *said)
{
	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++)
		if (str_eq(methods[i].method, said->method))
			return methods[i].find(c, said);
	return (struct found){ false };
}

/* Of an error it does not matter which, nor by which name DKIM fails. */
static bool
is_same(const struct authres_result *said, struct str found)
{
	if (str_eq(said->result, found))
		return true;
	if (str_eq(said->method, S("spf")))
		return str_eq(said->result, S("hardfail")) &&
		    str_eq(found, S("fail"));
	return !str_eq(said->result, S("pass")) && !str_eq(found, S("pass"));
}

/* "dkim=fail for example.com (s1)" */
static struct str
said_text(struct check *c, const struct authres_result *said)
{
	struct buf b = { .a = c->a };

	buf_str(&b, said->method);
	buf_byte(&b, '=');
	buf_str(&b, said->result);
	if (said->domain.n > 0)
		buf_printf(&b, " for %.*s", PSTR(said->domain));
	if (said->selector.n > 0)
		buf_printf(&b, " (%.*s)", PSTR(said->selector));
	return escape(c->a, buf_view(&b));
}

/* What the receiver could not tell for a moment is no difference. */
static bool
judge_result(struct check *c, struct str receiver, struct value *list,
    const struct authres_result *said)
{
	struct found found = found_now(c, said);
	struct value *one = value_add_object(c->a, list, NULL);

	value_add_str(c->a, one, "method", escape(c->a, said->method));
	value_add_str(c->a, one, "said", escape(c->a, said->result));
	if (found.is_known)
		value_add_str(c->a, one, "found", found.result);
	else
		value_add_null(c->a, one, "found");
	if (!found.is_known || is_same(said, found.result) ||
	    str_eq(said->result, S("temperror")))
		return false;
	check_flag(c, FINDING_MESSAGE_DIFFERS,
	    "%.*s said %.*s, and now it is %.*s", PSTR(receiver),
	    PSTR(said_text(c, said)), PSTR(found.result));
	return true;
}

static void
judge_results(struct check *c, const struct authres *authres)
{
	struct str by = c->req->sent->hop.received.by;
	struct str receiver =
	    escape(c->a, authres->server.n > 0 ? authres->server : by);
	struct value *list;
	size_t ndiffer = 0;

	value_add_str(c->a, c->result->facts, "receiver", receiver);
	list = value_add_list(c->a, c->result->facts, "results");
	for (size_t i = 0; i < authres->n; i++)
		ndiffer +=
		    judge_result(c, receiver, list, &authres->results[i]);
	check_say(c, "-> %sas %.*s found it", ndiffer > 0 ? "not " : "",
	    PSTR(receiver));
}

/* What such replies mean, and what leads to them, as "explain" tells it. */
static struct str
explained(struct check *c, struct str reply)
{
	const struct refusal **found =
	    arena_array(c->a, REFUSAL_COUNT, const struct refusal *);
	size_t n = refusal_find(c->a, reply, found);
	struct buf b = { .a = c->a };

	for (size_t i = 0; i < n; i++) {
		struct str rest = str_of(found[i]->findings), code;
		struct buf codes = { .a = c->a };

		while (rest.n > 0 && str_cut(&rest, ' ', &code))
			buf_item(&codes, code);
		buf_printf(&b, "%s%s: %s (%.*s).", i > 0 ? " " : "",
		    found[i]->receiver, found[i]->means,
		    PSTR(codes.n > 0
			    ? buf_view(&codes)
			    : S("nothing that is published causes it")));
	}
	return buf_view(&b);
}

static void
flag_reply(struct check *c, struct str reply)
{
	struct finding *f = check_flag(c, FINDING_MESSAGE_REFUSED,
	    "A receiver refused the message: \"%.*s\"",
	    PSTR(excerpt(c->a, reply, REPLY_COLUMNS)));

	f->advice = explained(c, reply);
	check_say(c, "-> refused");
}

void
check_message(struct check *c)
{
	const struct sent *sent = c->req->sent;
	struct authres authres;

	c->result->subject = check_name(c, c->domain);
	if (authres_find(c->a, &sent->sample.head, c->policy->psl,
		sent->hop.received.by, &authres))
		judge_results(c, &authres);
	else if (sent->bounce.reply.n == 0)
		check_skip(c, "no receiver says anything of it");
	if (sent->bounce.reply.n > 0)
		flag_reply(c, sent->bounce.reply);
}
