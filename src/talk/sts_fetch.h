/* sts_fetch.h - the policy of MTA-STS, from the host that has it (RFC 8461
 * section 3.3). */
#ifndef STS_FETCH_H
#define STS_FETCH_H

#include "base/fetched.h"
#include "facts/facts.h"

/* The host that senders would fetch the author domain's policy from, in the
 * arena; false where they would not: no record that counts, or no address.  The
 * facts of the check mta-sts are complete. */
bool sts_fetch_host(struct arena *a, struct facts *facts, struct name *host);

/* From the addresses of that host, until until_us by clock_us() at the
 * latest. */
struct fetched sts_fetch(
    struct arena *a, struct facts *facts, struct name host, int64_t until_us);

#endif
