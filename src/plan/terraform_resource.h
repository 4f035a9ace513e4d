/*
 * terraform_resource.h - resources that are DNS records, each provider's by a
 * row of a table: how it writes a record set.
 */
#ifndef TERRAFORM_RESOURCE_H
#define TERRAFORM_RESOURCE_H

#include "plan/plan.h"
#include "plan/terraform_zones.h"

enum resource_model {
	RESOURCE_NONE,   /* no records, or none that are read */
	RESOURCE_SET,    /* a whole set; a change is refused by what is there */
	RESOURCE_PUT,    /* a whole set, which takes the place of what is */
	RESOURCE_RECORD, /* one record of a set */
};

/* A resource before or after the change. */
struct resource_set {
	bool is_placed;  /* the name is known */
	bool is_private; /* it stands in a private zone */
	struct name name;
	uint16_t type;
	struct str id, routing;
	bool is_later, is_secret, is_overwriting;
	struct name alias; /* or no name */
	uint32_t ttl;
	size_t n;
	struct record *records;
	unsigned flaws;
};

struct resource_from {
	struct arena *a;
	const struct terraform_known *known;
	struct name origin;          /* or no name */
	const struct value *values;  /* the attributes */
	const struct value *unknown; /* what is known only later; or NULL */
	const struct value *sensitive;
};

enum resource_model resource_model(struct str type);

/* False where a value is no data of its type: *what names it. */
bool resource_read(const struct resource_from *from, struct str type,
    struct resource_set *out, struct str *what);

#endif
