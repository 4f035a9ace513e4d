/*
 * terraform_zones.h - what a plan knows besides its changes: the names of
 * zones and the addresses of address resources, by their ids.
 */
#ifndef TERRAFORM_ZONES_H
#define TERRAFORM_ZONES_H

#include "base/value.h"

struct terraform_zone {
	struct str id, name;
	bool is_private;
	struct terraform_zone *next;
};

struct terraform_address {
	struct str id, ip;
	struct terraform_address *next;
};

struct terraform_known {
	struct terraform_zone *zones;
	struct terraform_address *addresses;
};

/* From the changes, the planned values and the prior state. */
void terraform_know(
    struct arena *a, const struct value *root, struct terraform_known *known);

/* NULL where the id is not known. */
const struct terraform_zone *
terraform_zone(const struct terraform_known *known, struct str id);

/* The address in text; empty where the id is not known. */
struct str
terraform_address(const struct terraform_known *known, struct str id);

#endif
