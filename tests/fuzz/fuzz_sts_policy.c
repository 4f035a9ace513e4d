/*
 * A policy of MTA-STS: what is read is written so that it reads as the same,
 * and covers what its patterns name.
 */
#include "base/buf.h"
#include "mail/sts.h"

#include "fuzz.h"

static void
look_at(struct arena *a, const struct sts_policy *policy)
{
	struct buf text = { .a = a };
	struct sts_policy again;

	assert(policy->max_age > 0 && policy->max_age <= STS_MAX_AGE_MAX);
	buf_printf(&text, "version: STSv1\nmode: %s\nmax_age: %u\n",
	    sts_mode_text(policy->mode), policy->max_age);
	for (size_t i = 0; i < policy->nmx; i++) {
		struct sts_pattern mx = policy->mx[i];

		buf_printf(&text, "mx: %.*s\n", PSTR(sts_pattern_text(a, mx)));
		assert(mx.is_wildcard || sts_policy_covers(policy, mx.name));
	}
	assert(sts_policy_read(a, buf_view(&text), &again).n == 0);
	assert(again.mode == policy->mode && again.nmx == policy->nmx);
	assert(again.max_age == policy->max_age);
}

FUZZ(sts_policy)
{
	struct str text = { size == 0 ? "" : (const char *)data, size };
	struct arena a = { 0 };
	struct sts_policy policy;

	sts_record_fault(text);
	if (sts_policy_read(&a, text, &policy).n == 0)
		look_at(&a, &policy);
	arena_free(&a);
}
