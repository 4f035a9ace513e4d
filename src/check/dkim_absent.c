#include "base/escape.h"
#include "check/dkim.h"
#include "facts/spf_eval.h"
#include "mail/provider.h"

/* The service that the domain seems to send with: the one that was named, or
 * the first that its SPF record includes. */
static const struct provider *
guess_provider(struct check *c)
{
	const struct spf_record *record =
	    facts_spf_record(c->facts, c->domain)->record;
	const struct provider *found = NULL;

	if (c->req->nproviders > 0)
		return c->req->providers[0];
	if (record == NULL)
		return NULL;
	for (size_t i = 0; i < record->n && found == NULL; i++)
		if (record->terms[i].kind == SPF_INCLUDE)
			found = provider_by_spf(record->terms[i].spec);
	return found;
}

void
dkim_need_no_selector(struct facts *facts, const struct aim *aim)
{
	facts_spf_record(facts, aim->domain);
}

void
dkim_find_no_selector(struct check *c)
{
	const struct provider *provider = guess_provider(c);
	struct finding *f;

	check_skip(c, "no selector given");
	f = check_find(c, FIND_DKIM_NO_SELECTOR,
	    "No selector given: the DNS does not say which ones %.*s uses",
	    PSTR(check_name(c, c->domain)));
	if (provider != NULL)
		f->advice = arena_printf(c->a,
		    "It seems to send with %s. %s Give it with --selector.",
		    provider->name, provider->advice);
}

/* What a panel makes that takes "s1._domainkey.example.com" for a relative
 * name.  False where that is no legal name. */
static bool
doubled_name(struct arena *a, const struct selector *selector, struct name *out)
{
	return name_below(
	    a, name_text(a, selector->name), selector->domain, out);
}

void
dkim_need_absent(struct facts *facts, const struct aim *aim)
{
	struct name doubled;

	if (doubled_name(aim->a, aim->selector, &doubled))
		facts_answer(facts, doubled, TYPE_TXT);
}

static bool
find_doubled_name(struct check *c, struct finding *f)
{
	struct str text, none = { "", 0 };
	const struct answer *there;
	struct name doubled;

	if (!doubled_name(c->a, c->selector, &doubled))
		return false;
	there = facts_answer(c->facts, doubled, TYPE_TXT);
	if (there->n != 1)
		return false;
	text = record_joined(c->a, &there->records[0]);
	if (dkim_is_private_key(c->a, text))
		return false; /* to be mended, but not by moving it */
	f->advice = arena_printf(c->a,
	    "The record is at %.*s: the DNS panel appended the domain to the "
	    "name.  Enter it as %.*s._domainkey.",
	    PSTR(name_text(c->a, doubled)),
	    PSTR(escape(c->a, c->selector->label)));
	check_fix(c, f, "delete", doubled, TYPE_TXT, text, none);
	check_fix(c, f, "create", c->selector->name, TYPE_TXT, none, text);
	return true;
}

void
dkim_find_absent(struct check *c, const struct selector_view *view)
{
	const struct answer *answer = view->answer;
	struct str name = check_name(c, c->selector->name);
	struct finding *f;

	if (answer->ncnames > 0) {
		check_say(c, "-> a dangling CNAME");
		f = check_find(c, FIND_DKIM_CNAME_DANGLING,
		    "%.*s is an alias of %.*s, which has no key", PSTR(name),
		    PSTR(check_name(c, answer_name(answer))));
		dkim_about(c, f, view);
		return;
	}
	check_say(c, "-> no key");
	f = dkim_about(c,
	    check_find(c, FIND_DKIM_MISSING, "%.*s: %s", PSTR(name),
		answer->status == ANSWER_NXDOMAIN ? "the name does not exist"
						  : "there is no TXT record"),
	    view);
	if (!find_doubled_name(c, f))
		dkim_fix_with_file(c, f, view, "create");
}
