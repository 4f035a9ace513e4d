#include "report/spf_path.h"

static bool
is_error(enum spf_result result)
{
	return result == SPF_PERMERROR || result == SPF_TEMPERROR;
}

/* The place of a term in the record; its length if it is not of this one. */
static size_t
index_in(const struct spf_record *record, const struct spf_term *term)
{
	uintptr_t first = (uintptr_t)record->terms, at = (uintptr_t)term;

	if (at < first || at >= (uintptr_t)(record->terms + record->n))
		return record->n;
	return (at - first) / sizeof(*term);
}

static const struct spf_frame *
last_call(const struct spf_frame *frame)
{
	const struct spf_frame *call = frame->calls;

	while (call != NULL && call->next != NULL)
		call = call->next;
	return call;
}

/* The term that made the result of a frame an error, or where one that it
 * called did; the record's length if no term of it did. */
static size_t
breaking_term(const struct spf_outcome *o, const struct spf_frame *frame)
{
	const struct spf_frame *call = last_call(frame);
	size_t at = index_in(frame->record, o->problem_term);

	if (at == frame->record->n && call != NULL && is_error(call->result))
		at = index_in(frame->record, call->via);
	return at;
}

static bool
is_redirect(const struct spf_record *record, size_t term)
{
	return &record->terms[term] == record->redirect;
}

/* Terms are taken from left to right, and the redirect comes last. */
static bool
is_reached(
    const struct spf_outcome *o, const struct spf_frame *frame, size_t term)
{
	const struct spf_record *record = frame->record;
	size_t stop = record->n;

	if (record->bad != NULL)
		return false;
	if (frame->matched != NULL)
		stop = index_in(record, frame->matched);
	else if (is_error(frame->result))
		stop = breaking_term(o, frame);
	if (is_redirect(record, term))
		return record->all == NULL &&
		    (stop == record->n || is_redirect(record, stop));
	/* The explanation of a fail; other modifiers do nothing. */
	if (&record->terms[term] == record->exp)
		return o->result == SPF_FAIL && frame == o->decided;
	if (!spf_is_mechanism(&record->terms[term]))
		return true;
	return stop == record->n || is_redirect(record, stop) || term <= stop;
}

static unsigned
own_lookups(const struct spf_term *term)
{
	if (!spf_costs_lookup(term))
		return 0;
	return 1 + spf_term_uses(term, 'p');
}

/* The lookups that a frame made. */
static unsigned
lookups_of(const struct spf_outcome *o, const struct spf_frame *frame)
{
	unsigned n = 0;

	if (frame == NULL || frame->record == NULL)
		return 0;
	for (size_t i = 0; i < frame->record->n; i++)
		if (is_reached(o, frame, i))
			n += own_lookups(&frame->record->terms[i]) +
			    lookups_of(o, spf_frame_below(frame, i));
	return n;
}

const struct spf_branch *
spf_branch_of(const struct spf_node *node, const struct spf_term *term)
{
	size_t from = 0, to = node->n;

	/* The redirect comes last, wherever it stands; the others are in
	 * order, and may be thousands. */
	if (to > 0 && node->branches[to - 1].term == term)
		return &node->branches[to - 1];
	while (from < to) {
		size_t middle = from + (to - from) / 2;

		if (node->branches[middle].term == term)
			return &node->branches[middle];
		if (node->branches[middle].term < term &&
		    node->branches[middle].term->kind != SPF_REDIRECT)
			from = middle + 1;
		else
			to = middle;
	}
	return NULL;
}

/* Of a client that nothing is known of: an error in the record breaks it. */
static enum spf_role
role_for_any(const struct spf_place *place, size_t term)
{
	return place->node->record->terms[term].err != SPF_ERROR_OK
	    ? SPF_BROKE
	    : SPF_REACHED;
}

static enum spf_role
role_of(const struct spf_place *place, size_t term)
{
	const struct spf_outcome *o = place->outcome;
	const struct spf_frame *frame = place->frame, *call;

	if (o == NULL)
		return role_for_any(place, term);
	if (frame == NULL || frame->record == NULL)
		return SPF_NOT_REACHED;
	call = spf_frame_below(frame, term);
	if (place->is_on_path && is_error(o->result) &&
	    breaking_term(o, frame) == term &&
	    (call == NULL || call->record == NULL))
		return SPF_BROKE;
	if (!is_reached(o, frame, term))
		return SPF_NOT_REACHED;
	return place->is_on_path && frame->matched != NULL &&
		index_in(frame->record, frame->matched) == term
	    ? SPF_DECIDED
	    : SPF_REACHED;
}

static struct spf_place
place_below(
    const struct spf_place *place, const struct spf_step *step, size_t term)
{
	const struct spf_term *t = &place->node->record->terms[term];
	const struct spf_branch *branch = spf_branch_of(place->node, t);
	struct spf_place below = *place;

	below.node = branch != NULL ? branch->node : NULL;
	below.frame = spf_frame_below(place->frame, term);
	/* An include decides if it matches, a redirect in any case, and both
	 * hand on what breaks. */
	below.is_on_path = place->is_on_path &&
	    (step->role == SPF_DECIDED || t->kind == SPF_REDIRECT ||
		(below.frame != NULL && is_error(below.frame->result)));
	below.is_open = step->role == SPF_NOT_REACHED || place->outcome == NULL
	    ? place->is_open
	    : below.is_on_path;
	below.lookups =
	    step->first > 0 ? step->first - 1 + own_lookups(t) : place->lookups;
	return below;
}

static unsigned lookups_of_place(const struct spf_place *place);

/* The lookups of a term and all below it: those that were made, and where the
 * evaluation ended, those of a client that gets further. */
static unsigned
lookups_of_term(
    const struct spf_place *place, const struct spf_step *step, size_t term)
{
	const struct spf_term *t = &place->node->record->terms[term];
	const struct spf_branch *branch = spf_branch_of(place->node, t);
	struct spf_place below = place_below(place, step, term);

	if (place->outcome == NULL || step->role == SPF_NOT_REACHED)
		return place->is_open && branch != NULL ? branch->cost.lookups
							: 0;
	if (below.is_open && below.frame != NULL && below.node != NULL &&
	    below.node->record != NULL)
		return own_lookups(t) + lookups_of_place(&below);
	return own_lookups(t) + lookups_of(place->outcome, below.frame);
}

static unsigned
lookups_of_place(const struct spf_place *place)
{
	unsigned n = 0;

	for (size_t i = 0; i < place->node->record->n; i++) {
		struct spf_step step = { .role = role_of(place, i) };

		n += lookups_of_term(place, &step, i);
	}
	return n;
}

static void
number(const struct spf_place *place, struct spf_step *step, size_t term,
    unsigned *lookups)
{
	unsigned n = lookups_of_term(place, step, term);

	if (n == 0)
		return;
	step->first = *lookups + 1;
	*lookups = *lookups + n < SPF_COST_MAX ? *lookups + n : SPF_COST_MAX;
	step->last = *lookups;
}

struct spf_place
spf_path_begin(const struct spf_report *report)
{
	return (struct spf_place){
		.outcome = report->outcome,
		.node = report->tree->root,
		.frame =
		    report->outcome != NULL ? report->outcome->frame : NULL,
		.is_on_path = true,
		.is_open = true,
	};
}

struct spf_step *
spf_path_steps(struct arena *a, const struct spf_place *place)
{
	const struct spf_record *record = place->node->record;
	struct spf_step *steps = arena_array(a, record->n, struct spf_step);
	unsigned lookups = place->lookups;
	size_t redirect = record->n;

	for (size_t i = 0; i < record->n; i++) {
		steps[i].role = role_of(place, i);
		if (is_redirect(record, i))
			redirect = i;
		else
			number(place, &steps[i], i, &lookups);
	}
	if (redirect < record->n)
		number(place, &steps[redirect], redirect, &lookups);
	return steps;
}

struct spf_place
spf_path_below(
    const struct spf_place *place, const struct spf_step *steps, size_t term)
{
	return place_below(place, &steps[term], term);
}
