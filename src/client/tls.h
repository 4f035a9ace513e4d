/*
 * tls.h - TLS to a host that is always authenticated, as for DNS over TLS (RFC
 * 7858, RFC 8310 section 5).
 *
 * Certificates are verified against the system's CAs, or those that
 * SSL_CERT_FILE and SSL_CERT_DIR name, and against a name or an address.
 */
#ifndef TLS_H
#define TLS_H

#include <stddef.h>

#include "base/ip.h"
#include "base/str.h"
#include "client/channel.h"

struct tls_peer; /* whom to expect, and the session to resume */
struct tls;      /* one connection */

/* What is spoken over it (RFC 7301). */
enum tls_protocol { TLS_FOR_DNS, TLS_FOR_HTTP };

/* With an empty name the certificate must have the address. */
struct tls_peer *
tls_peer_new(struct str name, struct ip ip, enum tls_protocol protocol);
void tls_peer_free(struct tls_peer *peer); /* NULL will do */

/* A connection over a connected socket, which stays the caller's.  NULL
 * without memory, or where the system's OpenSSL won't. */
struct tls *tls_begin(struct tls_peer *peer, int fd);
void tls_end(struct tls *tls); /* NULL will do */

enum io tls_handshake(struct tls *tls);
enum io tls_read(struct tls *tls, void *out, size_t n, size_t *done);
enum io tls_write(struct tls *tls, const void *data, size_t n, size_t *done);

/* After IO_FAILED: "certificate: ...", "name: ...", "handshake: ..." or
 * "connection: ...". */
struct str tls_error(const struct tls *tls);

/* Whether this host has any authority that a certificate could be verified
 * by. */
bool tls_has_authorities(const struct tls *tls);

#endif
