#include <string.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include "base/ip.h"

static bool
parse_v4(struct str text, unsigned char *b)
{
	struct str part;
	uint32_t octet;

	for (int i = 0; i < 4; i++) {
		if (!str_cut(&text, '.', &part) ||
		    !str_u32(part, 255, &octet) ||
		    (part.n > 1 && part.s[0] == '0'))
			return false;
		b[i] = (unsigned char)octet;
	}
	return text.s == NULL;
}

static bool
parse_v6(struct str text, unsigned char *b)
{
	char copy[INET6_ADDRSTRLEN];

	if (text.n >= sizeof(copy) || str_find(text, '\0') < text.n)
		return false;
	memcpy(copy, text.s, text.n);
	copy[text.n] = '\0';
	return inet_pton(AF_INET6, copy, b) == 1;
}

bool
ip_parse(struct str text, struct ip *out)
{
	struct ip ip = { .family = IP_V4 };

	if (text.n == 0)
		return false;
	if (parse_v4(text, ip.b)) {
		*out = ip;
		return true;
	}
	ip = (struct ip){ .family = IP_V6 };
	if (!parse_v6(text, ip.b))
		return false;
	*out = ip;
	return true;
}

struct ip
ip_from_bytes(enum ip_family family, const unsigned char *b)
{
	struct ip ip = { .family = family };

	memcpy(ip.b, b, ip_bits(family) / 8);
	return ip;
}

struct ip
ip_unmapped(struct ip ip)
{
	static const unsigned char mapped[12] = { [10] = 0xff, [11] = 0xff };

	if (ip.family != IP_V6 || memcmp(ip.b, mapped, 12) != 0)
		return ip;
	return ip_from_bytes(IP_V4, ip.b + 12);
}

unsigned
ip_bits(enum ip_family family)
{
	switch (family) {
	case IP_V4:
		return 32;
	case IP_V6:
		return 128;
	case IP_NONE:
		break;
	}
	return 0;
}

bool
ip_eq(struct ip a, struct ip b)
{
	return ip_order(a, b) == 0;
}

int
ip_order(struct ip a, struct ip b)
{
	if (a.family != b.family)
		return a.family < b.family ? -1 : 1;
	return memcmp(a.b, b.b, ip_bits(a.family) / 8);
}

bool
ip_in(struct ip ip, struct ip net, unsigned bits)
{
	unsigned whole = bits / 8, rest = bits % 8;

	if (ip.family != net.family || bits > ip_bits(ip.family))
		return false;
	if (memcmp(ip.b, net.b, whole) != 0)
		return false;
	return rest == 0 || (ip.b[whole] ^ net.b[whole]) >> (8 - rest) == 0;
}

static char *
put_octet(char *p, unsigned octet)
{
	if (octet >= 100)
		*p++ = (char)('0' + octet / 100);
	if (octet >= 10)
		*p++ = (char)('0' + octet / 10 % 10);
	*p++ = (char)('0' + octet % 10);
	return p;
}

struct str
ip_text(struct arena *a, struct ip ip)
{
	char text[INET6_ADDRSTRLEN] = "", *p = text;

	if (ip.family == IP_V6)
		inet_ntop(AF_INET6, ip.b, text, sizeof(text));
	if (ip.family != IP_V4)
		return arena_str(a, str_of(text));
	for (int i = 0; i < 4; i++) {
		if (i > 0)
			*p++ = '.';
		p = put_octet(p, ip.b[i]);
	}
	return arena_str(a, (struct str){ text, (size_t)(p - text) });
}
