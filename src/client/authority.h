/*
 * authority.h - the servers of the zones themselves as a source.
 *
 * A question whose name is in the zone of a subject, or below it, goes to
 * every server of the zone that it stands in, without recursion: those that
 * the parent delegates to, and those that they name themselves.  Its answer is
 * the union of theirs and carries what each of them said, and the parent where
 * the question is about the delegation.  All else is asked of the resolvers;
 * and they are asked whether the zone fails validation, once its servers
 * have answered.
 *
 * Whatever the DNS says, it asks at most HOSTS_MAX servers a zone and
 * PEERS_BUDGET questions of all in a run; beyond that the resolvers are
 * asked.  It is for one run: what it was told it does not ask again.  It is
 * freed before the store that its questions came from.
 */
#ifndef AUTHORITY_H
#define AUTHORITY_H

#include "client/client.h"
#include "dns/name.h"
#include "dns/source.h"

struct authority;

/* config is about the resolvers.  Addresses that may_ask forbids are not asked,
 * whatever a zone says; NULL: all may be. */
struct authority *authority_new(
    const struct client_config *config, bool (*may_ask)(struct ip ip));
void authority_free(struct authority *authority);

/* From now on the resolvers are asked for no name that servers of zones can be
 * asked for: two servers of its zone are, where it is no subject's.  So no
 * resolver remembers that a name does not exist. */
void authority_spare_resolvers(struct authority *authority);

/* Whether no server of the root could be reached, so that the resolvers were
 * asked for zones and their servers. */
bool authority_is_walled(const struct authority *authority);

/* The zone of this name is one whose servers are asked; copied. */
void authority_add(struct authority *authority, struct name subject);

/* Part of the authority.  It takes every question. */
struct source *authority_source(struct authority *authority);

#endif
