/*
 * referral.h - referrals read: who serves the zone below (RFC 1034 section
 * 4.3.2, step 3b).
 *
 * The server that is asked has no authority over what it hands on here, least
 * of all over glue; the caller decides how far to believe it.
 */
#ifndef REFERRAL_H
#define REFERRAL_H

#include "base/arena.h"
#include "base/str.h"
#include "dns/answer.h"

/* Gives the answer the NS records of the zone that a message refers to, that
 * zone, and the glue: addresses of the servers named.  The message is one that
 * reply_read() could read.  Without an NS record at or above the question's
 * name, or with one that is damaged, the answer stays as it is: it has no
 * records then. */
void referral_read(struct arena *a, struct str message, struct answer *answer);

#endif
