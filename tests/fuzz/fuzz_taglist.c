/* Tag lists: tags are views of the text, in order, and errors stick. */
#include "mail/taglist.h"

#include "fuzz.h"

static bool
is_view(struct str part, struct str text)
{
	return part.s >= text.s && part.s + part.n <= text.s + text.n;
}

static void
read_to_error(struct taglist *list)
{
	const char *last = list->text.s + list->at;
	struct tag tag;

	while (taglist_next(list, &tag)) {
		assert(is_view(tag.name, list->text) && tag.name.n > 0);
		assert(is_view(tag.value, list->text));
		assert(tag.name.s >= last);
		assert(tag.value.s > tag.name.s);
		assert(str_find(tag.value, ';') == tag.value.n);
		last = tag.value.s + tag.value.n;
		assert(list->at <= list->text.n);
	}
	assert(list->at + list->n <= list->text.n || list->err == TAGLIST_OK);
	assert(!taglist_next(list, &tag));
}

FUZZ(taglist)
{
	struct str text = { size == 0 ? "" : (const char *)data, size };
	struct taglist list = { .text = text };
	size_t rounds = 0;

	do {
		read_to_error(&list);
		assert(rounds++ <= size);
	} while (list.err != TAGLIST_OK && taglist_skip(&list));
}
