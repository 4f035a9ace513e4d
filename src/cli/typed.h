/*
 * typed.h - what people type, or copy, where a domain, an address or a
 * selector is wanted.
 *
 * What can mean only one thing is taken for that; the rest stays as it is, and
 * fails in the parser that it is meant for.  All results are views of the text.
 */
#ifndef TYPED_H
#define TYPED_H

#include <stdbool.h>

#include "base/ip.h"
#include "base/str.h"

/* The domain of "info@example.com", "Info <info@example.com>",
 * "mailto:info@example.com" and "https://example.com/contact". */
struct str typed_domain(struct str text);

/* Whether the text is to be an address, or a list of addresses with or without
 * hosts, and no domain; it may still be a bad one. */
bool typed_is_ip(struct str text);

/* "203.0.113.6", "203.0.113.6/32", "[203.0.113.6]", "[IPv6:2001:db8::6]",
 * "ip4:203.0.113.6".  False, and a reason, for all else. */
bool typed_ip(struct str text, struct ip *out, const char **reason);

/* Takes "._domainkey" and what follows it off a selector: the domain, or
 * nothing.  False where there is none. */
bool typed_selector(struct str *selector, struct str *domain);

#endif
