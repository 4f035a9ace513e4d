/* ip.h - IPv4 and IPv6 addresses and networks. */
#ifndef IP_H
#define IP_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

enum ip_family { IP_NONE, IP_V4, IP_V6 };

struct ip {
	enum ip_family family;
	unsigned char b[16]; /* network order; an IPv4 address has 4 */
};

/* IPv4 as four decimal octets without leading zeros (RFC 7208 section 12
 * "qnum"), IPv6 as RFC 4291 section 2.2 has it, without zone id.  False,
 * and out untouched, for all else. */
bool ip_parse(struct str text, struct ip *out);

/* An address of 4 or 16 octets. */
struct ip ip_from_bytes(enum ip_family family, const unsigned char *b);

/* An IPv4-mapped IPv6 address (::ffff:a.b.c.d) as the IPv4 address that it
 * stands for; any other address as it is. */
struct ip ip_unmapped(struct ip ip);

unsigned ip_bits(enum ip_family family); /* 32 or 128 */
bool ip_eq(struct ip a, struct ip b);
int ip_order(struct ip a, struct ip b); /* IPv4 first, then by value */

/* Whether ip is in net/bits; the bits of net beyond that don't matter.
 * Addresses of the other family never are. */
bool ip_in(struct ip ip, struct ip net, unsigned bits);

/* As people write it; IPv6 as RFC 5952 has it. */
struct str ip_text(struct arena *a, struct ip ip);

#endif
