/*
 * resolvconf.h - the system's resolvers, from resolv.conf(5).
 *
 * Read as every resolver library reads it: what it doesn't know, and lines
 * that make no sense, are skipped; without a usable nameserver line it is the
 * one on this host.
 */
#ifndef RESOLVCONF_H
#define RESOLVCONF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/str.h"
#include "client/server.h"

#define RESOLVCONF_PATH "/etc/resolv.conf"

enum {
	RESOLVCONF_SERVERS_MAX = 8,   /* the C library reads 3 */
	RESOLVCONF_TIMEOUT_MAX = 30,  /* seconds; the library's own limit */
	RESOLVCONF_ATTEMPTS_MAX = 5,  /* the library's own limit */
	RESOLVCONF_OCTETS_MAX = 65536 /* what is read of the file */
};

struct resolvconf {
	struct server servers[RESOLVCONF_SERVERS_MAX];
	size_t nservers;
	unsigned timeout_s; /* 0: not said */
	unsigned attempts;  /* 0: not said */
	bool rotate;
};

void resolvconf_parse(struct str text, struct resolvconf *out);

/* A file that is missing or can't be read is an empty one. */
void resolvconf_read(const char *path, struct resolvconf *out);

#endif
