#include <stddef.h>

#include "mail/ip_class.h"

/* The narrower network stands before the wider one that holds it. */
static const struct {
	struct ip net;
	unsigned bits;
	struct ip_class class;
} registry[] = {
#define V4(a, b, c, d)             \
	{                          \
		IP_V4,             \
		{                  \
			a, b, c, d \
		}                  \
	}
#define V6(...)                     \
	{                           \
		IP_V6,              \
		{                   \
			__VA_ARGS__ \
		}                   \
	}
	{ V4(0, 0, 0, 0), 8, { IP_SPECIAL, "this network", "RFC 791" } },
	{ V4(10, 0, 0, 0), 8, { IP_SPECIAL, "private use", "RFC 1918" } },
	{ V4(100, 64, 0, 0), 10,
	    { IP_SPECIAL, "a carrier's shared space", "RFC 6598" } },
	{ V4(127, 0, 0, 0), 8, { IP_SPECIAL, "loopback", "RFC 1122" } },
	{ V4(169, 254, 0, 0), 16, { IP_SPECIAL, "link-local", "RFC 3927" } },
	{ V4(172, 16, 0, 0), 12, { IP_SPECIAL, "private use", "RFC 1918" } },
	{ V4(192, 0, 0, 0), 24,
	    { IP_SPECIAL, "protocol assignments", "RFC 6890" } },
	{ V4(192, 0, 2, 0), 24,
	    { IP_DOCUMENTATION, "documentation", "RFC 5737" } },
	{ V4(192, 88, 99, 0), 24,
	    { IP_SPECIAL, "6to4 relays, deprecated", "RFC 7526" } },
	{ V4(192, 168, 0, 0), 16, { IP_SPECIAL, "private use", "RFC 1918" } },
	{ V4(198, 18, 0, 0), 15, { IP_SPECIAL, "benchmarking", "RFC 2544" } },
	{ V4(198, 51, 100, 0), 24,
	    { IP_DOCUMENTATION, "documentation", "RFC 5737" } },
	{ V4(203, 0, 113, 0), 24,
	    { IP_DOCUMENTATION, "documentation", "RFC 5737" } },
	{ V4(224, 0, 0, 0), 4, { IP_SPECIAL, "multicast", "RFC 5771" } },
	{ V4(255, 255, 255, 255), 32,
	    { IP_SPECIAL, "limited broadcast", "RFC 919" } },
	{ V4(240, 0, 0, 0), 4, { IP_SPECIAL, "reserved", "RFC 1112" } },
	{ V6(0), 128, { IP_SPECIAL, "unspecified", "RFC 4291" } },
	{ V6([15] = 1), 128, { IP_SPECIAL, "loopback", "RFC 4291" } },
	{ V6(0, 0x64, 0xff, 0x9b), 96, { IP_TRANSITION, "NAT64", "RFC 6052" } },
	{ V6(0, 0x64, 0xff, 0x9b, 0, 1), 48,
	    { IP_SPECIAL, "local NAT64", "RFC 8215" } },
	{ V6(1), 64, { IP_SPECIAL, "discard-only", "RFC 6666" } },
	{ V6(0x20, 0x01), 32, { IP_SPECIAL, "Teredo", "RFC 4380" } },
	{ V6(0x20, 0x01, 0, 2), 48,
	    { IP_SPECIAL, "benchmarking", "RFC 5180" } },
	{ V6(0x20, 0x01, 0x0d, 0xb8), 32,
	    { IP_DOCUMENTATION, "documentation", "RFC 3849" } },
	{ V6(0x3f, 0xff), 20,
	    { IP_DOCUMENTATION, "documentation", "RFC 9637" } },
	{ V6(0x20, 0x02), 16, { IP_TRANSITION, "6to4", "RFC 3056" } },
	{ V6(0xfc), 7, { IP_SPECIAL, "unique local", "RFC 4193" } },
	{ V6(0xfe, 0x80), 10, { IP_SPECIAL, "link-local", "RFC 4291" } },
	{ V6(0xff), 8, { IP_SPECIAL, "multicast", "RFC 4291" } },
#undef V4
#undef V6
};

/* False for most networks, and at once: this is asked for every check. */
static bool
begins_alike(struct ip ip, size_t i)
{
	return registry[i].bits < 8 || registry[i].net.b[0] == ip.b[0];
}

struct ip_class
ip_class(struct ip ip)
{
	for (size_t i = 0; i < sizeof(registry) / sizeof(registry[0]); i++)
		if (begins_alike(ip, i) &&
		    ip_in(ip, registry[i].net, registry[i].bits))
			return registry[i].class;
	return (struct ip_class){ IP_PUBLIC, "", "" };
}

bool
ip_can_send(struct ip ip)
{
	enum ip_class_kind kind = ip_class(ip).kind;

	return kind == IP_PUBLIC || kind == IP_DOCUMENTATION;
}
