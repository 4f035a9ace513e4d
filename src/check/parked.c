/* --profile parked: the domain sends no mail, and says so. */
#include "base/escape.h"
#include "check/check.h"
#include "facts/exchanges.h"
#include "facts/policy.h"
#include "facts/selector.h"
#include "facts/spf_eval.h"
#include "facts/usual_selectors.h"
#include "mail/taglist.h"

/* RFC 7208 section 10.1.2, RFC 7505, RFC 6376 section 3.6.1. */
static const struct str no_senders = STR("v=spf1 -all");
static const struct str null_mx = STR("0 .");
static const struct str no_key = STR("v=DKIM1; p=");

/* The selectors given, and the usual ones. */
static struct selector
selector_of(struct arena *a, const struct request *req, size_t i)
{
	return i < req->nselectors
	    ? req->selectors[i]
	    : usual_selector(a, req->domain, i - req->nselectors);
}

static size_t
count_selectors(const struct request *req)
{
	return req->nselectors + usual_selectors();
}

/* Where one record answers for every selector; no name where that would be too
 * long. */
static struct name
any_selector(struct arena *a, const struct request *req)
{
	struct name star = { 0 };

	name_below(a, S("*._domainkey"), req->domain, &star);
	return star;
}

void
need_parked(struct facts *facts, const struct aim *aim)
{
	const struct request *req = aim->req;
	struct name star = any_selector(aim->a, req);

	if (star.n > 0)
		facts_answer(facts, star, TYPE_TXT);
	facts_spf_record(facts, req->domain);
	facts_exchanges(facts, req->domain);
	facts_policy(facts);
	for (size_t i = 0; i < count_selectors(req); i++) {
		struct selector selector = selector_of(aim->a, req, i);

		if (selector.name.n > 0)
			facts_selector(facts, &selector);
	}
}

static bool
authorises_nobody(const struct spf_record *record)
{
	return record != NULL && record->bad == NULL && record->n == 1 &&
	    record->terms[0].kind == SPF_ALL &&
	    record->terms[0].qualifier == '-';
}

static const char *
judge_spf(struct check *c)
{
	const struct spf_published *spf = facts_spf_record(c->facts, c->domain);
	struct str name = check_name(c, c->domain), old = S("");
	struct finding *f;

	if (check_unknown(c, spf->answer, FINDING_PARKED_SPF) != NULL)
		return "unknown";
	if (authorises_nobody(spf->record))
		return "nobody may send";
	if (spf->record != NULL) {
		old = spf->record->text;
		f = check_flag(c, FINDING_PARKED_SPF,
		    "The SPF record of %.*s lets mail pass, or says nothing of "
		    "it: \"%.*s\"",
		    PSTR(name), PSTR(escape(c->a, old)));
	} else {
		f = check_flag(c, FINDING_PARKED_SPF,
		    spf->n > 1 ? "%.*s has %zu SPF records, so that none counts"
			       : "%.*s has no SPF record",
		    PSTR(name), spf->n);
	}
	finding_set_cached(f, spf->answer);
	if (spf->n <= 1)
		check_need(c, f,
		    need_value(
			answer_name(spf->answer), TYPE_TXT, old, no_senders));
	return "mail can pass";
}

static bool
takes_no_mail(const struct exchanges *all)
{
	if (all->mx->n > 0)
		return all->null > 0 && all->n == 0;
	return all->own4->n == 0 && all->own6->n == 0;
}

static const char *
judge_mx(struct check *c)
{
	const struct exchanges *all = facts_exchanges(c->facts, c->domain);
	struct str name = check_name(c, c->domain);
	struct finding *f;

	if (check_unknown(c, all->mx, FINDING_PARKED_MX) != NULL)
		return "unknown";
	if (all->mx->n == 0 &&
	    (check_unknown(c, all->own4, FINDING_PARKED_MX) != NULL ||
		check_unknown(c, all->own6, FINDING_PARKED_MX) != NULL))
		return "unknown";
	if (takes_no_mail(all))
		return "takes no mail";
	if (all->mx->n > 0)
		f = check_flag(c, FINDING_PARKED_MX,
		    "The MX of %.*s takes mail: %.*s", PSTR(name),
		    PSTR(record_text(c->a, &all->mx->records[0])));
	else
		f = check_flag(c, FINDING_PARKED_MX,
		    "%.*s has no MX, so that its address takes mail",
		    PSTR(name));
	finding_set_cached(f, all->mx);
	check_need(c, f,
	    (struct need){
		.kind = NEED_ONLY,
		.name = answer_name(all->mx),
		.type = TYPE_MX,
		.new = null_mx,
	    });
	return "takes mail";
}

/* The record with a policy of reject, for all below, too. */
static struct str
rejecting(struct arena *a, const struct dmarc_record *record)
{
	static const struct str kept[] = { STR("rua"), STR("ruf"), STR("fo"),
		STR("adkim"), STR("aspf") };
	struct buf b = { .a = a };
	struct taglist list;
	struct tag tag;

	buf_text(&b, "v=DMARC1; p=reject");
	if (record == NULL)
		return buf_view(&b);
	list = (struct taglist){ .text = record->text };
	while (taglist_next(&list, &tag))
		for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
			if (str_eq_nocase(tag.name, kept[i]))
				buf_printf(&b, "; %.*s=%.*s", PSTR(kept[i]),
				    PSTR(tag.value));
	return buf_view(&b);
}

static bool
rejects(const struct policy_view *policy)
{
	const struct dmarc_record *record =
	    policy->found != NULL ? policy->found->record : NULL;

	if (record == NULL || policy->policy != DMARC_REJECT || record->testing)
		return false;
	return !dmarc_is_own(policy->walk, policy->found) ||
	    dmarc_policy_for(record, DMARC_SUBDOMAIN) == DMARC_REJECT;
}

static const char *
judge_dmarc(struct check *c)
{
	const struct policy_view *policy = facts_policy(c->facts);
	const struct dmarc_record *own = NULL;
	struct name owner = { 0 };
	struct finding *f;

	if (policy->is_untold &&
	    check_unknown(c, policy->walk->failure, FINDING_PARKED_DMARC) !=
		NULL)
		return "unknown";
	if (rejects(policy))
		return "rejected";
	if (policy->found != NULL && dmarc_is_own(policy->walk, policy->found))
		own = policy->found->record;
	if (policy->found == NULL || policy->found->record == NULL)
		f = check_flag(c, FINDING_PARKED_DMARC,
		    "There is no DMARC record for %.*s",
		    PSTR(check_name(c, c->domain)));
	else
		f = check_flag(c, FINDING_PARKED_DMARC,
		    "The policy for %.*s does not reject all mail: \"%.*s\"",
		    PSTR(check_name(c, c->domain)),
		    PSTR(escape(c->a, policy->found->record->text)));
	if (policy->found != NULL)
		finding_set_cached(f, policy->found->answer);
	if (own != NULL)
		owner = answer_name(policy->found->answer);
	else
		name_below(c->a, S("_dmarc"), c->domain, &owner);
	if (owner.n > 0)
		check_need(c, f,
		    need_value(owner, TYPE_TXT, own != NULL ? own->text : S(""),
			rejecting(c->a, own)));
	return "mail can pass";
}

/* A wildcard without a key answers for every selector that there is none. */
static void
need_no_keys(struct check *c, struct finding *f)
{
	struct name star = any_selector(c->a, c->req);

	if (star.n > 0)
		check_need(c, f, need_value(star, TYPE_TXT, S(""), no_key));
}

static size_t
flag_keys(struct check *c, const struct selector *selector)
{
	const struct selector_view *view = facts_selector(c->facts, selector);
	size_t n = 0;

	for (size_t i = 0; i < view->n; i++) {
		const struct dkim_key *key = &view->keys[i];
		struct finding *f;

		if (key->p.n == 0)
			continue;
		n++;
		f = check_flag(c, FINDING_PARKED_DKIM,
		    "%.*s has a key, so that mail can be signed",
		    PSTR(check_name(c, selector->name)));
		f->subject = escape(c->a, selector->text);
		finding_set_cached(f, view->answer);
		if (!view->is_secret)
			check_need(c, f,
			    need_no_value(view->owner, TYPE_TXT, key->text));
		need_no_keys(c, f);
	}
	return n;
}

static const char *
judge_keys(struct check *c)
{
	size_t n = 0;

	for (size_t i = 0; i < count_selectors(c->req); i++) {
		struct selector selector = selector_of(c->a, c->req, i);

		if (selector.name.n > 0)
			n += flag_keys(c, &selector);
	}
	return n > 0 ? "a key is there" : "no key is there";
}

void
check_parked(struct check *c)
{
	const char *spf = judge_spf(c);
	const char *mx = judge_mx(c);
	const char *dmarc = judge_dmarc(c);
	const char *keys = judge_keys(c);

	c->result->subject = check_name(c, c->domain);
	check_say(
	    c, "SPF: %s, MX: %s, DMARC: %s, DKIM: %s", spf, mx, dmarc, keys);
}
