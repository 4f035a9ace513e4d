#include "fix/compose.h"
#include "fix/hidden.h"
#include "fix/owner.h"
#include "fix/spf_need.h"
#include "mail/dkim_key.h"
#include "mail/ip_class.h"
#include "plan/plan.h"

/* An answer about the set: it ends at its name, or says that the name is an
 * alias. */
static bool
is_about(const struct answer *answer, struct name name, uint16_t type)
{
	struct name at = answer->question.name;

	if (!answer_is_known(answer))
		return false;
	for (size_t i = 0; i < answer->ncnames; i++) {
		if (name_eq(at, name))
			return true;
		at = answer->cnames[i];
	}
	return name_eq(at, name) &&
	    (type == TYPE_CNAME || answer->question.type == type);
}

static const struct answer *
answer_about(const struct report *report, struct name name, uint16_t type)
{
	for (size_t i = 0; i < report->nanswers; i++)
		if (is_about(report->answers[i], name, type))
			return report->answers[i];
	return NULL;
}

/* What is published, and not what an edit would make of it. */
static const struct answer *
published(struct composing *c, const struct report *report, struct name name,
    uint16_t type)
{
	const struct answer *answer = answer_about(c->published, name, type);

	if (answer == NULL && report != c->published)
		answer = answer_about(report, name, type);
	return answer;
}

static void
remark(struct composing *c, enum finding_id id, struct name name, uint16_t type,
    struct str why)
{
	struct remark **end = &c->remarks, *new;

	for (; *end != NULL; end = &(*end)->next)
		if ((*end)->type == type && name_eq((*end)->name, name) &&
		    (*end)->id == id)
			return;
	new = arena_new(c->sets.a, struct remark);
	*new = (struct remark){ id, name, type, why, NULL };
	*end = new;
}

static bool
cannot_send(struct ip ip)
{
	return ip.family != IP_NONE && ip_class(ip).kind == IP_SPECIAL;
}

static bool
is_private(uint16_t type, struct str text)
{
	struct ip ip;

	return (type == TYPE_A || type == TYPE_AAAA) && ip_parse(text, &ip) &&
	    cannot_send(ip);
}

/* Whether the value names a host of one label; the root is that of a null MX.
 */
static bool
is_unfit(struct arena *a, uint16_t type, struct str text)
{
	struct name name;

	if (text.n == 0)
		return false;
	switch (type) {
	case TYPE_PTR:
	case TYPE_CNAME:
	case TYPE_MX:
		text = str_from(text,
		    str_find(text, ' ') + 1 > text.n ? 0
						     : str_find(text, ' ') + 1);
		return !name_parse(a, text, &name) || name_labels(name) == 1 ||
		    (name_labels(name) == 0 && type != TYPE_MX);
	default:
		return false;
	}
}

static bool
holds_private_key(struct arena *a, const struct answer *answer)
{
	for (size_t i = 0; i < answer->n; i++)
		if (answer->records[i].type == TYPE_TXT &&
		    dkim_is_private_key(
			a, record_joined(a, &answer->records[i])))
			return true;
	return false;
}

/* Records of the wildcard's own type would be lost below an underscored name,
 * too; of other types nobody asks there. */
static bool
hides_a_wildcard(
    const struct composing *c, struct name name, const struct answer *answer)
{
	if (hidden_is_scoped(name))
		return answer->wildcard && answer->n > 0;
	return answer->wildcard || hidden_may_be(c->hidden, name);
}

/* An edit would be one for each of the sets, and which of them is served where
 * is not for others to say. */
static bool
is_routed(
    const struct composing *c, struct name name, const struct answer *answer)
{
	const struct plan *plan = c->policy->plan;

	return (answer != NULL && answer->is_routed) ||
	    (plan != NULL && overlay_is_routed(plan->overlay, name));
}

/* Empty where the need may be met; else why not. */
static struct str
refusal(
    struct composing *c, const struct need *need, const struct answer *answer)
{
	struct arena *a = c->sets.a;
	struct str whose;

	switch (owner_of(a, c->published->req, c->policy->psl, need->name)) {
	case OWNER_USER:
	case OWNER_PROVIDER:
		break;
	case OWNER_OTHER:
		whose = owner_text(a, need->name);
		return whose.n > 0
		    ? arena_printf(a, "the name is %.*s's", PSTR(whose))
		    : S("the name is in somebody else's zone");
	}
	if (is_routed(c, need->name, answer))
		return S("the name has several routed sets");
	if (answer == NULL)
		return S("what is published there is not known");
	if (holds_private_key(a, answer))
		return S("a private key is there, which is not shown");
	if (answer->is_mixed)
		return S("the name servers of the zone do not agree yet");
	if (hides_a_wildcard(c, need->name, answer))
		return S("a wildcard answers for the name, and a record there "
			 "would hide it");
	if (cannot_send(need->ip) || is_private(need->type, need->new))
		return S(
		    "no mail comes from such an address over the internet");
	if (name_labels(need->name) < 2 || is_unfit(a, need->type, need->new))
		return S("a name of one label means nothing to others");
	return S("");
}

static bool
apply_value(
    struct record_sets *sets, struct record_set *set, const struct need *need)
{
	size_t old = record_set_at(set, need->old);

	switch (need->kind) {
	case NEED_VALUE:
		if (record_set_at(set, need->new) < set->n)
			return false;
		if (need->old.n == 0)
			record_set_add(sets, set, need->new);
		else if (old < set->n)
			record_set_replace(sets, set, old, need->new);
		else
			return false; /* another edit has changed it */
		return true;
	case NEED_NO_VALUE:
		if (old == set->n)
			return false;
		record_set_remove(set, old);
		return true;
	case NEED_ONLY:
		if (set->n == 1 && record_set_at(set, need->new) == 0)
			return false;
		set->n = 0;
		record_set_add(sets, set, need->new);
		return true;
	case NEED_SPF_PASS:
	case NEED_SPF_TERM:
	case NEED_SPF_SOUND:
	case NEED_SPF_ORDER:
	case NEED_SPF_CLOSE:
	case NEED_SPF_ONCE:
		break;
	}
	return false;
}

/* A private address in the set is no address of a host that others see. */
static bool
drop_private(struct record_set *set)
{
	bool dropped = false;
	struct ip ip;

	if (set->type != TYPE_A && set->type != TYPE_AAAA)
		return false;
	for (size_t i = set->n; i > 0; i--)
		if (ip_parse(set->values[i - 1].text, &ip) && cannot_send(ip)) {
			record_set_remove(set, i - 1);
			dropped = true;
		}
	return dropped;
}

static bool
apply(struct composing *c, struct record_set *set, const struct need *need)
{
	if (need_is_spf(need->kind))
		return spf_need_apply(&c->sets, set, need);
	if (!apply_value(&c->sets, set, need))
		return false;
	drop_private(set);
	return true;
}

/* What is not to be done before what the record says has been mended: it may
 * name the address then. */
static bool
waits(const struct record_set *set, const struct need *need)
{
	return need->kind == NEED_SPF_PASS && set->is_rebuilt;
}

/* The set that the need is about; NULL, and a remark, where it may not be
 * met. */
static struct record_set *
set_for(struct composing *c, const struct report *report,
    const struct finding *f, const struct need *need)
{
	struct record_set *set =
	    record_set_find(&c->sets, need->name, need->type);
	const struct answer *answer = set != NULL
	    ? set->answer
	    : published(c, report, need->name, need->type);
	struct str why = refusal(c, need, answer);

	if (why.n > 0) {
		if (report == c->published)
			remark(c, f->id, need->name, need->type, why);
		return NULL;
	}
	return record_set_of(&c->sets, need->name, need->type, answer);
}

/* All needs of a finding are met, or none. */
static bool
may_serve(
    struct composing *c, const struct report *report, const struct finding *f)
{
	for (const struct need *need = f->needs; need != NULL;
	     need = need->next)
		if (set_for(c, report, f, need) == NULL)
			return false;
	return f->needs != NULL;
}

static bool
has_purpose(const struct record_set *set)
{
	for (size_t i = 0; i < FINDING_COUNT; i++)
		if (set->purpose[i])
			return true;
	return false;
}

static bool
serve(struct composing *c, const struct report *report, const struct finding *f,
    bool rebuild)
{
	bool changed = false;

	if (!may_serve(c, report, f))
		return false;
	for (const struct need *need = f->needs; need != NULL;
	     need = need->next) {
		struct record_set *set = set_for(c, report, f, need);

		if (spf_need_rebuilds(need->kind) != rebuild)
			continue;
		if (report == c->published || !has_purpose(set))
			set->purpose[f->id] = true;
		if (waits(set, need) || !apply(c, set, need))
			continue;
		set->is_rebuilt |= rebuild;
		changed = true;
	}
	return changed;
}

static bool
is_excused(
    const struct composing *c, const struct result *r, const struct finding *f)
{
	for (const struct excuse *e = c->excuses; e != NULL; e = e->next)
		if (e->result->check == r->check && e->result->ip == r->ip &&
		    e->id == f->id && str_eq(e->subject, f->subject))
			return true;
	return false;
}

static bool
serve_all(struct composing *c, const struct report *report,
    enum severity severity, bool rebuild)
{
	bool changed = false;

	for (size_t i = 0; i < report->nresults; i++) {
		const struct result *r = &report->results[i];

		for (const struct finding *f = r->findings; f != NULL;
		     f = f->next)
			if (f->severity == severity && !is_excused(c, r, f))
				changed |= serve(c, report, f, rebuild);
	}
	return changed;
}

bool
compose_add(struct composing *c, const struct report *report)
{
	static const enum severity order[] = { SEV_FAIL, SEV_UNKNOWN,
		SEV_WARN };
	bool changed = false;

	if (c->published == NULL)
		c->published = report;
	for (struct record_set *set = c->sets.first; set != NULL;
	     set = set->next)
		set->is_rebuilt = false;
	for (int rebuild = 1; rebuild >= 0; rebuild--)
		for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++)
			changed |= serve_all(c, report, order[i], rebuild == 1);
	return changed;
}

void
compose_restart(struct composing *c)
{
	for (struct record_set *set = c->sets.first; set != NULL;
	     set = set->next) {
		set->values = record_set_published(c->sets.a, set, &set->n);
		set->cap = set->n;
		for (size_t i = 0; i < FINDING_COUNT; i++)
			set->purpose[i] = false;
	}
}

void
compose_excuse(struct composing *c, const struct result *result,
    const struct finding *f, struct str why)
{
	struct excuse *excuse = arena_new(c->sets.a, struct excuse);

	*excuse = (struct excuse){ result, f->id, f->subject, c->excuses };
	c->excuses = excuse;
	if (f->needs != NULL)
		remark(c, f->id, f->needs->name, f->needs->type, why);
}

bool
compose_serves(const struct composing *c, const struct finding *f)
{
	for (const struct need *need = f->needs; need != NULL;
	     need = need->next) {
		const struct record_set *set =
		    record_set_find(&c->sets, need->name, need->type);

		if (set == NULL || !set->purpose[f->id] ||
		    !record_set_is_changed(c->sets.a, set))
			return false;
	}
	return f->needs != NULL;
}
