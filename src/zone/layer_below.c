#include <stdlib.h>

#include "zone/layer_below.h"

const struct str live_wildcard_or_own =
    STR("the name's own records or those of a wildcard, which only the "
	"zone tells: give the zone, or repeat the record in the change");

static void
count_shape(
    struct arena *a, struct name_map *shape, struct name name, bool has_records)
{
	for (; name.n > 0; name = name_parent(name)) {
		struct overlay_shape *s = name_map_get(shape, name);

		if (s == NULL) {
			s = arena_new(a, struct overlay_shape);
			name_map_add(a, shape, name, s);
		}
		s->touched++;
		s->present += has_records;
	}
}

void
overlay_shape(
    struct arena *a, const struct overlay *overlay, struct name_map *shape)
{
	*shape = (struct name_map){ 0 };
	for (size_t i = 0; i < overlay->n; i++)
		count_shape(a, shape, overlay->nodes[i]->name,
		    overlay_node_has_records(overlay, overlay->nodes[i]));
}

bool
live_is_touched(const struct live *live, struct name name)
{
	return name_map_get(live->shape, name) != NULL;
}

bool
live_is_present(const struct live *live, struct name name)
{
	const struct overlay_shape *s = name_map_get(live->shape, name);

	return s != NULL && s->present > 0;
}

bool
live_ask(struct live *live, struct name name, uint16_t type,
    const struct answer **out)
{
	*out = lookup_ask_once(live->lookup, name, type);
	return *out != NULL;
}

/* Whether the DNS said something. */
bool
live_is_heard(const struct answer *answer)
{
	return answer_is_known(answer) || answer->status == ANSWER_ALIAS;
}

bool
live_has_something(const struct answer *answer)
{
	return live_is_heard(answer) && (answer->n > 0 || answer->ncnames > 0);
}

bool
live_is_no_name(const struct answer *answer)
{
	return answer->status == ANSWER_NXDOMAIN && answer->ncnames == 0;
}

/* Whether the change has something at, above or below the name. */
static bool
is_near(const struct live *live, struct name name)
{
	while (name_labels(name) >= LIVE_LABELS_EXIST &&
	    !live_is_touched(live, name))
		name = name_parent(name);
	return name_labels(name) >= LIVE_LABELS_EXIST;
}

/* Ends of live_resolve(): each is true. */

/* A published answer; where its chain comes to a name that the change may
 * have something for, the lookup goes on there. */
bool
live_hand_on(struct live *live, const struct answer *answer)
{
	struct answer *out = &live->answer;
	size_t i = 0, cut;

	*out = *answer;
	if (!live_is_heard(answer))
		return true;
	while (i < answer->ncnames && !is_near(live, answer->cnames[i]))
		i++;
	if (i == answer->ncnames)
		return true;
	cut = answer->ncnames - (i + 1);
	out->status = ANSWER_ALIAS;
	out->ncnames -= cut;
	out->nhidden -= cut < out->nhidden ? cut : out->nhidden;
	out->n = 0;
	return true;
}

bool
live_end(struct live *live, enum answer_status status)
{
	live->answer = (struct answer){ .status = status };
	return true;
}

bool
live_undecided(struct live *live, struct str why)
{
	live->answer =
	    (struct answer){ .status = ANSWER_UNDECIDED, .note = why };
	return true;
}

bool
live_alias(struct live *live, struct name target, uint32_t ttl, bool is_hidden,
    struct str server)
{
	struct name *cnames = arena_new(live->a, struct name);

	cnames[0] = target;
	live->answer = (struct answer){
		.status = ANSWER_ALIAS,
		.ncnames = 1,
		.cnames = cnames,
		.nhidden = is_hidden,
		.ttl = ttl,
		.server = server,
	};
	return true;
}

static int
order_of_records(const void *x, const void *y)
{
	return record_order(x, y);
}

bool
live_records(struct live *live, const struct overlay_set *set,
    struct record *records, size_t n)
{
	uint32_t ttl = records[0].ttl;

	for (size_t i = 1; i < n; i++)
		if (records[i].ttl < ttl)
			ttl = records[i].ttl;
	qsort(records, n, sizeof(*records), order_of_records);
	live->answer = (struct answer){
		.status = ANSWER_NOERROR,
		.n = n,
		.records = records,
		.ttl = ttl,
		.server = set->from.file,
		.is_secret = set->is_secret,
	};
	return true;
}

/* The name below which a wildcard would answer for the name if it were not
 * there; no name where there can be none.  A wildcard's own place is that of
 * its parent. */
static struct name
encloser_of(struct name name)
{
	if (str_eq(name_label(name), S("*")))
		name = name_parent(name);
	return name_labels(name) > LIVE_LABELS_EXIST ? name_parent(name)
						     : (struct name){ 0 };
}

/* That wildcard, or no name. */
struct name
live_wildcard_of(struct live *live, struct name name)
{
	struct name star = { 0 }, encloser = encloser_of(name);

	if (encloser.n > 0)
		name_below(live->a, S("*"), encloser, &star);
	return star;
}

/* What that wildcard answers; NULL in *out where there can be none. */
bool
live_ask_wildcard(struct live *live, struct name name, uint16_t type,
    const struct answer **out)
{
	struct name star = live_wildcard_of(live, name);

	*out = NULL;
	return star.n == 0 || live_ask(live, star, type, out);
}

/* Whether a published answer is the name's own.  False while that is open or
 * where the answer has been given: then *is_open is false. */
bool
live_is_own(struct live *live, struct name name, uint16_t type,
    const struct answer *published, bool *is_open)
{
	const struct answer *wild;

	*is_open = true;
	if (!live_ask_wildcard(live, name, type, &wild))
		return false;
	*is_open = false;
	if (wild == NULL)
		return true;
	if (!live_is_heard(wild)) {
		live_hand_on(live, wild);
		return false;
	}
	if (live_has_something(wild) && answer_eq(wild, published)) {
		live_undecided(live, live_wildcard_or_own);
		return false;
	}
	return true;
}

/* Whether a wildcard may answer for a name once the change has taken the last
 * of it; the names above it may go with it.  False while that is open or where
 * the answer has been given: then *is_open is false. */
bool
live_no_wildcard_returns(
    struct live *live, struct name name, uint16_t type, bool *is_open)
{
	const struct answer *wild;

	do {
		*is_open = true;
		if (!live_ask_wildcard(live, name, type, &wild))
			return false;
		*is_open = false;
		if (wild != NULL && !live_is_heard(wild)) {
			live_hand_on(live, wild);
			return false;
		}
		if ((wild != NULL && live_has_something(wild)) ||
		    live_is_touched(live, live_wildcard_of(live, name))) {
			live_undecided(live, live_wildcard_or_own);
			return false;
		}
		name = encloser_of(name);
	} while (name.n > 0 && !live_is_present(live, name));
	return true;
}

/* Whether a name is published, for itself or for names below it. */
bool
live_find_existence(struct live *live, struct name name, enum existence *out)
{
	const struct answer *soa, *wild;

	*out = EXISTS;
	if (name_labels(name) <= LIVE_LABELS_EXIST)
		return true;
	if (!live_ask(live, name, TYPE_SOA, &soa))
		return false;
	if (!live_is_heard(soa)) {
		live_hand_on(live, soa);
		*out = EXISTS_UNTOLD;
	} else if (live_is_no_name(soa)) {
		*out = EXISTS_NOT;
	} else if (soa->n == 0 || soa->ncnames > 0) {
		if (!live_ask_wildcard(live, name, TYPE_SOA, &wild))
			return false;
		if (wild != NULL && !live_is_heard(wild)) {
			live_hand_on(live, wild);
			*out = EXISTS_UNTOLD;
		} else if (wild != NULL && !live_is_no_name(wild)) {
			*out = EXISTS_MAYBE;
		}
	}
	return true;
}
