/*
 * server.h - the address of a name server.
 *
 * Written ADDR, ADDR#PORT, ADDR:PORT (IPv4 only), [ADDR] or [ADDR]:PORT; a
 * link-local IPv6 address may carry its zone, as in fe80::1%eth0 (RFC 4007
 * section 11).
 */
#ifndef SERVER_H
#define SERVER_H

#include <stdbool.h>
#include <stdint.h>

#include <sys/socket.h>

#include "base/arena.h"
#include "base/ip.h"
#include "base/str.h"

struct server {
	struct ip ip;
	uint32_t scope; /* index of the interface; 0: none was given */
	uint16_t port;  /* 0: none was given */
};

/* False, and out untouched, where text is none of the forms above, the port
 * is 0 or the zone is no interface of this host. */
bool server_parse(struct str text, struct server *out);

/* "127.0.0.1#53", as dig and this program's reports write it. */
struct str server_text(struct arena *a, struct server server);

/* Fills in what connect() takes; its length. */
socklen_t server_sockaddr(struct server server, struct sockaddr_storage *out);

#endif
