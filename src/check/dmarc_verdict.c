#include "base/escape.h"
#include "check/dmarc.h"
#include "facts/sent.h"

/* What large receivers answer: by the domain's own policy, or by their rules
 * for bulk senders. */
static const struct str reply_policy =
    STR("Gmail: 550-5.7.26; Outlook.com: 550 5.7.509; Yahoo: 550 5.7.9; "
	"iCloud: 554 5.7.1");
static const struct str reply_unaligned =
    STR("Gmail: 550-5.7.32; Outlook.com: 550 5.7.515; Yahoo: 550 5.7.9");

/* Why SPF does not carry mail of that client. */
static struct str
spf_reason(struct check *c, const struct path *gap)
{
	struct str domain = check_name(c, gap->domain);

	if (gap->domain.n == 0)
		return S("the name that SPF is about is not known");
	if (!gap->aligned)
		return arena_printf(c->a,
		    "the MAIL FROM domain %.*s is not aligned with %.*s",
		    PSTR(domain), PSTR(check_name(c, c->domain)));
	if (gap->needs_helo)
		return arena_printf(c->a,
		    "SPF for %.*s depends on the HELO name, which is not known "
		    "(--helo or --host gives it)",
		    PSTR(ip_text(c->a, *gap->ip)));
	return arena_printf(c->a, "SPF says %s for %.*s",
	    spf_result_text(gap->spf), PSTR(ip_text(c->a, *gap->ip)));
}

/* An aligned key that some receivers refuse, or NULL. */
static const struct path *
carries_in_part(const struct alignment *alignment)
{
	for (size_t i = 0; i < alignment->ndkim; i++)
		if (alignment->dkim[i].in_part && alignment->dkim[i].aligned)
			return &alignment->dkim[i];
	return NULL;
}

/* The path that fails, and would carry the message if it did not: the aligned
 * signature. */
static const struct path *
aligned_signature(const struct alignment *alignment)
{
	for (size_t i = 0; i < alignment->ndkim; i++)
		if (alignment->dkim[i].aligned)
			return &alignment->dkim[i];
	return NULL;
}

/* Why the signatures of the message don't carry it. */
static struct str
signature_reason(struct check *c, const struct alignment *alignment)
{
	const struct path *in_part = carries_in_part(alignment);
	const struct path *aligned = aligned_signature(alignment);
	bool is_one = alignment->ndkim == 1;

	if (alignment->ndkim == 0)
		return S("the message is not signed");
	if (in_part != NULL)
		return arena_printf(c->a,
		    "some receivers refuse the signature with %.*s",
		    PSTR(escape(c->a, in_part->selector->text)));
	if (aligned != NULL)
		return arena_printf(c->a,
		    "the signature with %.*s is not valid",
		    PSTR(escape(c->a, aligned->selector->text)));
	if (is_one && alignment->dkim[0].domain.n == 0)
		return S("its signature cannot be read");
	if (is_one)
		return arena_printf(c->a,
		    "the signing domain %.*s is not aligned either",
		    PSTR(check_name(c, alignment->dkim[0].domain)));
	return S("none of its signatures is aligned");
}

/* Why the selectors given don't carry it. */
static struct str
dkim_reason(struct check *c, const struct alignment *alignment)
{
	const struct path *path = &alignment->dkim[0];
	const struct path *in_part = carries_in_part(alignment);

	if (c->req->sent != NULL)
		return signature_reason(c, alignment);
	if (in_part != NULL)
		return arena_printf(c->a,
		    "the selector %.*s has a bare PKCS#1 key, which many "
		    "receivers refuse",
		    PSTR(escape(c->a, in_part->selector->text)));
	if (alignment->ndkim > 1)
		return S("none of the selectors has a usable key and an "
			 "aligned domain");
	if (!path->aligned)
		return arena_printf(c->a,
		    "the signing domain %.*s is not aligned either",
		    PSTR(check_name(c, path->domain)));
	return arena_printf(c->a, "the selector %.*s has no usable key",
	    PSTR(escape(c->a, path->selector->text)));
}

/* Whether something is aligned, and only does not pass. */
static bool
is_only_broken(const struct alignment *alignment, const struct path *gap)
{
	for (size_t i = 0; i < alignment->ndkim; i++)
		if (alignment->dkim[i].aligned)
			return true;
	return gap->aligned;
}

static void
flag_unaligned(struct check *c, const struct alignment *alignment,
    const struct path *gap, enum dmarc_policy applied)
{
	struct str reason = spf_reason(c, gap), other;
	struct finding *f;

	if (alignment->ndkim == 0 && c->req->sent == NULL) {
		check_flag(c, FINDING_DMARC_NEEDS_DKIM,
		    "%.*s, and no selector was given: only an aligned "
		    "signature can pass",
		    PSTR(reason));
		return;
	}
	other = dkim_reason(c, alignment);
	f = check_flag(c, FINDING_DMARC_UNALIGNED, "%.*s, and %.*s",
	    PSTR(reason), PSTR(other));
	if (is_only_broken(alignment, gap))
		f->advice = c->req->sent == NULL
		    ? S("Fix SPF, or the selector's key: one of them is "
			"enough.")
		    : gap->aligned
		    ? S("Fix SPF, or what is wrong with the signature: one "
			"of them is enough.")
		    : S("Fix what is wrong with the signature.");
	if (gap->needs_helo)
		check_set_grade(c, f, UNKNOWN);
	else if (carries_in_part(alignment) != NULL)
		check_set_grade(c, f, WARN);
	else if (applied == DMARC_REJECT)
		f->reply = reply_policy;
	else if (c->req->profile == PROFILE_BULK)
		f->reply = reply_unaligned;
}

/* Without an IP it is not known whether SPF passes, only whether it could. */
static bool
is_gap(const struct path *path)
{
	return path != NULL && (path->ip != NULL || !path->aligned);
}

/* Whether a key that could not be looked up may do. */
static bool
may_carry_by_dkim(const struct alignment *alignment)
{
	for (size_t i = 0; i < alignment->ndkim; i++)
		if (alignment->dkim[i].failure != NULL)
			return true;
	return false;
}

static void
judge_alignment(struct check *c, const struct alignment *alignment,
    enum dmarc_policy applied)
{
	const struct path *gap = alignment_spf_gap(alignment);
	const struct path *dkim = alignment_by_dkim(alignment);
	const struct answer *failure = alignment_failure(alignment);

	if (!is_gap(gap))
		gap = NULL;
	if (dkim == NULL && gap != NULL) {
		if (failure != NULL)
			check_unknown(c, failure,
			    alignment->ndkim > 0 ? FINDING_DMARC_UNALIGNED
						 : FINDING_DMARC_NEEDS_DKIM);
		else
			flag_unaligned(c, alignment, gap, applied);
	} else if (dkim == NULL && !may_carry_by_dkim(alignment)) {
		check_flag(c, FINDING_DMARC_SPF_ONLY,
		    "Only SPF vouches for this mail, and fails once it is forwarded");
	} else if (dkim == NULL) {
		return; /* the dkim check says that the key is not known */
	} else if (gap != NULL && !gap->aligned && gap->failure == NULL) {
		struct str reason = spf_reason(c, gap);

		check_flag(c, FINDING_DMARC_SPF_UNALIGNED,
		    "%.*s: only DKIM can pass for it", PSTR(reason));
	}
}

static void
tell_paths(struct check *c, const char *key, const struct path *paths, size_t n)
{
	struct value *list = value_add_list(c->a, c->result->facts, key);

	for (size_t i = 0; i < n; i++) {
		const struct path *path = &paths[i];
		struct value *one = value_add_object(c->a, list, NULL);

		if (path->selector != NULL)
			value_add_str(
			    c->a, one, "selector", path->selector->text);
		else if (path->ip != NULL)
			value_add_str(
			    c->a, one, "ip", ip_text(c->a, *path->ip));
		value_add_str(c->a, one, "domain", check_name(c, path->domain));
		value_add_bool(c->a, one, "aligned", path->aligned);
		if (path->selector != NULL || path->ip != NULL)
			value_add_bool(c->a, one, "passes", path->passes);
	}
}

/* Of a header alone it is not known whether it passed. */
static bool
is_of_message(const struct check *c)
{
	return c->req->sent != NULL && c->req->sent->sample.has_body;
}

static void
say(struct check *c, enum dmarc_policy policy,
    const struct alignment *alignment)
{
	bool dkim = alignment_by_dkim(alignment) != NULL;
	const struct path *gap = alignment_spf_gap(alignment);
	bool spf = gap == NULL;
	bool could = !is_gap(gap);
	bool is_known = alignment_failure(alignment) == NULL &&
	    (gap == NULL || !gap->needs_helo);

	const char *verb = is_of_message(c) ? "this message passes" : "aligned";

	if (spf || dkim)
		check_say(c, "-> p=%s, %s by %s", dmarc_policy_text(policy),
		    verb,
		    spf && dkim ? "SPF and DKIM"
			: dkim  ? "DKIM"
				: "SPF");
	else
		check_say(c, "-> p=%s, %s", dmarc_policy_text(policy),
		    could                   ? "SPF can align"
			: !is_known         ? "alignment not known"
			: !is_of_message(c) ? "not aligned"
			: carries_in_part(alignment) != NULL
			? "this message passes with some receivers"
			: "this message fails");
	if (!spf && !dkim && (could || !is_known))
		value_add_null(c->a, c->result->facts, "passes");
	else
		value_add_bool(c->a, c->result->facts, "passes", spf || dkim);
	value_add_bool(c->a, c->result->facts, "passes_when_forwarded", dkim);
}

void
dmarc_flag_unaligned(struct check *c, const struct policy_view *view)
{
	const struct alignment *alignment = facts_alignment(c->facts);

	tell_paths(c, "spf", alignment->spf, alignment->nspf);
	tell_paths(c, "dkim", alignment->dkim, alignment->ndkim);
	judge_alignment(c, alignment,
	    dmarc_policy_applied(view->found->record, view->policy));
	say(c, view->policy, alignment);
}
