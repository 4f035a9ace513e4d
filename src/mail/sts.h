/*
 * sts.h - MTA-STS: the record that says that there is a policy, and the policy
 * (RFC 8461 section 3).
 */
#ifndef STS_H
#define STS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "dns/name.h"

enum { STS_MAX_AGE_MAX = 31557600 }; /* seconds: a year; section 3.2 */

enum sts_mode { STS_ENFORCE, STS_TESTING, STS_NONE };

/* "*.example.com" is that domain, and is_wildcard. */
struct sts_pattern {
	struct name name;
	bool is_wildcard;
};

struct sts_policy {
	enum sts_mode mode;
	uint32_t max_age; /* seconds */
	const struct sts_pattern *mx;
	size_t nmx;
};

/* What is wrong with a record that begins with v=STSv1: "it has no id="; NULL:
 * nothing. */
const char *sts_record_fault(struct str text);

/* Reads a policy into out.  What is wrong with it, in the arena, so that no
 * sender follows it: "it has no version"; no text where nothing is. */
struct str
sts_policy_read(struct arena *a, struct str text, struct sts_policy *out);

/* Whether senders may deliver to the exchange (section 4.1). */
bool sts_policy_covers(const struct sts_policy *policy, struct name exchange);

const char *sts_mode_text(enum sts_mode mode);

/* "*.example.com" */
struct str sts_pattern_text(struct arena *a, struct sts_pattern pattern);

#endif
