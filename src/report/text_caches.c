#include <string.h>

#include "report/text.h"
#include "report/wrap.h"

/* Time in the largest unit that says it well. */
static struct str
duration(struct arena *a, uint32_t seconds)
{
	if (seconds < 2 * 60)
		return arena_printf(a, "%u s", seconds);
	if (seconds < 2 * 3600)
		return arena_printf(a, "%u min", seconds / 60);
	return arena_printf(a, "%u h", seconds / 3600);
}

/* " (forward, spf)": the checks that have the value that the first of them
 * has. */
static void
list_checks(
    struct buf *b, const uint32_t value[CHECK_COUNT], enum check_id first)
{
	const char *between = " (";

	for (enum check_id id = first; id < CHECK_COUNT; id++)
		if (value[id] == value[first]) {
			buf_printf(b, "%s%s", between, check_info[id].name);
			between = ", ";
		}
	buf_byte(b, ')');
}

/* Whether no earlier check has the same value. */
static bool
is_first(const uint32_t value[CHECK_COUNT], enum check_id check)
{
	for (enum check_id id = 0; id < check; id++)
		if (value[id] == value[check])
			return false;
	return value[check] > 0;
}

/* "5 min (forward, spf), 60 s (mx)"; empty where all are 0. */
static struct str
list_times(struct arena *a, const uint32_t seconds[CHECK_COUNT])
{
	struct buf b = { .a = a };

	for (enum check_id id = 0; id < CHECK_COUNT; id++) {
		struct buf item = { .a = a };

		if (!is_first(seconds, id))
			continue;
		buf_str(&item, duration(a, seconds[id]));
		list_checks(&item, seconds, id);
		buf_item(&b, buf_view(&item));
	}
	return buf_view(&b);
}

/* "the TTL in the zone (spf)"; empty where all are known. */
static struct str
list_open(struct arena *a, const bool is_open[CHECK_COUNT])
{
	uint32_t value[CHECK_COUNT] = { 0 };
	struct buf b = { .a = a };

	for (enum check_id id = 0; id < CHECK_COUNT; id++)
		value[id] = is_open[id];
	for (enum check_id id = 0; id < CHECK_COUNT; id++)
		if (is_first(value, id)) {
			buf_text(&b, "the TTL in the zone");
			list_checks(&b, value, id);
		}
	return buf_view(&b);
}

/* What a resolver's answers tell: what is left there, and the longest that
 * others may have it. */
static struct str
both(struct arena *a, const struct hiding *h)
{
	struct str elsewhere = list_times(a, h->elsewhere_s);
	struct str open = list_open(a, h->is_open);

	return arena_printf(a,
	    "The cache that was asked can hide a change for %.*s; others for "
	    "up to %.*s%s%.*s.",
	    PSTR(list_times(a, h->here_s)), PSTR(elsewhere),
	    elsewhere.n > 0 && open.n > 0 ? ", or " : "", PSTR(open));
}

void
text_caches(struct text *t)
{
	const struct hiding *h = &t->hiding;
	struct str here = list_times(&t->a, h->here_s), sentence, first;
	struct wrap w;

	if (here.n == 0)
		return;
	text_part(t);
	w = wrap_begin(&t->page, 0);
	w.ink = INK_DIM;
	sentence = memcmp(h->here_s, h->elsewhere_s, sizeof(h->here_s)) == 0
	    ? arena_printf(
		  &t->a, "Caches can hide a change for %.*s.", PSTR(here))
	    : both(&t->a, h);
	str_cut(&sentence, ' ', &first);
	wrap_words(&w, first);
	w.indent = 2; /* of the lines that follow */
	wrap_words(&w, sentence);
	wrap_end(&w);
	t->is_apart = false;
}
