/* Selectors that a wildcard answers for. */
#include "base/escape.h"
#include "check/dkim.h"

/* What answers for that name; NULL where there can be no such name. */
static const struct answer *
answer_for_nobody(struct check *c)
{
	struct name name = selector_of_nobody(c->a, c->selector->domain);

	return name.n > 0 ? facts_answer(c->facts, name, TYPE_TXT) : NULL;
}

void
dkim_need_wildcard(struct facts *facts, const struct aim *aim)
{
	struct name name = selector_of_nobody(aim->a, aim->selector->domain);

	if (name.n > 0)
		facts_answer(facts, name, TYPE_TXT);
}

bool
dkim_is_wildcard(struct check *c, const struct selector_view *view)
{
	const struct answer *nobody = answer_for_nobody(c);

	return nobody != NULL && nobody->n + nobody->ncnames > 0 &&
	    answer_has_same(nobody, view->answer);
}

static struct str
what_is_there(struct check *c, const struct selector_view *view)
{
	if (view->n == 0)
		return arena_printf(c->a, "an alias of %.*s",
		    PSTR(check_name(c, answer_name(view->answer))));
	return arena_printf(
	    c->a, "\"%.*s\"", PSTR(escape(c->a, view->keys[0].text)));
}

void
dkim_flag_only_wildcard(struct check *c, const struct selector_view *view)
{
	struct str name = check_name(c, c->selector->name);
	struct finding *f;

	check_say(c, "-> no key");
	f = dkim_about(c,
	    check_flag(c, FINDING_DKIM_MISSING,
		"%.*s has no record of its own: a wildcard answers for it, "
		"with %.*s, which is no key",
		PSTR(name), PSTR(what_is_there(c, view))),
	    view);
	f->advice = arena_printf(c->a,
	    "Publish the key that the signer has, as a TXT record at %.*s.",
	    PSTR(name));
	dkim_fix_with_file(c, f, view);
}

void
dkim_flag_wildcard(struct check *c, const struct selector_view *view)
{
	const struct answer *nobody = answer_for_nobody(c);
	struct dkim_key key;

	if (nobody == NULL || check_unknown(c, nobody, FINDING_DKIM_WILDCARD) ||
	    nobody->n != 1)
		return;
	key = dkim_key_read(c->a, record_joined(c->a, &nobody->records[0]));
	if (!dkim_key_is_usable(&key))
		return;
	dkim_about(c,
	    check_flag(c, FINDING_DKIM_WILDCARD,
		"%.*s, which nobody made, has a key too: a wildcard answers "
		"for every selector",
		PSTR(check_name(c, nobody->question.name))),
	    view);
}
