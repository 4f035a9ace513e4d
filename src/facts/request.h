/*
 * request.h - what was asked: one sender to judge.
 *
 * Plain data, names normalised (IDNA2008, lower case); whoever made it owns
 * what it points to and keeps it until the report is written.
 */
#ifndef REQUEST_H
#define REQUEST_H

#include <stdbool.h>
#include <stddef.h>

#include "base/ip.h"
#include "base/str.h"
#include "dns/name.h"

enum stage { STAGE_LIVE, STAGE_REQUEST };
enum profile { PROFILE_BASIC, PROFILE_BULK, PROFILE_PARKED };

struct selector {
	struct str text;    /* as asked for: "s1", "s1@example.net" */
	struct str label;   /* the selector, which may have dots */
	struct name domain; /* the signature's d= */
	struct name name;   /* of the key: LABEL._domainkey.DOMAIN */
	struct str key_pem; /* the key that it must be (PEM); or empty */
};

struct fetched;
struct provider;
struct outbound;
struct sent;

struct request {
	struct name domain; /* the author domain; of probe, the receiver */
	const struct ip *ips;
	size_t nips;
	struct name host; /* no name: the confirmed PTR name */
	/* Each IP's, where any has one of its own; else NULL. */
	const struct name *hosts;
	struct str helo;       /* as given; empty: the host */
	bool null_sender;      /* MAIL FROM is <>: the HELO name counts */
	struct str local_part; /* of MAIL FROM; "postmaster" if not given */
	struct name mail_from; /* its domain */
	const struct selector *selectors;
	size_t nselectors;
	size_t nsought; /* usual selectors that were looked at; 0: none */
	const struct provider *const *providers; /* whose records we expect */
	size_t nproviders;
	enum stage stage;
	enum profile profile;
	const struct outbound
	    *outbound;           /* what came of it; NULL: no such command */
	const struct sent *sent; /* the message that it is about; or NULL */
	const struct fetched
	    *fetched;     /* the policy of MTA-STS; NULL: it was not */
	struct str label; /* whose report this is, to the user; NULL s: none */
};

/* The host of one of the IPs; NULL: of any. */
static inline struct name
request_host(const struct request *req, const struct ip *ip)
{
	for (size_t i = 0; ip != NULL && req->hosts != NULL && i < req->nips;
	     i++)
		if (ip_eq(req->ips[i], *ip))
			return req->hosts[i];
	return req->host;
}

#endif
