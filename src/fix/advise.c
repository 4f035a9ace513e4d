#include "fix/advise.h"
#include "fix/hidden.h"
#include "fix/owner.h"
#include "fix/prove.h"

/* How often a run is judged again at most; usually once. */
enum { PROOFS_MAX = 12, ROUNDS_MAX = 5 };

struct advising {
	const struct judge_world *world;
	struct report *report;
	struct hidden hidden;
	struct composing c;
	size_t nproofs, nspent;
	struct proof proofs[PROOFS_MAX];
};

/* Judges what the edits make; NULL where that is not to be had. */
static const struct report *
judge_edits(struct advising *ad)
{
	struct proof *proof;

	if (ad->nproofs == PROOFS_MAX)
		return NULL;
	proof = &ad->proofs[ad->nproofs++];
	prove(proof, ad->world, ad->report->req, &ad->c.sets, &ad->nspent);
	return proof->is_late ? NULL : &proof->report;
}

/* Edits until a judgement needs no more; NULL where that does not end. */
static const struct report *
settle(struct advising *ad)
{
	const struct report *after;

	for (int round = 0; round < ROUNDS_MAX; round++) {
		after = judge_edits(ad);
		if (after == NULL || !compose_add(&ad->c, after))
			return after;
	}
	return NULL;
}

/* What is left out because there was no time to prove it. */
static void
leave_out_all(struct advising *ad)
{
	struct str why = S("its proof did not end in time");

	for (size_t i = 0; i < ad->report->nresults; i++) {
		const struct result *r = &ad->report->results[i];

		for (const struct finding *f = r->findings; f != NULL;
		     f = f->next)
			if (compose_serves(&ad->c, f))
				compose_excuse(&ad->c, r, f, why);
	}
	compose_restart(&ad->c);
}

static void
compose_all(struct advising *ad)
{
	const struct report *after;

	while (compose_add(&ad->c, ad->report)) {
		after = settle(ad);
		if (after == NULL) {
			leave_out_all(ad);
			return;
		}
		if (!proof_object(&ad->c, after))
			return;
		compose_restart(&ad->c);
	}
}

static bool
needs_anything(const struct report *report)
{
	for (size_t i = 0; i < report->nresults; i++)
		for (const struct finding *f = report->results[i].findings;
		     f != NULL; f = f->next)
			if (f->severity > SEV_INFO && f->needs != NULL)
				return true;
	return false;
}

/* With the last dot of names. */
static struct str
zone_text(struct arena *a, uint16_t type, struct str text)
{
	switch (type) {
	case TYPE_CNAME:
	case TYPE_PTR:
	case TYPE_NS:
	case TYPE_MX:
		return str_ends(text, S("."))
		    ? text
		    : arena_printf(a, "%.*s.", PSTR(text));
	default:
		return text;
	}
}

static struct change_value *
write_values(struct arena *a, const struct record_set *set,
    const struct set_value *values, size_t n)
{
	struct change_value *out = arena_array(a, n, struct change_value);

	for (size_t i = 0; i < n; i++) {
		out[i].text =
		    arena_str(a, record_set_text(a, set->type, &values[i]));
		out[i].zone = zone_text(a, set->type, out[i].text);
	}
	return out;
}

static void
mark_staying(struct change *change)
{
	for (size_t i = 0; i < change->nold; i++)
		for (size_t j = 0; j < change->nnew; j++)
			if (str_eq(change->old[i].text, change->new[j].text))
				change->old[i].stays = change->new[j].stays =
				    true;
}

static struct name
copy_name(struct arena *a, struct name name)
{
	struct str wire =
	    arena_str(a, (struct str){ (const char *)name.wire, name.n });

	return (struct name){ (const unsigned char *)wire.s, wire.n };
}

/* The deepest zone known that the name is in; no name where none is.  An
 * answer's own is that of the end of its aliases. */
static struct name
zone_of(const struct report *report, struct name name)
{
	struct name zone = { 0 };

	for (size_t i = 0; i < report->nanswers; i++) {
		struct name other = report->answers[i]->zone;

		if (other.n > zone.n && name_is_in(name, other))
			zone = other;
	}
	return zone;
}

static struct change *
write_change(const struct report *report, const struct record_set *set)
{
	enum { NEW_TTL = 300 };
	struct arena *a = report->a;
	struct change *change = arena_new(a, struct change);
	const struct set_value *old =
	    record_set_published(a, set, &change->nold);

	change->name = copy_name(a, set->name);
	change->type = set->type;
	change->nnew = set->n;
	change->old = write_values(a, set, old, change->nold);
	change->new = write_values(a, set, set->values, set->n);
	change->action = change->nold == 0 ? CHANGE_CREATE
	    : change->nnew == 0            ? CHANGE_DELETE
					   : CHANGE_REPLACE;
	change->by = set->type == TYPE_PTR ? BY_PROVIDER : BY_ZONE;
	change->ttl = NEW_TTL;
	if (change->nold > 0 && old[0].published != NULL &&
	    old[0].published->ttl > 0)
		change->ttl = old[0].published->ttl;
	change->zone = copy_name(a, zone_of(report, set->name));
	for (size_t i = 0; i < FINDING_COUNT; i++)
		change->purpose[i] = set->purpose[i];
	mark_staying(change);
	return change;
}

/* Nothing may stand beside an alias (RFC 1034 section 3.6.2): what is there
 * goes first. */
static bool
makes_room(const struct record_sets *sets, const struct change *change)
{
	const struct record_set *alias =
	    record_set_find(sets, change->name, TYPE_CNAME);

	return change->action == CHANGE_DELETE &&
	    (change->type == TYPE_CNAME || (alias != NULL && alias->n > 0));
}

/* What another needs comes first: room, addresses, aliases, then what names
 * them; a PTR is the last, for its provider looks. */
static int
rank(const struct record_sets *sets, const struct change *change)
{
	if (makes_room(sets, change))
		return 0;
	switch (change->type) {
	case TYPE_A:
	case TYPE_AAAA:
		return 1;
	case TYPE_CNAME:
		return 2;
	case TYPE_PTR:
		return 4;
	default:
		return 3;
	}
}

static void
link_in_order(const struct record_sets *sets, struct changes *changes,
    struct change *change)
{
	struct change **at = &changes->first;

	while (*at != NULL && rank(sets, *at) <= rank(sets, change))
		at = &(*at)->next;
	change->next = *at;
	*at = change;
	changes->n++;
}

void
advise(const struct judge_world *world, struct report *report)
{
	struct arena *a = report->a;
	struct changes *changes = arena_new(a, struct changes);
	struct advising *ad;

	report->changes = changes;
	if (!needs_anything(report))
		return;
	ad = arena_new(a, struct advising);
	ad->world = world;
	ad->report = report;
	ad->c.sets.a = a;
	ad->c.published = report;
	ad->c.policy = world->policy;
	ad->nspent = world->lookup->nspent;
	hidden_find(&ad->hidden, world, report, &ad->nspent);
	ad->c.hidden = &ad->hidden;
	compose_all(ad);
	for (const struct record_set *set = ad->c.sets.first; set != NULL;
	     set = set->next)
		if (record_set_is_changed(a, set))
			link_in_order(
			    &ad->c.sets, changes, write_change(report, set));
	changes->remarks = ad->c.remarks;
	for (size_t i = 0; i < ad->nproofs; i++)
		proof_free(&ad->proofs[i]);
}
