/*
 * terraform_zones.h - what a plan knows besides its changes: the names of
 * zones by their ids, and the addresses of Elastic IPs.
 */
#ifndef TERRAFORM_ZONES_H
#define TERRAFORM_ZONES_H

#include "base/value.h"

struct terraform_zone {
	struct str id, name;
	bool is_private;
	struct terraform_zone *next;
};

struct terraform_eip {
	struct str allocation, address;
	struct terraform_eip *next;
};

struct terraform_known {
	struct terraform_zone *zones;
	struct terraform_eip *eips;
};

/* From the changes, the planned values and the prior state. */
void terraform_know(
    struct arena *a, const struct value *root, struct terraform_known *known);

/* NULL where the id is not known. */
const struct terraform_zone *
terraform_zone(const struct terraform_known *known, struct str id);

/* Empty where the allocation is not known. */
struct str terraform_eip(const struct terraform_known *known, struct str id);

#endif
