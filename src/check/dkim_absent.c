#include "base/escape.h"
#include "check/dkim.h"
#include "facts/spf_eval.h"
#include "mail/final_dot.h"
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
dkim_flag_no_selector(struct check *c)
{
	const struct provider *provider = guess_provider(c);
	struct finding *f;

	if (c->req->nsought > 0) {
		check_skip(c, "no key at the usual selectors");
		f = check_flag(c, FINDING_DKIM_NO_SELECTOR,
		    "None of %zu usual selectors of %.*s has a key, which "
		    "proves nothing",
		    c->req->nsought, PSTR(check_name(c, c->domain)));
	} else {
		check_skip(c, "no selector given");
		f = check_flag(c, FINDING_DKIM_NO_SELECTOR,
		    "No selector given: the DNS does not say which ones %.*s "
		    "uses",
		    PSTR(check_name(c, c->domain)));
	}
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
dkim_need_absent(struct facts *facts, const struct aim *aim,
    const struct selector_view *view)
{
	const struct answer *answer = view->answer;
	struct name other;

	if (answer->ncnames == 0 && doubled_name(aim->a, aim->selector, &other))
		facts_answer(facts, other, TYPE_TXT);
	if (answer->ncnames > 0 &&
	    final_dot_of(aim->a, answer->cnames[0], aim->selector->domain,
		&other) == FINAL_DOT_MAYBE)
		facts_answer(facts, other, TYPE_TXT);
}

/* The record at the doubled name goes where it was meant to be: a key, or the
 * alias of one. */
static void
move(struct check *c, struct finding *f, const struct answer *there)
{
	struct name doubled = there->question.name, right = c->selector->name;
	struct str text;

	if (there->ncnames > 0) {
		text = name_text(c->a, there->cnames[0]);
		check_need(c, f, need_no_value(doubled, TYPE_CNAME, text));
		check_need(c, f, need_value(right, TYPE_CNAME, S(""), text));
		return;
	}
	text = record_joined(c->a, &there->records[0]);
	check_need(c, f, need_no_value(doubled, TYPE_TXT, text));
	check_need(c, f, need_value(right, TYPE_TXT, S(""), text));
}

/* Whether an answer is one record, and that a key: other text may be there for
 * reasons of its own, and a private key is to be mended, not to be moved. */
static bool
is_key(struct check *c, const struct answer *answer)
{
	struct dkim_key key;

	if (answer->n != 1)
		return false;
	key = dkim_key_read(c->a, record_joined(c->a, &answer->records[0]));
	return dkim_key_is_usable(&key);
}

static bool
advise_doubled_name(struct check *c, struct finding *f)
{
	const struct answer *there;
	struct name doubled;

	if (!doubled_name(c->a, c->selector, &doubled))
		return false;
	there = facts_answer(c->facts, doubled, TYPE_TXT);
	if (there->ncnames == 0 && !is_key(c, there))
		return false;
	f->advice = arena_printf(c->a,
	    "The %s is at %.*s: the DNS panel appended the domain to the "
	    "name.  Enter it as %.*s._domainkey.",
	    there->ncnames > 0 ? "CNAME" : "record",
	    PSTR(name_text(c->a, doubled)),
	    PSTR(escape(c->a, c->selector->label)));
	move(c, f, there);
	return true;
}

/* Whether the alias leads below the domain only for want of a dot. */
static bool
lacks_dot(struct check *c, struct name target, struct name *meant)
{
	switch (final_dot_of(c->a, target, c->selector->domain, meant)) {
	case FINAL_DOT_FINE:
		return false;
	case FINAL_DOT_MAYBE:
		return facts_answer(c->facts, *meant, TYPE_TXT)->n > 0;
	case FINAL_DOT_MISSING:
		break;
	}
	return true;
}

static void
flag_dangling(struct check *c, const struct selector_view *view)
{
	const struct answer *answer = view->answer;
	struct name target = answer->cnames[0], meant;
	struct finding *f;

	check_say(c, "-> a dangling CNAME");
	f = dkim_about(c,
	    check_flag(c, FINDING_DKIM_CNAME_DANGLING,
		"%.*s is an alias of %.*s, which has no key",
		PSTR(check_name(c, c->selector->name)),
		PSTR(check_name(c, answer_name(answer)))),
	    view);
	if (!lacks_dot(c, target, &meant))
		return;
	f->advice = arena_printf(c->a,
	    "The target lacks the dot at its end in the zone file: %.*s. was "
	    "meant.",
	    PSTR(check_name(c, meant)));
	check_need(c, f,
	    need_value(c->selector->name, TYPE_CNAME, check_name(c, target),
		check_name(c, meant)));
}

void
dkim_flag_absent(struct check *c, const struct selector_view *view)
{
	const struct answer *answer = view->answer;
	struct str name = check_name(c, c->selector->name);
	struct finding *f;

	if (answer->ncnames > 0 && dkim_is_wildcard(c, view)) {
		dkim_flag_only_wildcard(c, view);
		return;
	}
	if (answer->ncnames > 0) {
		flag_dangling(c, view);
		return;
	}
	check_say(c, "-> no key");
	f = dkim_about(c,
	    check_flag(c, FINDING_DKIM_MISSING, "%.*s: %s", PSTR(name),
		answer->status == ANSWER_NXDOMAIN ? "the name does not exist"
						  : "there is no TXT record"),
	    view);
	if (advise_doubled_name(c, f))
		return;
	f->advice = arena_printf(c->a,
	    "Publish the key that the signer has, as a TXT record at %.*s.",
	    PSTR(name));
	dkim_fix_with_file(c, f, view);
}
