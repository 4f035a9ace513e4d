/*
 * route53_value.h - names and values as Route 53 writes them.
 *
 * Octets are written in octal there, "\052" for "*", and not in decimal as in
 * zone files; names are absolute, with or without the final dot.
 */
#ifndef ROUTE53_VALUE_H
#define ROUTE53_VALUE_H

#include "dns/record.h"

/* Aliases have no TTL of their own: that of what AWS answers. */
enum { ROUTE53_ALIAS_TTL = 60 };

bool route53_name(struct arena *a, struct str text, struct name *out);

/* The number of a type, of all that have one; 0 for an unknown one. */
uint16_t route53_type(struct arena *a, struct str text);

/* What is wrong with TXT values as they are written. */
enum { ROUTE53_LONG_STRING = 1, ROUTE53_UNQUOTED = 2 };

/* A set's values as records; without data where the type is not read.  False
 * where one is no value of the type: *bad is its place. */
bool route53_records(struct arena *a, uint16_t type, const struct str *values,
    size_t n, uint32_t ttl, struct record *out, unsigned *flaws, size_t *bad);

#endif
