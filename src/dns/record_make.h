/*
 * record_make.h - records from their parts; the data is in the arena.
 */
#ifndef RECORD_MAKE_H
#define RECORD_MAKE_H

#include "dns/record.h"

struct record record_of_ip(struct arena *a, struct ip ip, uint32_t ttl);

/* NS, CNAME, PTR, DNAME. */
struct record
record_of_name(struct arena *a, uint16_t type, struct name name, uint32_t ttl);

struct record record_of_mx(
    struct arena *a, unsigned preference, struct name name, uint32_t ttl);

/* TXT and SPF; a string of more than 255 octets is cut into several.  False,
 * and out untouched, where that is more than a record holds. */
bool record_of_strings(struct arena *a, uint16_t type,
    const struct str *strings, size_t n, uint32_t ttl, struct record *out);

#endif
