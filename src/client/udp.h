/*
 * udp.h - the UDP sockets of a server: fresh ports, rotated.
 *
 * Each is connected, so that the kernel drops what comes from elsewhere, and
 * its port is the kernel's random choice (RFC 5452 section 9.2).
 */
#ifndef UDP_H
#define UDP_H

#include "base/random.h"
#include "client/channel.h"
#include "client/upstream.h"

/* A socket for one query, at random among the server's; after uses_max
 * queries it gets no more.  NULL, and errno says why, where none opens. */
struct channel *udp_take(struct upstream *u, struct channels *set,
    struct random_pool *random, unsigned uses_max);

/* To be called when an attempt on it has ended: closes it if it was the last
 * one. */
void udp_release(struct channels *set, struct channel *channel);

/* Closes the server's sockets; nothing may be under way on them. */
void udp_close_all(struct upstream *u, struct channels *set);

#endif
