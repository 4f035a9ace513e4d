/*
 * received.h - a Received field: who handed the message to whom (RFC 5321
 * section 4.4), as the mail servers of the field write it: Postfix, Exim,
 * Sendmail, qmail, Courier, Exchange, Gmail, Yahoo, Zimbra, ...
 *
 * Everything in it is a claim of the host that wrote it.
 */
#ifndef RECEIVED_H
#define RECEIVED_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/ip.h"
#include "base/str.h"

struct received {
	struct ip ip;    /* the client's; IP_NONE: it does not say */
	struct str helo; /* what the client said in HELO; empty: not told */
	struct str rdns; /* the client's name by the DNS; empty: not told */
	struct str by;   /* who wrote it; empty: not told */
	bool has_login;  /* the client is a user who logged in (RFC 3848) */
};

/* value: of the field, with its folds.  The texts live in the arena. */
struct received received_read(struct arena *a, struct str value);

#endif
