#include "facts/spf_published.h"
#include "base/watch.h"
#include "mail/spf_record_copy.h"

static struct spf_published *
read_answer(struct arena *a, const struct answer *answer)
{
	struct spf_published *out = arena_new(a, struct spf_published);
	struct str found = { 0 };

	out->answer = answer;
	for (size_t i = 0; i < answer->n; i++) {
		struct str text = record_joined(a, &answer->records[i]);

		if (spf_is_record(text) && out->n++ == 0)
			found = text;
	}
	if (out->n == 1)
		out->record = spf_record_parse(a, found);
	return out;
}

/* A copy that lives as long as the entry's answer. */
static const struct spf_published *
keep(struct store *store, struct entry *entry, const struct spf_published *from)
{
	struct spf_published *to;
	size_t bytes = sizeof(*to);

	if (from->record != NULL)
		bytes += spf_record_bytes(from->record);
	watch_hold();
	to = mem_new(1, bytes);
	*to = *from;
	if (from->record != NULL)
		to->record = spf_record_copy(to + 1, from->record);
	store_keep_made(store, entry, to, bytes);
	watch_release();
	return to;
}

const void *
spf_record_derive(
    struct facts *facts, struct arena *a, const struct fact_key *key)
{
	const struct answer *answer = facts_ask(facts, key->name, TYPE_TXT);
	const struct spf_published *published;
	struct entry *entry;

	if (answer == NULL)
		return NULL;
	entry = lookup_entry(&facts->lookup, answer);
	if (entry != NULL && entry->made != NULL)
		return entry->made;
	published = read_answer(a, answer);
	if (entry != NULL && store_is_shared(entry))
		return keep(facts->lookup.store, entry, published);
	return published;
}

const struct spf_published *
facts_spf_record(struct facts *facts, struct name name)
{
	return facts_read(
	    facts, FACT_SPF_RECORD, (struct fact_key){ .name = name });
}
