/*
 * hosts.h - the name servers of a zone, and where they are.
 */
#ifndef HOSTS_H
#define HOSTS_H

#include <stdbool.h>
#include <stddef.h>

#include "client/peers.h"
#include "dns/answer.h"

/* Further servers of a zone are not asked. */
enum { HOSTS_MAX = 13 };

/* One address of a server. */
struct host {
	struct name name;
	struct ip ip; /* of no family: it has none */
};

struct hosts {
	struct host host[HOSTS_MAX];
	size_t n;
};

bool hosts_have(const struct hosts *hosts, struct name server);

/* Adds a server with the addresses of an answer: A, or AAAA. */
void hosts_add(struct hosts *hosts, struct name server,
    const struct record *addresses, size_t n);

/* Adds a server with what the resolvers know as its addresses: those of IPv4;
 * those of IPv6 if it has no other, for not every host that this runs on has
 * IPv6.  False while they are not here. */
bool
hosts_resolve(struct hosts *hosts, struct peers *peers, struct name server);

#endif
