/* reverse_name.h - an address's name in the reverse tree. */
#ifndef REVERSE_NAME_H
#define REVERSE_NAME_H

#include "base/arena.h"
#include "base/ip.h"
#include "dns/name.h"

/* 4.3.2.1.in-addr.arpa (RFC 1035 section 3.5), or 32 nibbles below ip6.arpa
 * (RFC 3596 section 2.5). */
struct name reverse_name(struct arena *a, struct ip ip);

#endif
