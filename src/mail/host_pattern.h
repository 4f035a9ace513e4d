/*
 * host_pattern.h - what a host's name tells of the host: that nobody set it
 * (a cloud's default), or that it was made from the address, as access lines
 * are named.
 *
 * These are receivers' heuristics, not a standard.
 */
#ifndef HOST_PATTERN_H
#define HOST_PATTERN_H

#include "base/arena.h"
#include "base/ip.h"
#include "dns/name.h"

/* The cloud whose default name for ip this is ("Amazon EC2"), or NULL. */
const char *host_default_of(struct arena *a, struct name host, struct ip ip);

/* The rule that makes the name look generic ("holds the address as
 * '203-0-113-6'", "has the word 'dsl'"), or an empty view. */
struct str host_generic(struct arena *a, struct name host, struct ip ip);

/* Whether every label is letters, digits and inner hyphens (RFC 1123 section
 * 2.1), there are two or more, and the last is no number. */
bool host_is_legal(struct name host);

#endif
