/* signature: the DKIM signatures of the message (RFC 6376 section 6.1). */
#include "facts/signature.h"
#include "base/buf.h"
#include "base/date.h"
#include "base/escape.h"
#include "check/check.h"
#include "facts/alignment.h"

enum { DAY_MAX = 2932896 }; /* 9999-12-31 */

static struct str
day_text(struct check *c, uint64_t seconds)
{
	return seconds / DAY_S > DAY_MAX
	    ? S("a day in the far future")
	    : date_text(c->a, (int64_t)(seconds / DAY_S));
}

/* What is wrong with the records of the key, in the words of the dkim check. */
static const char *
why_unusable(const struct selector_view *view)
{
	const struct dkim_key *key = &view->keys[0];
	enum finding_id id;

	if (view->is_secret)
		id = FINDING_DKIM_PRIVATE_KEY;
	else if (view->n == 0)
		id = view->answer->ncnames > 0 ? FINDING_DKIM_CNAME_DANGLING
					       : FINDING_DKIM_MISSING;
	else if (view->n > 1)
		id = FINDING_DKIM_MULTIPLE;
	else if (key->fault != DKIM_SOUND)
		id = key->fault < DKIM_UNKNOWN_TYPE ? FINDING_DKIM_SYNTAX
						    : FINDING_DKIM_KEY_INVALID;
	else if (key->revoked)
		id = FINDING_DKIM_REVOKED;
	else if (!key->sha256)
		id = FINDING_DKIM_HASH;
	else if (!key->for_mail)
		id = FINDING_DKIM_SERVICE;
	else
		id = FINDING_DKIM_KEY_SHORT;
	return finding_info[id].title;
}

static void
flag_bad_key(struct check *c, const struct signature_view *view)
{
	const struct dkim_signature *s = &view->of->signature;
	struct str name = check_name(c, s->key_name);
	struct finding *f = NULL;

	switch (view->use) {
	case KEY_FITS:
		return;
	case KEY_IS_UNKNOWN:
		check_unknown(c, view->key->answer, FINDING_SIGNATURE_KEY);
		return;
	case KEY_IS_UNUSABLE:
		f = check_flag(c, FINDING_SIGNATURE_KEY, "%.*s: %s", PSTR(name),
		    why_unusable(view->key));
		break;
	case KEY_FORBIDS_SUBDOMAIN:
		f = check_flag(c, FINDING_SIGNATURE_KEY,
		    "%.*s has t=s, so i= must be at %.*s itself, and it is at "
		    "%.*s",
		    PSTR(name), PSTR(check_name(c, s->domain)),
		    PSTR(check_name(c, s->identity)));
		f->advice = S("Sign with i= at the domain of d=, or without "
			      "i=; or take t=s out of the record.");
		break;
	case KEY_OF_OTHER_TYPE:
		f = check_flag(c, FINDING_SIGNATURE_KEY,
		    "%.*s is an %s key, and the signature is one of %s",
		    PSTR(name), key_type_text(view->key->keys[0].key.type),
		    key_type_text(s->key_type));
		break;
	}
	finding_set_cached(f, view->key->answer);
}

static void
flag_other_header(struct check *c, const struct signature_view *view)
{
	struct finding *f = check_flag(c, FINDING_SIGNATURE_INVALID,
	    "The header is not as it was signed, or was signed with another "
	    "key than the published one%s",
	    view->body_matches ? "; the body is as it was signed" : "");

	f->advice = S("Publish the key that the signer has, and let it sign "
		      "behind everything that changes the header.");
}

static void
flag_other_body(struct check *c, const struct signature_view *view)
{
	const struct dkim_signature *s = &view->of->signature;
	struct finding *f = view->of->is_short
	    ? check_flag(c, FINDING_SIGNATURE_BODY,
		  "l= says that %llu octets of the body are signed, and it "
		  "has fewer",
		  (unsigned long long)s->length)
	    : check_flag(c, FINDING_SIGNATURE_BODY,
		  "The body is not the one that was signed%s",
		  view->header_matches ? "; the header is" : "");

	if (c->req->sent->bounce.found == BOUNCE_NOTHING)
		return;
	check_set_grade(c, f, WARN);
	f->advice = S("A bounce may return a body that is cut or rewritten: "
		      "judge the message as it was sent, or one that was "
		      "delivered.");
}

static void
judge_content(struct check *c, const struct signature_view *view)
{
	const struct dkim_signature *s = &view->of->signature;

	if (!view->has_body) {
		check_flag(c, FINDING_SIGNATURE_HEADERS_ONLY,
		    view->header_matches
			? "The message has no body; the header is as it was "
			  "signed"
			: "The message has no body, and the header is not as it "
			  "was signed; a bounce may have changed it");
		return;
	}
	if (!view->body_matches)
		flag_other_body(c, view);
	if (!view->header_matches)
		flag_other_header(c, view);
	if (view->body_matches && view->of->beyond > 0)
		check_flag(c, FINDING_SIGNATURE_LENGTH,
		    "The last %llu octets of the body come after l=%llu, so "
		    "nobody has signed them",
		    (unsigned long long)view->of->beyond,
		    (unsigned long long)s->length);
}

static void
judge_times(struct check *c, const struct signature_view *view)
{
	const struct dkim_signature *s = &view->of->signature;

	if (view->is_reversed)
		check_flag(c, FINDING_SIGNATURE_TIME,
		    "It expires (x=%llu) before it was made (t=%llu)",
		    (unsigned long long)s->expiry, (unsigned long long)s->time);
	if (view->is_early)
		check_flag(c, FINDING_SIGNATURE_TIME,
		    "It was made in the future: t=%llu is %.*s",
		    (unsigned long long)s->time, PSTR(day_text(c, s->time)));
	if (view->is_expired && !view->is_reversed)
		check_flag(c, FINDING_SIGNATURE_EXPIRED,
		    "It has expired (x=%llu) on %.*s",
		    (unsigned long long)s->expiry,
		    PSTR(day_text(c, s->expiry)));
}

static void
judge_alignment(struct check *c, const struct signature_view *view)
{
	struct name domain = view->of->signature.domain;
	const struct answer *failure;
	bool aligned = facts_signer_is_aligned(c->facts, domain, &failure);

	if (failure != NULL) {
		check_unknown(c, failure, FINDING_SIGNATURE_UNALIGNED);
		return;
	}
	value_add_bool(c->a, c->result->facts, "aligned", aligned);
	if (!aligned)
		check_flag(c, FINDING_SIGNATURE_UNALIGNED,
		    "%.*s is not aligned with %.*s: DMARC does not count the "
		    "signature",
		    PSTR(check_name(c, domain)),
		    PSTR(check_name(c, c->domain)));
}

/* What a forwarder must leave alone: of the fields that mailing lists like to
 * change, those that are signed. */
static struct str
list_fragile(struct check *c, const struct dkim_signature *s)
{
	static const struct str fields[] = { STR("From"), STR("Subject"),
		STR("Reply-To"), STR("Sender"), STR("List-Id"),
		STR("List-Unsubscribe") };
	const struct message_head *head = &c->req->sent->sample.head;
	struct buf b = { .a = c->a };
	struct str last = S("the body");

	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		if (dkim_signature_covers(s, fields[i]) &&
		    (str_eq(fields[i], S("Subject")) ||
			message_find(head, fields[i], 0) != NULL)) {
			buf_item(&b, last);
			last = fields[i];
		}
	return arena_printf(
	    c->a, "%.*s or %.*s", PSTR(buf_view(&b)), PSTR(last));
}

static void
flag_valid(struct check *c, const struct signature_view *view)
{
	const struct dkim_signature *s = &view->of->signature;

	check_flag(c, FINDING_SIGNATURE_VALID,
	    "%.*s has signed the message as it is. Forwarded, the signature "
	    "holds unless somebody changes %.*s%s",
	    PSTR(check_name(c, s->domain)), PSTR(list_fragile(c, s)),
	    s->has_length && view->of->beyond == 0
		? "; text added to the end of the body changes nothing (l=)"
		: "");
}

static void
tell(struct check *c, const struct signature_view *view)
{
	static const char *const canon[] = {
		[DKIM_SIMPLE] = "simple", [DKIM_RELAXED] = "relaxed"
	};
	const struct dkim_signature *s = &view->of->signature;
	struct value *facts = c->result->facts, *list;
	struct str rest = s->fields, field;

	if (s->key_name.n > 0) {
		value_add_str(c->a, facts, "domain", check_name(c, s->domain));
		value_add_str(c->a, facts, "selector", s->selector);
		value_add_str(c->a, facts, "key", check_name(c, s->key_name));
	}
	if (s->fault != DKIM_SIGNATURE_SOUND)
		return;
	value_add_str(c->a, facts, "identity", check_name(c, s->identity));
	value_add_str(c->a, facts, "algorithm",
	    s->key_type == KEY_ED25519   ? S("ed25519-sha256")
		: s->hash == DIGEST_SHA1 ? S("rsa-sha1")
					 : S("rsa-sha256"));
	value_add_str(c->a, facts, "canonicalization",
	    arena_printf(c->a, "%s/%s", canon[s->header], canon[s->body]));
	list = value_add_list(c->a, facts, "fields");
	while (str_cut(&rest, ':', &field))
		value_add_str(c->a, list, NULL, arena_lower(c->a, field));
	if (s->has_length)
		value_add_int(c->a, facts, "length", (int64_t)s->length);
	if (s->has_time)
		value_add_int(c->a, facts, "time", (int64_t)s->time);
	if (s->has_expiry)
		value_add_int(c->a, facts, "expires", (int64_t)s->expiry);
}

void
need_signature(struct facts *facts, const struct aim *aim)
{
	const struct answer *failure;
	const struct signature_view *view;

	if (aim->signature == NULL)
		return;
	view = facts_signature(facts, aim->signature);
	if (view != NULL && view->key != NULL)
		facts_signer_is_aligned(facts, view->signer->domain, &failure);
}

static void
judge_sound(struct check *c, const struct signature_view *view)
{
	if (view->is_sha1)
		check_flag(c, FINDING_SIGNATURE_ALGORITHM,
		    "a=rsa-sha1: verifiers no longer accept SHA-1");
	if (!view->covers_from)
		check_flag(c, FINDING_SIGNATURE_FROM,
		    "h= does not list From, so the author is not signed");
	flag_bad_key(c, view);
	if (view->use == KEY_FITS)
		judge_content(c, view);
	judge_times(c, view);
	judge_alignment(c, view);
}

/* What verifiers make of it, in a word or two. */
static const char *
state_text(const struct signature_view *view)
{
	if (view->key != NULL && view->use == KEY_IS_UNKNOWN)
		return "not known";
	if (!view->passes && !view->in_part)
		return "not valid";
	if (view->is_reversed || view->is_early)
		return "of an impossible time";
	if (view->is_expired)
		return "expired";
	return view->has_body ? "valid" : "only the header is here";
}

/* Why verifiers do not even look at the key. */
static void
flag_fault(struct check *c, const struct dkim_signature *s)
{
	struct finding *f = s->fault == DKIM_SIGNATURE_NO_TAG
	    ? check_flag(c, FINDING_SIGNATURE_INVALID,
		  "The signature counts for nothing: it has no %.*s=",
		  PSTR(s->missing))
	    : check_flag(c, FINDING_SIGNATURE_INVALID,
		  "The signature counts for nothing: %s",
		  dkim_signature_fault_text(s->fault));

	f->advice = S("Correct the signer's configuration, or update the "
		      "signer.");
}

void
check_signature(struct check *c)
{
	const struct signature_view *view;
	const struct dkim_signature *s;
	bool valid;

	c->result->subject = check_name(c, c->domain);
	if (c->signature == NULL) {
		check_skip(c, "the message is not signed");
		check_flag(c, FINDING_SIGNATURE_NONE,
		    "The message has no DKIM-Signature");
		return;
	}
	view = facts_signature(c->facts, c->signature);
	s = &view->of->signature;
	c->result->subject = c->selector != NULL
	    ? escape(c->a, c->selector->text)
	    : arena_printf(c->a, "DKIM-Signature %zu",
		  (size_t)(c->signature - c->req->sent->sample.signatures) + 1);
	tell(c, view);
	if (view->key == NULL)
		flag_fault(c, s);
	else
		judge_sound(c, view);
	valid = view->has_body && (view->passes || view->in_part) &&
	    !view->is_expired && !view->is_early && !view->is_reversed;
	if (valid)
		flag_valid(c, view);
	check_say(c, "-> %s", state_text(view));
	value_add_bool(c->a, c->result->facts, "valid", valid);
}
