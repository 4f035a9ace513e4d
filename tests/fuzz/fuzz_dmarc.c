/* DMARC records: a policy whenever the record is not ignored, and faults that
 * point into the text. */
#include "mail/dmarc.h"
#include "mail/dmarc_mistake.h"

#include "fuzz.h"

static void
judge(const struct dmarc_record *r, struct str text)
{
	for (size_t i = 0; i < r->nfaults; i++)
		assert(r->faults[i].at + r->faults[i].n <= text.n);
	for (size_t i = 0; i < r->rua.n; i++)
		assert(r->rua.at[i].host.n > 1 && r->rua.at[i].text.n > 7);
	for (enum dmarc_target t = DMARC_OWN; t <= DMARC_NONEXISTENT; t++) {
		enum dmarc_policy p = dmarc_policy_for(r, t);

		assert((p == DMARC_ABSENT) == (r->use == DMARC_IGNORED));
		assert(dmarc_policy_applied(r, p) <= p);
	}
	if (r->use != DMARC_APPLIES)
		assert(r->nfaults > 0);
}

/* What is proposed can be read, is right where it was not, and proposes
 * nothing more. */
static void
judge_meant(struct arena *a, struct str text)
{
	struct str meant, again;
	struct dmarc_record r;

	if (!dmarc_meant(a, text, &meant))
		return;
	assert(dmarc_is_record(meant) && dmarc_near_miss(a, meant) == NULL);
	r = dmarc_read(a, meant);
	judge(&r, meant);
	for (size_t i = 0; i < r.nfaults; i++)
		assert(r.faults[i].is_harmless);
	assert(r.use == DMARC_APPLIES);
	if (r.nfaults == 0)
		assert(!dmarc_meant(a, meant, &again));
}

FUZZ(dmarc)
{
	struct str text = { size == 0 ? "" : (const char *)data, size };
	struct arena a = { 0 };
	struct dmarc_record r;

	if (dmarc_is_record(text)) {
		assert(dmarc_near_miss(&a, text) == NULL);
		r = dmarc_read(&a, text);
		judge(&r, text);
	}
	judge_meant(&a, text);
	arena_free(&a);
}
