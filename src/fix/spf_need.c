#include "fix/spf_need.h"
#include "fix/spf_edit.h"
#include "mail/spf_mistake.h"

/* More values than a record set of TXT has; the others are left alone. */
enum { RECORDS_MAX = 16 };

bool
need_is_spf(enum need_kind kind)
{
	return kind >= NEED_SPF_PASS;
}

bool
spf_need_rebuilds(enum need_kind kind)
{
	return kind == NEED_SPF_SOUND || kind == NEED_SPF_ORDER;
}

/* Where the SPF records are in the set; how many, or RECORDS_MAX. */
static size_t
find_records(const struct record_set *set, size_t at[RECORDS_MAX])
{
	size_t n = 0;

	for (size_t i = 0; i < set->n && n < RECORDS_MAX; i++)
		if (spf_is_record(set->values[i].text))
			at[n++] = i;
	return n;
}

/* The only SPF record; false where there is none, or several. */
static bool
only_record(const struct record_set *set, size_t *at)
{
	size_t all[RECORDS_MAX];

	if (find_records(set, all) != 1)
		return false;
	*at = all[0];
	return true;
}

/* The record without what is known to be a mistake. */
static struct str
corrected(struct arena *a, struct str text)
{
	struct str better;

	return spf_corrected(a, spf_record_parse(a, text), &better) ? better
								    : text;
}

/* What was meant to be SPF, where nothing is; false where nothing was. */
static bool
take_near_misses(struct record_sets *sets, struct record_set *set)
{
	bool found = false;
	struct str meant;

	for (size_t i = set->n; i > 0; i--)
		if (spf_meant_record(
			sets->a, set->values[i - 1].text, &meant)) {
			record_set_replace(sets, set, i - 1, meant);
			found = true;
		}
	return found;
}

static bool
has_end(struct arena *a, struct str text)
{
	const struct spf_record *record = spf_record_parse(a, text);

	return record->all != NULL || record->redirect != NULL;
}

static bool
ends_record(struct arena *a, struct str half)
{
	return has_end(a, arena_printf(a, "v=spf1 %.*s", PSTR(half)));
}

/* The further lines of the record, which a panel made values of their own; the
 * one with its end comes last. */
static bool
join_halves(struct record_sets *sets, struct record_set *set, size_t at)
{
	bool joined = false;

	for (int last = 0; last < 2; last++)
		for (size_t i = 0; i < set->n;) {
			struct str half = set->values[i].text, whole;

			if (i == at || !spf_is_second_half(sets->a, half) ||
			    ends_record(sets->a, half) != (last == 1) ||
			    !spf_join_halves(
				sets->a, set->values[at].text, half, &whole)) {
				i++;
				continue;
			}
			set->values[at] = (struct set_value){ whole, NULL };
			record_set_remove(set, i);
			at -= i < at;
			joined = true;
		}
	return joined;
}

/* All of them in one, which may be one of them. */
static bool
merge(struct record_sets *sets, struct record_set *set)
{
	size_t at[RECORDS_MAX], n = find_records(set, at);
	struct str texts[RECORDS_MAX] = { { "", 0 } }, one;

	for (size_t i = 0; i < n; i++)
		texts[i] = corrected(sets->a, set->values[at[i]].text);
	if (n == RECORDS_MAX || !spf_edit_merge(sets->a, texts, n, &one))
		return false;
	/* Of equal ones the first stays. */
	for (size_t i = n; i > 0; i--)
		if (!str_eq(set->values[at[i - 1]].text, one) ||
		    record_set_at(set, one) < at[i - 1])
			record_set_remove(set, at[i - 1]);
	record_set_add(sets, set, one);
	return true;
}

static bool
make_sound(
    struct record_sets *sets, struct record_set *set, const struct need *need)
{
	size_t at[RECORDS_MAX], n = find_records(set, at);
	struct str text;

	if (n > 1)
		return merge(sets, set);
	if (n == 0 && !take_near_misses(sets, set)) {
		if (!spf_is_record(need->old))
			return false;
		record_set_add(sets, set, corrected(sets->a, need->old));
		return true;
	}
	if (n == 0)
		return find_records(set, at) < 2 || merge(sets, set);
	text = set->values[at[0]].text;
	if (!has_end(sets->a, text) && join_halves(sets, set, at[0]))
		return true;
	if (str_eq(corrected(sets->a, text), text))
		return false;
	record_set_replace(sets, set, at[0], corrected(sets->a, text));
	return true;
}

static bool
let_pass(
    struct record_sets *sets, struct record_set *set, const struct need *need)
{
	size_t at[RECORDS_MAX], n = find_records(set, at);
	struct str text, new;

	if (n == 0) {
		record_set_add(sets, set, spf_edit_new(sets->a, need->ip));
		return true;
	}
	if (n > 1)
		return false;
	text = set->values[at[0]].text;
	new =
	    spf_edit_pass(sets->a, text, need->ip, need->decided, need->early);
	if (str_eq(new, text))
		return false;
	record_set_replace(sets, set, at[0], new);
	return true;
}

static bool
add_term(
    struct record_sets *sets, struct record_set *set, const struct need *need)
{
	size_t at[RECORDS_MAX], n = find_records(set, at);
	const struct spf_record *record;

	if (n > 1)
		return false;
	if (n == 0) {
		record_set_add(sets, set,
		    arena_printf(sets->a, "v=spf1 %.*s ~all", PSTR(need->new)));
		return true;
	}
	record = spf_record_parse(sets->a, set->values[at[0]].text);
	for (size_t i = 0; i < record->n && &record->terms[i] != record->all;
	     i++)
		if (str_eq_nocase(record->terms[i].text, need->new))
			return false;
	record_set_replace(sets, set, at[0],
	    spf_edit_add(sets->a, record->text, need->new, S(""), need->early));
	return true;
}

static bool
edit(struct record_sets *sets, struct record_set *set,
    struct str (*editor)(struct arena *a, struct str text))
{
	struct str text, new;
	size_t at;

	if (!only_record(set, &at))
		return false;
	text = set->values[at].text;
	if (spf_record_parse(sets->a, text)->bad != NULL)
		return false;
	new = editor(sets->a, text);
	if (str_eq(new, text))
		return false;
	record_set_replace(sets, set, at, new);
	return true;
}

bool
spf_need_apply(
    struct record_sets *sets, struct record_set *set, const struct need *need)
{
	switch (need->kind) {
	case NEED_SPF_SOUND:
		return make_sound(sets, set, need);
	case NEED_SPF_PASS:
		return let_pass(sets, set, need);
	case NEED_SPF_TERM:
		return add_term(sets, set, need);
	case NEED_SPF_ORDER:
		return edit(sets, set, spf_edit_order);
	case NEED_SPF_CLOSE:
		return edit(sets, set, spf_edit_close);
	case NEED_SPF_ONCE:
		return edit(sets, set, spf_edit_unique);
	case NEED_VALUE:
	case NEED_NO_VALUE:
	case NEED_ONLY:
		break;
	}
	return false;
}
