#include "dns/source.h"

static void
ask_one(struct source *first, struct store *store, struct entry *entry)
{
	struct answer nobody = {
		.question = entry->question,
		.status = ANSWER_NOT_COVERED,
	};

	for (struct source *s = first; s != NULL; s = s->next)
		if (s->ask(s, store, entry))
			return;
	store_put(store, entry, &nobody);
}

bool
sources_ask(struct source *first, struct store *store)
{
	size_t before = store->nanswered;
	struct entry *entry;

	while ((entry = store_next_wanted(store)) != NULL)
		ask_one(first, store, entry);
	return store->nanswered != before;
}

bool
sources_wait(struct source *first, struct store *store, int64_t until_us)
{
	bool waited = false;

	for (struct source *s = first; s != NULL; s = s->next)
		if (s->wait != NULL && s->wait(s, store, until_us))
			waited = true;
	return waited;
}
