#include <string.h>

#include "mail/reverse_name.h"

/* Labels in wire form: an octet in decimal, or a nibble. */
static unsigned char *
put_decimal(unsigned char *p, unsigned octet)
{
	unsigned char *length = p++;

	if (octet > 99)
		*p++ = (unsigned char)('0' + octet / 100);
	if (octet > 9)
		*p++ = (unsigned char)('0' + octet / 10 % 10);
	*p++ = (unsigned char)('0' + octet % 10);
	*length = (unsigned char)(p - length - 1);
	return p;
}

static unsigned char *
put_nibble(unsigned char *p, unsigned nibble)
{
	*p++ = 1;
	*p++ = (unsigned char)"0123456789abcdef"[nibble];
	return p;
}

struct name
reverse_name(struct arena *a, struct ip ip)
{
	static const char in_addr[] = "\7in-addr\4arpa", ip6[] = "\3ip6\4arpa";
	unsigned char wire[NAME_MAX_OCTETS], *p = wire;
	struct str tree, copy;

	for (unsigned i = ip_bits(ip.family) / 8; i-- > 0;) {
		if (ip.family == IP_V4) {
			p = put_decimal(p, ip.b[i]);
		} else {
			p = put_nibble(p, ip.b[i] & 15U);
			p = put_nibble(p, ip.b[i] >> 4);
		}
	}
	/* With the NUL that is the root's zero. */
	tree = ip.family == IP_V4 ? (struct str){ in_addr, sizeof(in_addr) }
				  : (struct str){ ip6, sizeof(ip6) };
	memcpy(p, tree.s, tree.n);
	p += tree.n;
	copy = arena_str(
	    a, (struct str){ (const char *)wire, (size_t)(p - wire) });
	return (struct name){ (const unsigned char *)copy.s, copy.n };
}
