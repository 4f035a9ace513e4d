#include <string.h>

#include "dns/overlay.h"

struct overlay *
overlay_new(struct arena *a)
{
	struct overlay *overlay = arena_new(a, struct overlay);

	overlay->a = a;
	return overlay;
}

static struct name
copy_name(struct arena *a, struct name name)
{
	struct str s =
	    arena_str(a, (struct str){ (const char *)name.wire, name.n });

	return (struct name){ (const unsigned char *)s.s, s.n };
}

static struct record *
copy_records(struct arena *a, const struct record *records, size_t n)
{
	struct record *copy = arena_array(a, n, struct record);

	for (size_t i = 0; i < n; i++) {
		struct str data = { (const char *)records[i].data,
			records[i].n };

		copy[i] = records[i];
		copy[i].data = (const unsigned char *)arena_str(a, data).s;
	}
	return copy;
}

static struct overlay_set
copy_set(struct arena *a, const struct overlay_set *set)
{
	struct overlay_set copy = *set;

	copy.name = copy_name(a, set->name);
	copy.id = arena_str(a, set->id);
	copy.records = copy_records(a, set->records, set->n);
	copy.gone = copy_records(a, set->gone, set->ngone);
	copy.alias = copy_name(a, set->alias);
	copy.from.file = arena_str(a, set->from.file);
	copy.from.resource = arena_str(a, set->from.resource);
	return copy;
}

static struct overlay_node *
add_node(struct overlay *overlay, struct name name)
{
	struct overlay_node *node = name_map_get(&overlay->by_name, name);

	if (node != NULL)
		return node;
	if (overlay->n == overlay->cap) {
		size_t cap = overlay->cap * 2 + 8;
		struct overlay_node **more =
		    arena_array(overlay->a, cap, struct overlay_node *);

		if (overlay->n > 0)
			memcpy(
			    more, overlay->nodes, overlay->n * sizeof(*more));
		overlay->nodes = more;
		overlay->cap = cap;
	}
	node = arena_new(overlay->a, struct overlay_node);
	node->name = copy_name(overlay->a, name);
	name_map_add(overlay->a, &overlay->by_name, node->name, node);
	overlay->nodes[overlay->n++] = node;
	return node;
}

static struct overlay_set *
find_set(const struct overlay_node *node, uint16_t type, struct str id)
{
	for (size_t i = 0; i < node->n; i++)
		if (node->sets[i].type == type && str_eq(node->sets[i].id, id))
			return &node->sets[i];
	return NULL;
}

static struct overlay_set *
add_set(struct overlay *overlay, struct overlay_node *node)
{
	if (node->n == node->cap) {
		size_t cap = node->cap * 2 + 2;
		struct overlay_set *more =
		    arena_array(overlay->a, cap, struct overlay_set);

		if (node->n > 0)
			memcpy(more, node->sets, node->n * sizeof(*more));
		node->sets = more;
		node->cap = cap;
	}
	return &node->sets[node->n++];
}

static bool
is_same(const struct record *x, const struct record *y)
{
	return x->n == y->n && memcmp(x->data, y->data, x->n) == 0;
}

static bool
has_record(const struct record *records, size_t n, const struct record *r)
{
	for (size_t i = 0; i < n; i++)
		if (is_same(&records[i], r))
			return true;
	return false;
}

/* Adds the records of one list that another lacks, and that are not in a
 * third. */
static size_t
add_records(struct record *out, size_t n, const struct record *records,
    size_t nrecords, const struct record *gone, size_t ngone)
{
	for (size_t i = 0; i < nrecords; i++)
		if (!has_record(out, n, &records[i]) &&
		    !has_record(gone, ngone, &records[i]))
			out[n++] = records[i];
	return n;
}

struct record *
overlay_edit(struct arena *a, const struct overlay_set *set,
    const struct record *records, size_t n, size_t *nout)
{
	struct record *out = arena_array(a, n + set->n, struct record);

	*nout = add_records(out, 0, records, n, set->gone, set->ngone);
	*nout = add_records(out, *nout, set->records, set->n, NULL, 0);
	return out;
}

/* Two edits, one after the other, are one: what comes last counts. */
static void
join_edits(
    struct arena *a, struct overlay_set *old, const struct overlay_set *new)
{
	struct record *gone =
	    arena_array(a, old->ngone + new->ngone, struct record);
	size_t n;

	n = add_records(gone, 0, old->gone, old->ngone, new->records, new->n);
	old->ngone =
	    add_records(gone, n, new->gone, new->ngone, new->records, new->n);
	old->gone = gone;
	old->records = overlay_edit(a, new, old->records, old->n, &old->n);
	old->from = new->from;
	old->is_secret |= new->is_secret;
}

/* An edit of records that are known makes other records. */
static void
edit_records(
    struct arena *a, struct overlay_set *old, const struct overlay_set *new)
{
	old->records = overlay_edit(a, new, old->records, old->n, &old->n);
	old->state = old->n > 0 ? OVERLAY_RECORDS : OVERLAY_NOTHING;
	old->from = new->from;
	old->is_secret |= new->is_secret;
}

static void
edit(struct arena *a, struct overlay_set *old, const struct overlay_set *new)
{
	switch (old->state) {
	case OVERLAY_AS_IS:
	case OVERLAY_ALIAS:
		*old = *new;
		break;
	case OVERLAY_RECORDS:
	case OVERLAY_NOTHING:
		edit_records(a, old, new);
		break;
	case OVERLAY_LATER:
		break; /* and stays unknown */
	case OVERLAY_EDIT:
		join_edits(a, old, new);
		break;
	}
}

void
overlay_put(struct overlay *overlay, const struct overlay_set *set)
{
	struct overlay_node *node = add_node(overlay, set->name);
	struct overlay_set *old = find_set(node, set->type, set->id);
	struct overlay_set new = copy_set(overlay->a, set);

	if (old != NULL && set->state == OVERLAY_EDIT) {
		edit(overlay->a, old, &new);
		return;
	}
	if (old == NULL) {
		old = add_set(overlay, node);
		if (set->state == OVERLAY_EDIT && node->is_cleared) {
			*old = (struct overlay_set){ .name = new.name,
				.type = new.type,
				.state = OVERLAY_NOTHING };
			edit_records(overlay->a, old, &new);
			return;
		}
	}
	*old = new;
}

void
overlay_clear(struct overlay *overlay, struct name name)
{
	struct overlay_node *node = add_node(overlay, name);

	node->is_cleared = true;
	node->n = 0;
}

void
overlay_lay(struct overlay *overlay, const struct overlay *other)
{
	for (size_t i = 0; i < other->n; i++) {
		const struct overlay_node *node = other->nodes[i];

		if (node->is_cleared)
			overlay_clear(overlay, node->name);
		for (size_t j = 0; j < node->n; j++)
			overlay_put(overlay, &node->sets[j]);
	}
}

/* How many sets of the node stand before set i for its type: it is the choice
 * of that number. */
static size_t
rank(const struct overlay_node *node, size_t i)
{
	size_t n = 0;

	for (size_t j = 0; j < i; j++)
		n += node->sets[j].type == node->sets[i].type;
	return n;
}

/* The first choice takes the first set of each name and type; each further one
 * another set of one of them. */
size_t
overlay_choices(const struct overlay *overlay)
{
	size_t n = 1;

	for (size_t i = 0; i < overlay->n; i++)
		for (size_t j = 0; j < overlay->nodes[i]->n; j++)
			n += rank(overlay->nodes[i], j) > 0;
	return n < OVERLAY_CHOICES_MAX ? n : OVERLAY_CHOICES_MAX;
}

void
overlay_choose(struct overlay *overlay, size_t choice)
{
	overlay->choice = choice;
	overlay->is_open = false;
}

void
overlay_leave_open(struct overlay *overlay)
{
	overlay->is_open = true;
}

const struct overlay_node *
overlay_node(const struct overlay *overlay, struct name name)
{
	return name_map_get(&overlay->by_name, name);
}

/* What stands for several sets of which none is chosen. */
static const struct overlay_set any_of_several = { .state = OVERLAY_LATER };

bool
overlay_has_below(const struct overlay *overlay, struct name name)
{
	for (size_t i = 0; i < overlay->n; i++)
		if (name_is_in(overlay->nodes[i]->name, name))
			return true;
	return false;
}

bool
overlay_is_routed(const struct overlay *overlay, struct name name)
{
	const struct overlay_node *node = overlay_node(overlay, name);

	for (size_t i = 0; node != NULL && i < node->n; i++)
		if (node->sets[i].id.n > 0)
			return true;
	return false;
}

/* The set that the choice in force takes for the first, or NULL. */
static const struct overlay_set *
chosen_set(const struct overlay *overlay)
{
	size_t n = 0;

	for (size_t i = 0; overlay->choice > 0 && i < overlay->n; i++) {
		const struct overlay_node *node = overlay->nodes[i];

		for (size_t j = 0; j < node->n; j++)
			if (rank(node, j) > 0 && ++n == overlay->choice)
				return &node->sets[j];
	}
	return NULL;
}

static size_t
count_sets(const struct overlay_node *node, uint16_t type)
{
	size_t n = 0;

	for (size_t i = 0; i < node->n; i++)
		n += node->sets[i].type == type;
	return n;
}

/* The first choice is that of the first sets everywhere. */
const struct overlay_set *
overlay_chosen(const struct overlay *overlay)
{
	if (overlay->choice > 0)
		return chosen_set(overlay);
	for (size_t i = 0; i < overlay->n; i++) {
		const struct overlay_node *node = overlay->nodes[i];

		for (size_t j = 0; j < node->n; j++)
			if (count_sets(node, node->sets[j].type) > 1)
				return &node->sets[j];
	}
	return NULL;
}

const struct overlay_set *
overlay_set(const struct overlay *overlay, const struct overlay_node *node,
    uint16_t type)
{
	const struct overlay_set *chosen = chosen_set(overlay);

	if (node == NULL)
		return NULL;
	if (overlay->is_open && count_sets(node, type) > 1)
		return &any_of_several;
	if (chosen != NULL && chosen->type == type &&
	    name_eq(chosen->name, node->name))
		return chosen;
	for (size_t i = 0; i < node->n; i++)
		if (node->sets[i].type == type)
			return &node->sets[i];
	return NULL;
}

static bool
gives_records(const struct overlay_set *set)
{
	switch (set->state) {
	case OVERLAY_RECORDS:
	case OVERLAY_EDIT:
		return set->n > 0;
	case OVERLAY_LATER:
	case OVERLAY_ALIAS:
		return true;
	case OVERLAY_AS_IS:
	case OVERLAY_NOTHING:
		break;
	}
	return false;
}

bool
overlay_node_has_records(
    const struct overlay *overlay, const struct overlay_node *node)
{
	for (size_t i = 0; i < node->n; i++)
		if (gives_records(
			overlay_set(overlay, node, node->sets[i].type)))
			return true;
	return false;
}
