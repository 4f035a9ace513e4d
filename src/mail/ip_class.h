/*
 * ip_class.h - addresses that no mail can come from over the internet: the
 * special-purpose registries of RFC 6890 and what was added since.
 */
#ifndef IP_CLASS_H
#define IP_CLASS_H

#include <stdbool.h>

#include "base/ip.h"

enum ip_class_kind {
	IP_PUBLIC,
	IP_SPECIAL,       /* private, loopback, reserved, multicast, ... */
	IP_TRANSITION,    /* NAT64, 6to4: an IPv4 address in disguise */
	IP_DOCUMENTATION, /* judged like a public one, so that examples work */
};

struct ip_class {
	enum ip_class_kind kind;
	const char *what;      /* "private use"; "" for a public address */
	const char *reference; /* "RFC 1918" */
};

struct ip_class ip_class(struct ip ip);

/* Whether a receiver can ever see it: public, or like that. */
bool ip_can_send(struct ip ip);

#endif
