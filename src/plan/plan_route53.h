/*
 * plan_route53.h - Route 53's JSON: change batches, and listings of zones.
 */
#ifndef PLAN_ROUTE53_H
#define PLAN_ROUTE53_H

#include "base/value.h"
#include "plan/plan.h"

/* A change batch. */
bool route53_read(struct plan *plan, const struct value *root, struct str label,
    struct plan_error *err);

/* A set as it stands in a batch and in a listing. */
struct route53_set {
	struct name name;
	uint16_t type;
	struct str id, routing; /* one of several, and by what; or empty */
	uint32_t ttl;
	struct name alias; /* or no name: */
	size_t n;
	struct record *records;
	unsigned flaws;
};

/* path is where it stands in the file. */
bool route53_set(struct arena *a, const struct value *set, struct str path,
    struct route53_set *out, struct plan_error *err);

#endif
