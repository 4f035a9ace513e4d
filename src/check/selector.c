#include "check/selector.h"

bool
selector_look(struct check *c, const struct selector *selector,
    struct selector_view *view)
{
	const struct answer *answer = check_ask(c, selector->name, TYPE_TXT);
	struct dkim_key *keys;

	if (answer == NULL || (c->asked.missing && answer->n > 0))
		return false;
	*view = (struct selector_view){ .answer = answer };
	view->owner = answer_name(answer);
	view->n = answer->n;
	view->keys = keys = arena_array(c->a, answer->n, struct dkim_key);
	for (size_t i = 0; i < answer->n; i++) {
		struct str text = record_joined(c->a, &answer->records[i]);

		keys[i] = dkim_key_read(c->a, text);
		if (dkim_is_private_key(c->a, text))
			view->is_secret = true;
	}
	return true;
}

bool
selector_is_usable(const struct selector_view *view)
{
	return view->n == 1 && dkim_key_is_usable(&view->keys[0]);
}
