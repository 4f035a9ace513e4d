/*
 * terraform_value.h - values of records as providers' resources write them.
 */
#ifndef TERRAFORM_VALUE_H
#define TERRAFORM_VALUE_H

#include "plan/plan.h"

/* How values are written. */
enum dialect {
	DIALECT_AWS,     /* TXT between its outer quotes; octal escapes */
	DIALECT_ZONE,    /* as in a zone file, names absolute */
	DIALECT_RAW,     /* TXT as it is, cut by the provider */
	DIALECT_ADDRESS, /* PTR: the name alone */
};

/* False where the text is no data of the type. */
bool terraform_value(struct arena *a, enum dialect dialect, uint16_t type,
    struct str text, uint32_t ttl, struct record *out, unsigned *flaws);

#endif
