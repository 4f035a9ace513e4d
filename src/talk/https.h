/* https.h - one GET over HTTPS: verified, without redirects, with an end. */
#ifndef HTTPS_H
#define HTTPS_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/fetched.h"

struct https_get {
	struct str host; /* whom the certificate must be for */
	struct str path;
	const struct ip *ips; /* tried in their order until one connects */
	size_t nips;
	int64_t until_us; /* by clock_us() */
};

/* Nothing of the request is sent before the certificate is verified.  Text is
 * in the arena. */
struct fetched https_get(struct arena *a, const struct https_get *get);

#endif
