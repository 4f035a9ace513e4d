/*
 * tls_socket.h - a socket as OpenSSL reads and writes it.
 *
 * OpenSSL's own would raise SIGPIPE where the peer has gone.
 */
#ifndef TLS_SOCKET_H
#define TLS_SOCKET_H

#include <openssl/bio.h>

/* BIO_set_data() gives such a BIO the descriptor, by an int that lives as long;
 * it is not closed.  The caller frees what is returned; NULL: no memory. */
BIO_METHOD *tls_socket_new(void);

#endif
