#include "zone/layer_live.h"

static const struct str later = STR("known only after the change is made");
static const struct str delegation =
    STR("the change is to a delegation: give the zones");
static const struct str beside_cname =
    STR("the change adds to a name that is an alias");

/* The name has no records of the type with the change: it exists all the
 * same, or a wildcard answers for it again. */
static bool
end_nothing(struct live *live, struct name name, uint16_t type)
{
	const struct overlay_node *node = overlay_node(live->overlay, name);
	bool is_open;

	if (live_is_present(live, name))
		return live_end(live, ANSWER_NODATA);
	if (!live_no_wildcard_returns(live, name, type, &is_open))
		return !is_open;
	return live_end(live,
	    node != NULL && node->is_cleared ? ANSWER_NXDOMAIN : ANSWER_NODATA);
}

static bool
goes_on_to(const struct overlay_set *cname)
{
	return cname != NULL && cname->state != OVERLAY_AS_IS &&
	    cname->state != OVERLAY_NOTHING &&
	    !(cname->state == OVERLAY_RECORDS && cname->n == 0);
}

static bool
end_cname(struct live *live, const struct overlay_set *set)
{
	if (set->state == OVERLAY_LATER || set->state == OVERLAY_EDIT)
		return live_undecided(live, later);
	if (set->state == OVERLAY_ALIAS)
		return live_alias(
		    live, set->alias, set->ttl, true, set->from.file);
	return live_alias(live, record_name(&set->records[0]),
	    set->records[0].ttl, false, set->from.file);
}

/* Records that come to those published, and go from them. */
static bool
end_edit(struct live *live, const struct overlay_set *set,
    const struct overlay_set *cname)
{
	const struct answer *published;
	struct record *records;
	bool is_open;
	size_t n;

	if (!live_ask(live, set->name, set->type, &published))
		return false;
	if (!live_is_heard(published))
		return live_hand_on(live, published);
	if (live_has_something(published) &&
	    !live_is_own(live, set->name, set->type, published, &is_open))
		return !is_open;
	if (published->ncnames > 0)
		return live_undecided(live, beside_cname);
	records =
	    overlay_edit(live->a, set, published->records, published->n, &n);
	if (n > 0)
		return live_records(live, set, records, n);
	return goes_on_to(cname) ? end_cname(live, cname)
				 : end_nothing(live, set->name, set->type);
}

static bool resolve_below(
    struct live *live, struct name name, uint16_t type, struct name encloser);

/* The change has nothing for the type, but something for the name or below
 * it. */
static bool
end_as_published(
    struct live *live, struct name name, uint16_t type, bool lost_cname)
{
	const struct answer *published;
	bool is_open;

	if (!live_ask(live, name, type, &published))
		return false;
	if (!live_is_heard(published))
		return live_hand_on(live, published);
	if (lost_cname && published->ncnames > 0)
		return end_nothing(live, name, type);
	if (live_is_present(live, name)) {
		if (live_is_no_name(published))
			return live_end(live, ANSWER_NODATA);
		if (live_has_something(published) &&
		    !live_is_own(live, name, type, published, &is_open))
			return !is_open;
		return live_hand_on(live, published);
	}
	if (live_has_something(published) || live_is_no_name(published))
		return resolve_below(live, name, type, name_parent(name));
	/* Its last set may be gone. */
	if (!live_no_wildcard_returns(live, name, type, &is_open))
		return !is_open;
	return live_hand_on(live, published);
}

static bool
end_from_set(struct live *live, const struct overlay_set *set,
    const struct overlay_set *cname)
{
	struct record *records;
	size_t n;

	switch (set->state) {
	case OVERLAY_RECORDS:
		records = overlay_edit(live->a, set, NULL, 0, &n);
		if (n > 0)
			return live_records(live, set, records, n);
		break;
	case OVERLAY_LATER:
		return live_undecided(live, later);
	case OVERLAY_ALIAS:
		return live_alias(
		    live, set->alias, set->ttl, true, set->from.file);
	case OVERLAY_EDIT:
		return end_edit(live, set, cname);
	case OVERLAY_AS_IS:
	case OVERLAY_NOTHING:
		break;
	}
	return end_nothing(live, set->name, set->type);
}

/* The set of the type goes; the name may be an alias all the same. */
static bool
end_without_set(struct live *live, struct name name, uint16_t type,
    const struct overlay_set *cname)
{
	const struct answer *published;

	if (type == TYPE_CNAME || cname != NULL)
		return end_nothing(live, name, type);
	if (!live_ask(live, name, type, &published))
		return false;
	if (!live_is_heard(published))
		return live_hand_on(live, published);
	if (published->ncnames > 0)
		return end_as_published(live, name, type, false);
	return end_nothing(live, name, type);
}

/* A name at or below which the change has something. */
static bool
resolve_at(struct live *live, struct name name, uint16_t type)
{
	const struct overlay_node *node = overlay_node(live->overlay, name);
	const struct overlay_set *set = overlay_set(live->overlay, node, type);
	const struct overlay_set *cname =
	    overlay_set(live->overlay, node, TYPE_CNAME);
	bool is_cleared = node != NULL && node->is_cleared &&
	    type != TYPE_SOA && type != TYPE_NS;

	if (set != NULL && set->state != OVERLAY_AS_IS &&
	    set->state != OVERLAY_NOTHING)
		return end_from_set(live, set, cname);
	if (goes_on_to(cname))
		return end_cname(live, cname);
	if (is_cleared && (set == NULL || set->state == OVERLAY_NOTHING))
		return end_nothing(live, name, type);
	if (set != NULL && set->state == OVERLAY_NOTHING)
		return end_without_set(live, name, type, cname);
	return end_as_published(
	    live, name, type, cname != NULL && cname->state != OVERLAY_AS_IS);
}

/* The question's name is covered by the change's wildcard. */
static bool
resolve_wildcard(struct live *live, struct name star, uint16_t type)
{
	if (!resolve_at(live, star, type))
		return false;
	live->answer.wildcard = true;
	if (live_is_no_name(&live->answer))
		live->answer.status = ANSWER_NODATA;
	return true;
}

/* Nothing is published at the name. */
static bool
resolve_no_name(struct live *live, struct name name, struct name encloser,
    struct name star, const struct answer *published)
{
	struct name child = name_last(name, name_labels(encloser) + 1);
	uint16_t type = published->question.type;
	enum existence existence = EXISTS_NOT;
	bool is_open;

	if (live_is_present(live, star)) {
		if (!name_eq(child, name) &&
		    !live_find_existence(live, child, &existence))
			return false;
		if (existence == EXISTS_NOT)
			return resolve_wildcard(live, star, type);
		if (existence == EXISTS_MAYBE)
			return live_undecided(live, live_wildcard_or_own);
		if (existence == EXISTS_UNTOLD)
			return true;
	}
	if (!live_is_present(live, encloser) &&
	    !live_no_wildcard_returns(live, encloser, type, &is_open))
		return !is_open;
	return live_hand_on(live, published);
}

/* The encloser comes into being, or was there: then wildcards above it do not
 * answer for names below.  Whether the published answer stands; false while
 * that is open or where another answer has been given. */
static bool
stands_below(struct live *live, struct name encloser, struct name star,
    const struct answer *published, bool *is_open)
{
	uint16_t type = published->question.type;
	enum existence existence;
	const struct answer *wild;

	*is_open = true;
	if (!live_find_existence(live, encloser, &existence))
		return false;
	*is_open = false;
	if (existence == EXISTS)
		return true;
	if (existence == EXISTS_NOT && live_is_present(live, star))
		*is_open = !resolve_wildcard(live, star, type);
	else if (existence == EXISTS_NOT)
		live_end(live, ANSWER_NXDOMAIN);
	if (existence != EXISTS_MAYBE)
		return false;
	*is_open = !live_ask_wildcard(live, encloser, type, &wild);
	if (*is_open)
		return false;
	if (wild == NULL || !answer_eq(wild, published) ||
	    (!live_has_something(published) && !live_is_present(live, star)))
		return true;
	live_undecided(live, live_wildcard_or_own);
	return false;
}

/* The change has something for a wildcard that may have made the published
 * answer.  Whether it stands, as above. */
static bool
stands_beside(struct live *live, struct name star,
    const struct answer *published, bool *is_open)
{
	uint16_t type = published->question.type;
	const struct answer *wild;

	*is_open = !live_ask(live, star, type, &wild);
	if (*is_open)
		return false;
	if (!live_is_heard(wild)) {
		live_hand_on(live, wild);
		return false;
	}
	if (live_is_no_name(wild) || !answer_eq(wild, published))
		return true;
	*is_open = !resolve_wildcard(live, star, type);
	if (*is_open || answer_eq(&live->answer, published))
		return !*is_open;
	live_undecided(live, live_wildcard_or_own);
	return false;
}

/* Something is published at the name, or a wildcard answers for it, which the
 * change may have made or hidden: up to the first name that exists with it. */
static bool
resolve_name(
    struct live *live, struct name encloser, const struct answer *published)
{
	bool is_last = false, is_open;

	for (; !is_last && name_labels(encloser) >= LIVE_LABELS_EXIST;
	     encloser = name_parent(encloser)) {
		struct name star = { 0 };

		name_below(live->a, S("*"), encloser, &star);
		is_last = live_is_present(live, encloser);
		if (is_last &&
		    !stands_below(live, encloser, star, published, &is_open))
			return !is_open;
		if (live_is_touched(live, star) &&
		    !name_eq(star, published->question.name) &&
		    !stands_beside(live, star, published, &is_open))
			return !is_open;
	}
	return live_hand_on(live, published);
}

/* A name for which the change has nothing; it has, below an ancestor. */
static bool
resolve_below(
    struct live *live, struct name name, uint16_t type, struct name encloser)
{
	const struct answer *published;
	struct name star = { 0 };

	name_below(live->a, S("*"), encloser, &star);
	if (!live_ask(live, name, type, &published))
		return false;
	if (!live_is_heard(published))
		return live_hand_on(live, published);
	return live_is_no_name(published)
	    ? resolve_no_name(live, name, encloser, star, published)
	    : resolve_name(live, encloser, published);
}

/* Whether the change moves the question into another zone, or below a DNAME.
 * False while that is open. */
static bool
find_cut(struct live *live, bool *is_cut)
{
	struct name name = live->question.name;
	const struct overlay_set *set;
	const struct answer *soa;

	*is_cut = false;
	for (; name.n > 0; name = name_parent(name)) {
		const struct overlay_node *node =
		    overlay_node(live->overlay, name);
		bool is_itself = name_eq(name, live->question.name);

		if (node == NULL)
			continue;
		*is_cut |= !is_itself &&
		    overlay_set(live->overlay, node, TYPE_DNAME) != NULL;
		set = overlay_set(live->overlay, node, TYPE_NS);
		if (set == NULL || set->state == OVERLAY_AS_IS ||
		    (is_itself && live->question.type == TYPE_NS))
			continue;
		if (!live_ask(live, name, TYPE_SOA, &soa))
			return false;
		*is_cut |= soa->n == 0 || soa->ncnames > 0;
	}
	return true;
}

bool
live_resolve(struct live *live)
{
	struct name encloser = live->question.name;
	const struct answer *published;
	bool is_cut;

	if (!find_cut(live, &is_cut))
		return false;
	/* Glue, or the other zone's? */
	if (is_cut || live->is_hidden ||
	    (live->is_delegated && live_is_touched(live, encloser)))
		return live_undecided(live, delegation);
	if (live_is_touched(live, encloser))
		return resolve_at(live, encloser, live->question.type);
	while (name_labels(encloser) >= LIVE_LABELS_EXIST &&
	    !live_is_touched(live, encloser))
		encloser = name_parent(encloser);
	if (name_labels(encloser) >= LIVE_LABELS_EXIST)
		return resolve_below(
		    live, live->question.name, live->question.type, encloser);
	return live_ask(live, live->question.name, live->question.type,
		   &published) &&
	    live_hand_on(live, published);
}
