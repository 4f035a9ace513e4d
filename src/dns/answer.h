/*
 * answer.h - a question to the DNS, and what it said: the shape that every
 * source hands on, so that a check cannot tell them apart.
 */
#ifndef ANSWER_H
#define ANSWER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "dns/name.h"
#include "dns/record.h"

/* Names longer than this stop a chain of CNAMEs: it counts as SERVFAIL. */
enum { CNAME_CHAIN_MAX = 16 };

enum answer_status {
#define STATUS(id, text, finding, words) ANSWER_##id,
#include "dns/status.def"
#undef STATUS
};

struct question {
	struct name name;
	uint16_t type;
};

/* What one of several servers said, where all of a zone were asked. */
struct server_answer {
	struct str server; /* "ns1.example.net (192.0.2.53#53)" */
	enum answer_status status;
	struct str text; /* the records, or why there are none; raw */
	bool is_parent;  /* of the zone above: what it delegates to */
};

/* An address that came with a referral, of a server that it names. */
struct glue {
	struct name server;
	struct record address; /* A or AAAA */
};

struct answer {
	struct question question;
	enum answer_status status;
	size_t
	    ncnames; /* the names that the question's name led to, in order */
	const struct name *cnames;
	size_t nhidden; /* of those, the last that nobody who asks is shown:
			 * an alias that its server follows */
	size_t n;       /* records of the question's type at the chain's end */
	const struct record *records; /* a record_set() */
	uint32_t ttl; /* seconds that it may be kept: the least of chain
		       * and records, or the negative TTL; 0: unknown */
	bool is_aged; /* from a cache: some of the TTL is over */
	uint32_t negative_ttl; /* the zone's own, where there is nothing and
				* that is known; else 0 */
	bool wildcard;         /* a source knows that a wildcard made it */
	bool authoritative;    /* from a server of the zone itself */
	bool authenticated; /* the resolver says that DNSSEC vouches for it */
	bool truncated;     /* it did not fit a datagram and came by TCP */
	struct str note;    /* extended error's text, or what went wrong; raw */
	struct str server;  /* "127.0.0.1#53", or the zone file's name */
	uint32_t us;        /* microseconds that it took */
	struct name zone;   /* that the name stands in, where that is known */
	bool is_mixed;      /* not all of several servers have all of it */
	bool is_passed_on;  /* the zone's own servers could not be told */
	bool is_late;    /* of a recording: still open when the time was over */
	bool is_secret;  /* a plan says that its values are sensitive */
	bool is_routed;  /* the name has several sets, for some of who ask */
	size_t nservers; /* 0, but where all of the zone were asked */
	const struct server_answer *servers;
	size_t nglue; /* REFERRAL: the records are the NS of zone */
	const struct glue *glue;
};

/* Whether the DNS said something: records, NODATA or NXDOMAIN.  All else is
 * "could not tell", never "missing". */
bool answer_is_known(const struct answer *answer);

/* Whether the lookup was void (RFC 7208 section 4.6.4): its answer is here, and
 * says that there are no records.  NULL is not here. */
bool answer_is_void(const struct answer *answer);

/* Whether a name server or the way to it failed: another time there may be an
 * answer. */
bool answer_is_failure(const struct answer *answer);

/* Seconds for which any cache can keep it, at most: the zone's own TTL; 0 where
 * that is not known. */
uint32_t answer_longest_ttl(const struct answer *answer);

/* "NOERROR", "SERVFAIL", "TIMEOUT", ... */
struct str answer_status_text(enum answer_status status);

/* Drops what is hidden of a chain that has come to its end. */
void answer_flatten(struct answer *answer);

/* Whether the chain has led to the name already, or begins there. */
bool answer_has_met(const struct answer *answer, struct name name);

/* Whether both have the same aliases and records; and say the same. */
bool answer_has_same(const struct answer *x, const struct answer *y);
bool answer_eq(const struct answer *x, const struct answer *y);

/* The last name of the chain: where the records stand. */
struct name answer_name(const struct answer *answer);

#endif
