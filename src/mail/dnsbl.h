/*
 * dnsbl.h - lists of addresses and of domains in the DNS (RFC 5782): which
 * there are, what is asked, and what an answer means.
 */
#ifndef DNSBL_H
#define DNSBL_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/ip.h"
#include "dns/answer.h"
#include "dns/name.h"

enum dnsbl_kind {
	DNSBL_ADDRESS, /* those that should not send */
	DNSBL_ALLOW,   /* those that are known as good */
	DNSBL_DOMAIN,
};

struct dnsbl {
	const char *zone;
	const char *zone_v6; /* NULL: it has no IPv6 addresses */
	const char *keyed;   /* for customers, behind their key; or NULL */
	enum dnsbl_kind kind;
	bool is_major; /* the large receivers use it */
	const char *test;
	const char *site;
};

enum dnsbl_id {
#define LIST(id, ...) DNSBL_##id,
#include "mail/dnsbl.def"
#undef LIST
	DNSBL_COUNT
};

extern const struct dnsbl dnsbl[DNSBL_COUNT];

/* In the order in which they weigh, where an answer has several. */
enum dnsbl_meaning {
	DNSBL_IS_NOTHING, /* not on the list, or on it without a judgement */
	DNSBL_IS_GOOD,
	DNSBL_IS_POLICY, /* its owner says that it sends no mail */
	DNSBL_IS_LISTED,
	DNSBL_IS_REFUSED,  /* the list does not answer who asks */
	DNSBL_IS_HIJACKED, /* no list answers so: somebody else did */
};

struct dnsbl_reply {
	enum dnsbl_meaning meaning;
	const char *what; /* or empty */
};

/* The name to ask for A records; false where the list has no such things.  With
 * a key, one label of letters and digits, it is that of a customer. */
bool dnsbl_address_name(struct arena *a, enum dnsbl_id id, struct ip ip,
    struct str key, struct name *out);
bool dnsbl_domain_name(struct arena *a, enum dnsbl_id id, struct name domain,
    struct str key, struct name *out);

/* The names that are always on the list, and never. */
struct name
dnsbl_listed_name(struct arena *a, enum dnsbl_id id, struct str key);
struct name dnsbl_clean_name(struct arena *a, enum dnsbl_id id, struct str key);

/* What stands for a key where names are shown or recorded. */
#define DNSBL_MASK "key"

/* The name with any key in it masked; else as it is. */
struct name dnsbl_masked(struct arena *a, struct name name);

/* What an answer means that answer_is_known(). */
struct dnsbl_reply dnsbl_read(enum dnsbl_id id, const struct answer *answer);

#endif
