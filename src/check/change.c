#include "check/change.h"
#include "check/scope.h"

void
need_change(struct facts *facts, const struct aim *aim)
{
	size_t i = 0;

	for (const struct plan_entry *e = aim->plan->entries; e != NULL;
	     e = e->next)
		proposal_need(facts, aim, e, i++);
	prereq_need(facts, aim);
}

static void
flag_kind(struct check *c, const struct proposal *p)
{
	struct str text = proposal_text(c, p);
	struct finding *f;

	if (p->set->state == OVERLAY_ALIAS) {
		f = check_flag(c, FINDING_CHANGE_ALIAS,
		    "%.*s answers what %.*s answers.", PSTR(text),
		    PSTR(check_name(c, p->set->alias)));
		f->subject = check_name(c, p->set->name);
	}
	if (p->entry->routing.n > 0 || p->set->id.n > 0) {
		f = check_flag(c, FINDING_CHANGE_ROUTED,
		    "%.*s is one of several sets%s%.*s: a receiver gets any "
		    "one of them.",
		    PSTR(text), p->entry->routing.n > 0 ? ", by " : "",
		    PSTR(p->entry->routing));
		f->subject = check_name(c, p->set->name);
	}
}

static bool
is_refusable(const struct plan_entry *entry)
{
	return entry->verb == PLAN_CREATE || entry->verb == PLAN_DELETE;
}

/* What is published weighs as much as the service's answer depends on it. */
static void
flag_untold(struct check *c, const struct proposal *p)
{
	bool decides = is_refusable(p->entry);

	if (p->published != NULL && !p->is_known)
		check_unknown(c, p->published,
		    decides ? FINDING_CHANGE_CONFLICT : FINDING_CHANGE_ALIAS);
}

/* Whether another check has looked at the name of the set. */
static bool
is_looked_at(struct check *c, const struct proposal *p)
{
	const struct scope *scope = c->scope;

	for (size_t i = 0; i < scope->nanswers; i++)
		if ((scope->answers[i]->question.type & TYPE_PUBLISHED) == 0 &&
		    answer_has_met(scope->answers[i], p->set->name))
			return true;
	return false;
}

/* What is known later keeps a check from telling, if it looks there. */
static void
flag_unknown(struct check *c, const struct proposal *p, bool is_looked_at)
{
	struct finding *f;

	if (p->set->state != OVERLAY_LATER)
		return;
	f = check_flag(c, FINDING_CHANGE_UNKNOWN,
	    "%.*s is known only after the change is made.",
	    PSTR(proposal_text(c, p)));
	f->subject = check_name(c, p->set->name);
	if (!is_looked_at)
		check_set_grade(c, f, INFO);
}

/* A proxy's addresses stand for an exchange or the host; of another name they
 * are nobody's loss. */
static void
flag_proxied(struct check *c, const struct proposal *p, bool is_seen)
{
	struct finding *f;

	f = check_flag(c, FINDING_CHANGE_PROXIED,
	    "%.*s is proxied: it answers the proxy's addresses, and not what "
	    "it says.",
	    PSTR(proposal_text(c, p)));
	f->subject = check_name(c, p->set->name);
	if (!is_seen)
		check_set_grade(c, f, INFO);
}

static bool
ends_in(const struct answer *answer, struct name zone)
{
	if (name_is_in(answer->question.name, zone))
		return true;
	for (size_t i = 0; i < answer->ncnames; i++)
		if (name_is_in(answer->cnames[i], zone))
			return true;
	return false;
}

/* Whether the run is about names of the zone, or it is not known which zone
 * it is. */
static bool
is_zone_looked_at(struct check *c, struct name zone)
{
	const struct scope *scope = c->scope;

	if (zone.n == 0 || name_is_in(c->req->domain, zone))
		return true;
	for (size_t i = 0; i < scope->nanswers; i++)
		if ((scope->answers[i]->question.type & TYPE_PUBLISHED) == 0 &&
		    ends_in(scope->answers[i], zone))
			return true;
	return false;
}

/* What the readers passed over. */
static void
flag_notes(struct check *c)
{
	static const enum finding_id ids[] = {
		[PLAN_UNREAD] = FINDING_CHANGE_UNREAD,
		[PLAN_PRIVATE] = FINDING_CHANGE_PRIVATE,
		[PLAN_OPEN] = FINDING_CHANGE_UNKNOWN,
		[PLAN_NO_ADDRESS] = FINDING_CHANGE_UNKNOWN,
	};

	for (const struct plan_note *n = c->plan->notes; n != NULL;
	     n = n->next) {
		struct finding *f =
		    check_flag(c, ids[n->kind], "%.*s%s%.*s: %.*s.",
			PSTR(n->from.file), n->from.resource.n > 0 ? ": " : "",
			PSTR(n->from.resource), PSTR(n->text));

		if (n->kind == PLAN_NO_ADDRESS ||
		    !is_zone_looked_at(c, n->zone))
			check_set_grade(c, f, INFO);
	}
}

/* Sets that nobody was asked for: the service may refuse some of them. */
static void
flag_not_asked(struct check *c, size_t n, size_t ndeciding)
{
	struct finding *f;

	if (n == 0)
		return;
	f = check_flag(c, FINDING_CHANGE_UNKNOWN,
	    "Only the first %d of %zu record sets were compared with what is "
	    "published.",
	    CHANGE_ASKED_MAX, CHANGE_ASKED_MAX + n);
	if (ndeciding == 0)
		check_set_grade(c, f, INFO);
}

/* What goes that was not there. */
static bool
does_nothing(const struct proposal *p)
{
	return p->entry->verb == PLAN_EDIT && p->is_known && !p->is_open &&
	    p->nold == 0 && p->nnew == 0;
}

static void
judge_proposal(struct check *c, const struct proposal *p, bool is_seen)
{
	flag_untold(c, p);
	change_flag_conflicts(c, p);
	change_flag_values(c, p);
	flag_kind(c, p);
	if ((p->entry->flaws & FLAW_PROXIED) != 0)
		flag_proxied(c, p, is_seen);
	else
		flag_unknown(c, p, is_seen);
}

void
check_change(struct check *c)
{
	struct proposal **end = &c->result->proposals;
	bool counts = false;
	size_t n = 0, asked = 0, beyond = 0, deciding = 0;

	c->result->subject = check_name(c, c->req->domain);
	for (const struct plan_entry *e = c->plan->entries; e != NULL;
	     e = e->next) {
		struct proposal *p = arena_new(c->a, struct proposal);
		bool is_seen;

		if (asked >= CHANGE_ASKED_MAX) {
			beyond++;
			deciding += is_refusable(e);
		}
		*p = proposal_of(c, e, asked++);
		if (does_nothing(p))
			continue;
		n++;
		*end = p;
		end = &p->next;
		is_seen = is_looked_at(c, p);
		counts |= is_seen;
		judge_proposal(c, p, is_seen);
	}
	prereq_flag_conflicts(c);
	flag_not_asked(c, beyond, deciding);
	flag_notes(c);
	check_say(c, "%zu record set%s%s", n, n == 1 ? " changes" : "s change",
	    counts ? "" : "; no other check looks at what changes");
	value_add_int(c->a, c->result->facts, "sets", (int64_t)n);
}
