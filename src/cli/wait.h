/*
 * wait.h - --wait: one look after another until it passes or the time is over.
 *
 * First the zones' own servers are asked, so that no resolver learns that a
 * name does not exist, and remembers it.  Once these are right the resolvers
 * are asked, until they have it, too.  With --server it is that server alone
 * that is asked, with --authoritative the zones' servers.
 */
#ifndef WAIT_H
#define WAIT_H

#include "cli/look.h"

/* The look is open, and not judged yet; it is the last one when this ends,
 * judged and still open.  settings and the request as for look_open(). */
void wait_for(struct look *look, const struct settings *settings,
    const struct request *req);

#endif
