#include "facts/selector.h"

const void *
selector_derive(
    struct facts *facts, struct arena *a, const struct fact_key *key)
{
	const struct answer *answer = facts_ask(facts, key->name, TYPE_TXT);
	struct selector_view *view;
	struct dkim_key *keys;

	if (answer == NULL)
		return NULL;
	view = arena_new(a, struct selector_view);
	view->answer = answer;
	view->owner = answer_name(answer);
	view->n = answer->n;
	view->keys = keys = arena_array(a, answer->n, struct dkim_key);
	for (size_t i = 0; i < answer->n; i++) {
		struct str text = record_joined(a, &answer->records[i]);

		keys[i] = dkim_key_read(a, text);
		if (dkim_is_private_key(a, text))
			view->is_secret = true;
	}
	return view;
}

const struct selector_view *
facts_selector(struct facts *facts, const struct selector *selector)
{
	return facts_read(
	    facts, FACT_SELECTOR, (struct fact_key){ .name = selector->name });
}

bool
selector_is_usable(const struct selector_view *view)
{
	return view->n == 1 && dkim_key_is_usable(&view->keys[0]);
}

/* FNV-1a. */
struct name
selector_of_nobody(struct arena *a, struct name domain)
{
	uint32_t hash = 2166136261U;
	struct name name = { 0 };

	for (size_t i = 0; i < domain.n; i++)
		hash = (hash ^ domain.wire[i]) * 16777619U;
	name_below(a, arena_printf(a, "mailpreflight-%08x._domainkey", hash),
	    domain, &name);
	return name;
}
