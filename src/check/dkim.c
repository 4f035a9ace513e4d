#include "check/dkim.h"
#include "base/escape.h"
#include "mail/dkim_mistake.h"
#include "mail/provider.h"

static void
show_record(struct finding *f, const struct selector_view *view)
{
	if (view->is_secret || view->n != 1)
		return;
	f->text = view->keys[0].text;
	f->at = view->keys[0].at;
	f->n = view->keys[0].n;
}

/* Another record in place of the only one there. */
static void
need_record(struct check *c, struct finding *f,
    const struct selector_view *view, struct str text)
{
	check_need(
	    c, f, need_value(view->owner, TYPE_TXT, view->keys[0].text, text));
}

static void
flag_private(struct check *c, const struct selector_view *view)
{
	check_say(c, "-> a private key");
	dkim_about(c,
	    check_flag(c, FINDING_DKIM_PRIVATE_KEY,
		"%.*s publishes a private key (not shown here)",
		PSTR(check_name(c, c->selector->name))),
	    view);
}

static void
flag_multiple(struct check *c, const struct selector_view *view)
{
	size_t usable = 0;
	struct finding *f;
	struct str whole;

	for (size_t i = 0; i < view->n; i++)
		usable += dkim_key_is_usable(&view->keys[i]);
	check_say(c, "-> %zu records", view->n);
	f = dkim_about(c,
	    check_flag(c, FINDING_DKIM_MULTIPLE,
		"%.*s has %zu TXT records, %zu of them with a usable key",
		PSTR(check_name(c, c->selector->name)), view->n, usable),
	    view);
	if (check_mixed(f, view->answer) || view->n != 2 ||
	    !dkim_halves_join(
		c->a, view->keys[0].text, view->keys[1].text, &whole))
		return;
	f->advice = S("One key was published as two records.  Publish it as "
		      "one record of several strings.");
	check_need(
	    c, f, need_value(view->owner, TYPE_TXT, view->keys[0].text, whole));
	check_need(
	    c, f, need_no_value(view->owner, TYPE_TXT, view->keys[1].text));
}

/* A service's name, entered as the text of a TXT record. */
static void
advise_alias(
    struct check *c, struct finding *f, const struct selector_view *view)
{
	struct str text = view->keys[0].text, target = str_trim(text);

	if (str_ends(target, S(".")))
		target.n--;
	if (provider_by_dkim(target) == NULL ||
	    str_find(target, ' ') < target.n)
		return;
	f->advice = arena_printf(c->a,
	    "This is a CNAME's target: publish it as a CNAME, not as a TXT "
	    "record.");
	check_need(c, f, need_no_value(view->owner, TYPE_TXT, text));
	check_need(c, f, need_value(view->owner, TYPE_CNAME, S(""), target));
}

/* What a verifier could not read. */
static void
flag_fault(struct check *c, const struct selector_view *view)
{
	const struct dkim_key *key = &view->keys[0];
	const struct dkim_mistake *mistake = dkim_mistake_find(key);
	struct str mended = dkim_mistake_mend(c->a, mistake, key);
	bool is_syntax = key->fault < DKIM_UNKNOWN_TYPE;
	struct finding *f = check_flag(c,
	    is_syntax ? FINDING_DKIM_SYNTAX : FINDING_DKIM_KEY_INVALID,
	    "%.*s: %s%s%s", PSTR(check_name(c, c->selector->name)),
	    dkim_fault_text(key), mistake != NULL ? ": " : "",
	    mistake != NULL ? mistake->what : "");

	dkim_about(c, f, view);
	show_record(f, view);
	if (mistake != NULL)
		f->advice = str_of(mistake->advice);
	if (mended.n > 0)
		need_record(c, f, view, mended);
	else
		advise_alias(c, f, view);
	check_say(
	    c, "-> %s", is_syntax ? "not a key record" : "not a usable key");
}

/* Where a tag's value stands in the record. */
static void
point_at(struct finding *f, const struct selector_view *view, struct str part)
{
	show_record(f, view);
	f->at = part.s == NULL ? 0 : (size_t)(part.s - f->text.s);
	f->n = part.n;
}

static void
flag_no_sha256(struct check *c, const struct selector_view *view)
{
	const struct dkim_key *key = &view->keys[0];
	const struct dkim_mistake *mistake = dkim_mistake_find(key);
	struct str mended = dkim_mistake_mend(c->a, mistake, key);
	struct finding *f = check_flag(c, FINDING_DKIM_HASH,
	    "The tag h=%.*s does not allow sha256",
	    PSTR(escape(c->a, key->hashes)));

	point_at(dkim_about(c, f, view), view, key->hashes);
	if (mistake != NULL)
		f->advice = str_of(mistake->advice);
	if (mended.n > 0)
		need_record(c, f, view, mended);
}

static void
judge_tags(struct check *c, const struct selector_view *view)
{
	const struct dkim_key *key = &view->keys[0];

	if (!key->sha256)
		flag_no_sha256(c, view);
	if (!key->for_mail)
		point_at(dkim_about(c,
			     check_flag(c, FINDING_DKIM_SERVICE,
				 "The tag s=%.*s does not allow email",
				 PSTR(escape(c->a, key->services))),
			     view),
		    view, key->services);
	if (key->testing)
		point_at(
		    dkim_about(c,
			check_flag(c, FINDING_DKIM_TESTING,
			    "The tag t=%.*s says that the domain is testing",
			    PSTR(escape(c->a, key->flags))),
			view),
		    view, key->flags);
}

static void
judge_rsa(struct check *c, const struct selector_view *view)
{
	const struct key *key = &view->keys[0].key;
	enum finding_id id = key->bits < DKIM_RSA_MIN_BITS
	    ? FINDING_DKIM_KEY_SHORT
	    : key->bits < DKIM_RSA_ADVISED_BITS ? FINDING_DKIM_KEY_WEAK
	    : key->bits > DKIM_RSA_MAX_BITS     ? FINDING_DKIM_KEY_LARGE
						: FINDING_COUNT;

	if (id != FINDING_COUNT)
		dkim_about(c,
		    check_flag(c, id, "The RSA key has %u bits", key->bits),
		    view);
	if (key->form == KEY_PKCS1)
		need_record(c,
		    dkim_about(c,
			check_flag(c, FINDING_DKIM_KEY_PKCS1,
			    "The p= tag holds a bare RSAPublicKey (PKCS#1), not a "
			    "SubjectPublicKeyInfo: dkimpy takes such a key, "
			    "Mail::DKIM (SpamAssassin), OpenDKIM and mailauth "
			    "refuse it"),
			view),
		    view, dkim_key_write(c->a, key));
}

static void
compare_with_file(struct check *c, const struct selector_view *view)
{
	const struct key *published = &view->keys[0].key;
	struct finding *f;
	struct key own;

	/* That the file has a key was checked when it was read. */
	if (c->selector->key_pem.n == 0 ||
	    !key_from_pem(c->a, c->selector->key_pem, &own) ||
	    key_eq(published, &own))
		return;
	f = check_flag(c, FINDING_DKIM_KEY_MISMATCH,
	    "%.*s has an %s key of %u bits; the key file has another, %s of "
	    "%u bits",
	    PSTR(check_name(c, c->selector->name)),
	    key_type_text(published->type), published->bits,
	    key_type_text(own.type), own.bits);
	dkim_about(c, f, view);
	dkim_fix_with_file(c, f, view);
}

/* Many receivers cannot verify Ed25519, so it wants an RSA key beside it. */
static void
judge_ed25519(struct check *c, const struct selector_view *view)
{
	size_t rsa = 0;

	for (size_t i = 0; i < c->req->nselectors; i++) {
		const struct selector_view *other =
		    facts_selector(c->facts, &c->req->selectors[i]);

		if (selector_is_usable(other))
			rsa += other->keys[0].key.type == KEY_RSA;
	}
	if (rsa == 0)
		dkim_about(c,
		    check_flag(c, FINDING_DKIM_ED25519_ONLY,
			"No selector that was given has a usable RSA key"),
		    view);
}

static void
judge_key(struct check *c, const struct selector_view *view)
{
	const struct dkim_key *key = &view->keys[0];

	if (key->fault != DKIM_SOUND) {
		flag_fault(c, view);
		return;
	}
	if (key->revoked) {
		check_say(c, "-> revoked");
		dkim_about(c,
		    check_flag(c, FINDING_DKIM_REVOKED,
			"%.*s: p= is empty: the key was revoked",
			PSTR(check_name(c, c->selector->name))),
		    view);
		return;
	}
	if (key->key.type == KEY_RSA) {
		check_say(c, "-> RSA, %u bits", key->key.bits);
		judge_rsa(c, view);
	} else {
		check_say(c, "-> Ed25519");
		judge_ed25519(c, view);
	}
	judge_tags(c, view);
	compare_with_file(c, view);
}

static void
tell_key(struct check *c, const struct dkim_key *key)
{
	struct value *facts = c->result->facts;

	value_add_str(c->a, facts, "record", key->text);
	if (key->fault == DKIM_SOUND && !key->revoked) {
		value_add_str(c->a, facts, "key_type",
		    key->key.type == KEY_RSA ? S("rsa") : S("ed25519"));
		value_add_int(c->a, facts, "key_bits", key->key.bits);
		value_add_str(c->a, facts, "key_encoding",
		    str_of(key_form_text(key->key.form)));
	}
	value_add_bool(c->a, facts, "testing", key->testing);
	value_add_bool(c->a, facts, "no_subdomains", key->no_subdomains);
}

static void
tell_chain(struct check *c, const struct answer *answer)
{
	struct value *list = value_add_list(c->a, c->result->facts, "cname");
	const struct provider *provider = NULL;

	for (size_t i = 0; i < answer->ncnames; i++) {
		struct str name = check_name(c, answer->cnames[i]);

		value_add_str(c->a, list, NULL, name);
		if (provider == NULL)
			provider = provider_by_dkim(name);
	}
	if (provider != NULL)
		value_add_str(c->a, c->result->facts, "looks_like",
		    str_of(provider->name));
}

static void
tell(struct check *c, const struct selector_view *view)
{
	struct value *facts = c->result->facts;

	value_add_str(c->a, facts, "name", check_name(c, c->selector->name));
	value_add_str(
	    c->a, facts, "domain", check_name(c, c->selector->domain));
	tell_chain(c, view->answer);
	value_add_int(c->a, facts, "records", (int64_t)view->n);
	value_add_bool(c->a, facts, "usable", selector_is_usable(view));
	if (view->n == 1 && !view->is_secret)
		tell_key(c, &view->keys[0]);
}

/* A sound key that is not revoked is judged by what others there are. */
static bool
is_ed25519(const struct selector_view *view)
{
	const struct dkim_key *key = &view->keys[0];

	return view->n == 1 && !view->is_secret && key->fault == DKIM_SOUND &&
	    !key->revoked && key->key.type != KEY_RSA;
}

void
need_dkim(struct facts *facts, const struct aim *aim)
{
	const struct selector_view *view;

	if (aim->selector == NULL) {
		dkim_need_no_selector(facts, aim);
		return;
	}
	dkim_need_wildcard(facts, aim);
	view = facts_selector(facts, aim->selector);
	if (view == NULL || !answer_is_known(view->answer))
		return;
	if (view->n == 0)
		dkim_need_absent(facts, aim, view);
	for (size_t i = 0; is_ed25519(view) && i < aim->req->nselectors; i++)
		facts_selector(facts, &aim->req->selectors[i]);
}

void
check_dkim(struct check *c)
{
	const struct selector_view *view;

	if (c->selector == NULL) {
		c->result->subject = check_name(c, c->domain);
		dkim_flag_no_selector(c);
		return;
	}
	c->result->subject = escape(c->a, c->selector->text);
	view = facts_selector(c->facts, c->selector);
	if (check_unknown(c, view->answer, FINDING_DKIM_MISSING))
		return;
	tell(c, view);
	if (view->is_secret)
		flag_private(c, view);
	else if (view->n == 0)
		dkim_flag_absent(c, view);
	else if (!selector_is_usable(view) && dkim_is_wildcard(c, view))
		dkim_flag_only_wildcard(c, view);
	else if (view->n > 1)
		flag_multiple(c, view);
	else
		judge_key(c, view);
	dkim_flag_wildcard(c, view);
}
