#include "check/change.h"

/* Types that may stand where a CNAME comes. */
static const uint16_t beside_cname[] = { TYPE_A, TYPE_AAAA, TYPE_MX, TYPE_TXT,
	TYPE_NS };

struct str
proposal_text(struct check *c, const struct proposal *p)
{
	struct str id = S("");

	if (p->set->id.n > 0)
		id = arena_printf(c->a, " (%.*s)", PSTR(p->set->id));
	return arena_printf(c->a, "%.*s %.*s%.*s",
	    PSTR(check_name(c, p->set->name)),
	    PSTR(type_text(c->a, p->set->type)), PSTR(id));
}

static const struct answer *
ask(struct facts *facts, struct name name, uint16_t type)
{
	return facts_answer(facts, name, type | TYPE_PUBLISHED);
}

/* The wildcard beside a name, which may be whose records are published. */
static struct name
wildcard_beside(struct arena *a, struct name name)
{
	struct name star = { 0 };

	if (name_labels(name) > 2 && !str_eq(name_label(name), S("*")))
		name_below(a, S("*"), name_parent(name), &star);
	return star;
}

/* An alias is one, whatever is known of its target. */
static bool
has_something(const struct answer *answer)
{
	return answer != NULL && (answer->n > 0 || answer->ncnames > 0);
}

/* Zones tell themselves what a wildcard has made. */
static bool
needs_wildcard(const struct answer *answer)
{
	return has_something(answer) && !answer->wildcard &&
	    (answer->zone.n == 0 || answer->authoritative);
}

static void
need_set(struct facts *facts, struct arena *a, struct name name, uint16_t type)
{
	const struct answer *published = ask(facts, name, type);
	struct name star = wildcard_beside(a, name);

	if (star.n > 0 && needs_wildcard(published))
		ask(facts, star, type);
}

/* The set as all of the change leaves it. */
static const struct overlay_set *
laid_set(
    struct arena *a, const struct plan *plan, const struct plan_entry *entry)
{
	const struct overlay_node *node =
	    overlay_node(plan->overlay, entry->set.name);
	struct overlay_set *gone;

	for (size_t i = 0; node != NULL && i < node->n; i++)
		if (node->sets[i].type == entry->set.type &&
		    str_eq(node->sets[i].id, entry->set.id))
			return &node->sets[i];
	if (node == NULL || !node->is_cleared)
		return &entry->set;
	gone = arena_new(a, struct overlay_set);
	*gone = entry->set;
	gone->state = OVERLAY_NOTHING;
	return gone;
}

void
proposal_need(struct facts *facts, const struct aim *aim,
    const struct plan_entry *entry, size_t i)
{
	const struct overlay_set *set = laid_set(aim->a, aim->plan, entry);

	if (i >= CHANGE_ASKED_MAX)
		return;
	need_set(facts, aim->a, set->name, set->type);
	if (set->type != TYPE_CNAME || set->state == OVERLAY_NOTHING)
		return;
	for (size_t j = 0; j < sizeof(beside_cname) / sizeof(beside_cname[0]);
	     j++)
		need_set(facts, aim->a, set->name, beside_cname[j]);
}

static bool
is_same_set(const struct answer *x, const struct answer *y)
{
	if (x->n != y->n || x->ncnames != y->ncnames)
		return false;
	for (size_t i = 0; i < x->n; i++)
		if (record_order(&x->records[i], &y->records[i]) != 0)
			return false;
	for (size_t i = 0; i < x->ncnames; i++)
		if (!name_eq(x->cnames[i], y->cnames[i]))
			return false;
	return true;
}

/* What is published for the name itself; is_own is whether that can be told,
 * and false where there is nothing or a wildcard's. */
static const struct answer *
published_set(struct check *c, struct name name, uint16_t type, bool *is_own)
{
	const struct answer *answer = ask(c->facts, name, type), *wild;
	struct name star = wildcard_beside(c->a, name);

	*is_own = has_something(answer) && !answer->wildcard;
	if (star.n > 0 && needs_wildcard(answer)) {
		wild = ask(c->facts, star, type);
		*is_own = !(has_something(wild) && is_same_set(wild, answer));
	}
	return answer;
}

/* What the edits of the change, all of them, make of the set. */
static void
propose(struct check *c, struct proposal *p)
{
	const struct overlay_set *set = p->set;

	switch (set->state) {
	case OVERLAY_RECORDS:
		p->new = set->records;
		p->nnew = set->n;
		break;
	case OVERLAY_NOTHING:
		break;
	case OVERLAY_EDIT:
		p->new = overlay_edit(c->a, set, p->old, p->nold, &p->nnew);
		p->is_open = !p->is_known;
		break;
	case OVERLAY_AS_IS:
	case OVERLAY_LATER:
	case OVERLAY_ALIAS:
		p->is_open = true;
		break;
	}
}

struct proposal
proposal_of(struct check *c, const struct plan_entry *entry, size_t i)
{
	struct proposal p = { .entry = entry,
		.set = laid_set(c->a, c->plan, entry) };
	bool is_own = false;

	if (i < CHANGE_ASKED_MAX) {
		p.published =
		    published_set(c, entry->set.name, entry->set.type, &is_own);
		p.is_known =
		    answer_is_known(p.published) || p.published->ncnames > 0;
	}
	if (p.is_known && is_own && p.published->ncnames == 0) {
		p.old = p.published->records;
		p.nold = p.published->n;
	}
	propose(c, &p);
	return p;
}

struct str
proposal_action(const struct proposal *p)
{
	bool had = p->is_known ? p->nold > 0 : p->entry->verb != PLAN_CREATE;
	bool has = p->is_open || p->nnew > 0;

	if (!has)
		return S("delete");
	return had ? S("replace") : S("create");
}

static struct finding *
flag_conflict(struct check *c, const struct proposal *p, struct str why)
{
	struct finding *f = check_flag(c, FINDING_CHANGE_CONFLICT,
	    "%.*s: %.*s.", PSTR(proposal_text(c, p)), PSTR(why));

	f->subject = check_name(c, p->set->name);
	return f;
}

static bool
has_record(const struct record *records, size_t n, const struct record *r)
{
	for (size_t i = 0; i < n; i++)
		if (record_order(&records[i], r) == 0)
			return true;
	return false;
}

static bool
has_all(const struct record *records, size_t n, const struct record *wanted,
    size_t nwanted)
{
	for (size_t i = 0; i < nwanted; i++)
		if (!has_record(records, n, &wanted[i]))
			return false;
	return true;
}

/* A resolver's TTL counts down: only that of a zone or its server is the
 * set's. */
static bool
has_other_ttl(const struct proposal *p)
{
	const struct answer *published = p->published;
	bool is_exact = published->authoritative || published->zone.n > 0;

	return is_exact && p->entry->ngiven > 0 &&
	    p->entry->given[0].ttl != published->ttl;
}

static void
flag_verb_conflict(struct check *c, const struct proposal *p)
{
	const struct plan_entry *e = p->entry;

	if (!p->is_known || e->set.id.n > 0)
		return;
	if (e->verb == PLAN_CREATE && p->nold > 0)
		flag_conflict(
		    c, p, S("CREATE is refused, for the set is there already"));
	if (e->verb != PLAN_DELETE || e->set.state == OVERLAY_ALIAS)
		return;
	if (p->nold == 0)
		flag_conflict(
		    c, p, S("DELETE is refused, for there is no such set"));
	else if (!has_all(p->old, p->nold, e->given, e->ngiven) ||
	    !has_all(e->given, e->ngiven, p->old, p->nold))
		flag_conflict(c, p,
		    S("DELETE is refused, for other values are published"));
	else if (has_other_ttl(p))
		flag_conflict(c, p,
		    arena_printf(c->a,
			"DELETE is refused, for the published TTL is %u",
			p->published->ttl));
}

/* Whether the change leaves records of the type at the name. */
static bool
stays(struct check *c, struct name name, uint16_t type)
{
	const struct overlay *overlay = c->plan->overlay;
	const struct overlay_node *node = overlay_node(overlay, name);
	const struct overlay_set *set = overlay_set(overlay, node, type);

	if (set != NULL)
		return set->state != OVERLAY_NOTHING;
	return !node->is_cleared;
}

/* RFC 1034 section 3.6.2: a CNAME stands alone. */
static void
flag_cname_conflict(struct check *c, const struct proposal *p)
{
	const struct answer *answer;
	bool is_own;

	if (p->set->state == OVERLAY_NOTHING || (!p->is_open && p->nnew == 0))
		return;
	if (p->set->type != TYPE_CNAME) {
		published_set(c, p->set->name, p->set->type, &is_own);
		if (p->is_known && is_own && p->published->ncnames > 0 &&
		    stays(c, p->set->name, TYPE_CNAME))
			flag_conflict(c, p,
			    S("the name has a CNAME, which stands alone"));
		return;
	}
	for (size_t i = 0; i < sizeof(beside_cname) / sizeof(beside_cname[0]);
	     i++) {
		answer =
		    published_set(c, p->set->name, beside_cname[i], &is_own);
		if (answer == NULL || !is_own || answer->ncnames > 0 ||
		    !stays(c, p->set->name, beside_cname[i]))
			continue;
		flag_conflict(c, p,
		    arena_printf(c->a,
			"a CNAME stands alone, and the name has %.*s records",
			PSTR(type_text(c->a, beside_cname[i]))));
		return;
	}
}

void
change_flag_conflicts(struct check *c, const struct proposal *p)
{
	if ((p->entry->flaws & FLAW_TWICE) != 0)
		flag_conflict(c, p, S("the change has this set twice"));
	if (p->published == NULL)
		return;
	flag_verb_conflict(c, p);
	flag_cname_conflict(c, p);
}
