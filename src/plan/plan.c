#include "plan/plan.h"

struct plan *
plan_new(struct arena *a)
{
	struct plan *plan = arena_new(a, struct plan);

	plan->a = a;
	plan->overlay = overlay_new(a);
	plan->end = &plan->entries;
	plan->notes_end = &plan->notes;
	plan->prereqs_end = &plan->prereqs;
	return plan;
}

struct plan_entry *
plan_find(
    const struct plan *plan, struct name name, uint16_t type, struct str id)
{
	struct plan_entry *entry = plan->entries;

	while (entry != NULL &&
	    !(entry->set.type == type && name_eq(entry->set.name, name) &&
		str_eq(entry->set.id, id)))
		entry = entry->next;
	return entry;
}

/* What a set's two entries come to.  One change is made as a whole and has a
 * set once; one that goes and comes again is another one from then on.  A later
 * file finds what the earlier has left. */
static void
replace(struct plan_entry *old, const struct plan_entry *new)
{
	struct plan_entry *next = old->next;
	unsigned flaws = old->flaws;
	enum plan_verb before = old->verb;
	bool is_later = !str_eq(old->set.from.file, new->set.from.file);

	*old = *new;
	old->next = next;
	old->flaws |= flaws;
	if (before == PLAN_DELETE && new->verb != PLAN_DELETE)
		old->verb = PLAN_PUT;
	else if (is_later && new->verb == PLAN_PUT)
		old->verb = before == PLAN_CREATE ? PLAN_CREATE : PLAN_PUT;
	else if (is_later && new->verb == PLAN_DELETE && before != PLAN_DELETE)
		old->verb = PLAN_EDIT;
	else if ((new->flaws &FLAW_LENIENT) == 0)
		old->flaws |= FLAW_TWICE;
}

static void
join_edit(
    struct plan *plan, struct plan_entry *old, const struct plan_entry *new)
{
	old->flaws |= new->flaws;
	overlay_put(plan->overlay, &new->set);
}

void
plan_add(struct plan *plan, const struct plan_entry *entry)
{
	struct plan_entry *old =
	    plan_find(plan, entry->set.name, entry->set.type, entry->set.id);

	if (old != NULL && entry->verb == PLAN_EDIT) {
		join_edit(plan, old, entry);
		return;
	}
	if (old == NULL) {
		old = arena_new(plan->a, struct plan_entry);
		*old = *entry;
		old->next = NULL;
		*plan->end = old;
		plan->end = &old->next;
	} else {
		replace(old, entry);
	}
	overlay_put(plan->overlay, &entry->set);
}

void
plan_note(struct plan *plan, const struct plan_note *note)
{
	*plan->notes_end = arena_new(plan->a, struct plan_note);
	**plan->notes_end = *note;
	(*plan->notes_end)->next = NULL;
	plan->notes_end = &(*plan->notes_end)->next;
}

/* What all that was read before has made of what a prerequisite is about; NULL
 * where that is as it is published. */
static const struct overlay_set *
laid_before(const struct plan *plan, const struct plan_prereq *prereq)
{
	const struct overlay_node *node =
	    overlay_node(plan->overlay, prereq->name);
	struct overlay_set *laid = arena_new(plan->a, struct overlay_set);
	const struct overlay_set *set;

	if (node == NULL)
		return NULL;
	laid->state = OVERLAY_LATER;
	if (prereq->kind == PREREQ_NO_NAME || prereq->kind == PREREQ_NAME) {
		if (overlay_node_has_records(plan->overlay, node))
			laid->state = OVERLAY_RECORDS;
		return laid;
	}
	set = overlay_set(plan->overlay, node, prereq->type);
	if (set == NULL && !node->is_cleared)
		return NULL;
	if (set == NULL)
		laid->state = OVERLAY_NOTHING;
	else if (set->id.n == 0)
		*laid = *set;
	return laid;
}

void
plan_add_prereq(struct plan *plan, const struct plan_prereq *prereq)
{
	*plan->prereqs_end = arena_new(plan->a, struct plan_prereq);
	**plan->prereqs_end = *prereq;
	(*plan->prereqs_end)->next = NULL;
	(*plan->prereqs_end)->laid = laid_before(plan, prereq);
	plan->prereqs_end = &(*plan->prereqs_end)->next;
}
