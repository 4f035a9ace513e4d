#include "mail/dmarc_mistake.h"
#include "base/buf.h"
#include "mail/dmarc.h"
#include "mail/dmarc_lax.h"
#include "mail/dmarc_words.h"

/* A version, with a tag or as one; or a policy written as DMARC's. */
static bool
is_meant(const struct dmarc_lax *r)
{
	return !r->other_version &&
	    (r->has_version ? r->has_equals : r->has_policy && r->has_equals);
}

static struct str
composed(struct dmarc_lax *r)
{
	struct dmarc_lax_tag *policy = dmarc_lax_find(r, DMARC_TAG_P);
	struct buf b = { .a = r->a };

	buf_text(&b, "v=DMARC1; p=");
	/* What receivers take a record without p= for. */
	buf_str(&b, policy != NULL ? policy->value : dmarc_policies[0]);
	for (size_t i = 0; i < r->n; i++) {
		const struct dmarc_lax_tag *part = &r->tags[i];

		if (part->tag == DMARC_TAG_P || part->value.n == 0)
			continue;
		buf_text(&b, "; ");
		buf_str(&b,
		    part->tag == DMARC_TAG_UNKNOWN ? part->name
						   : dmarc_tag_name(part->tag));
		buf_byte(&b, '=');
		buf_str(&b, part->value);
	}
	return buf_view(&b);
}

const char *
dmarc_near_miss(struct arena *a, struct str text)
{
	struct dmarc_lax r;

	if (dmarc_is_record(text))
		return NULL;
	r = dmarc_read_lax(a, text);
	if (!is_meant(&r))
		return NULL;
	if (!r.has_version)
		return "v=DMARC1 is missing";
	return r.late_version
	    ? "v=DMARC1 does not come first"
	    : "the record does not start with exactly v=DMARC1";
}

bool
dmarc_meant(struct arena *a, struct str text, struct str *meant)
{
	struct dmarc_lax r = dmarc_read_lax(a, text);
	struct dmarc_record was, is;
	struct str proposed;

	if (!is_meant(&r) || r.is_uncertain)
		return false;
	proposed = composed(&r);
	is = dmarc_read(a, proposed);
	for (size_t i = 0; i < is.nfaults; i++)
		if (!is.faults[i].is_harmless)
			return false;
	if (dmarc_is_record(text)) {
		was = dmarc_read(a, text);
		if (is.nfaults >= was.nfaults || is.rua.n < was.rua.n ||
		    is.ruf.n < was.ruf.n)
			return false;
	}
	*meant = proposed;
	return true;
}
