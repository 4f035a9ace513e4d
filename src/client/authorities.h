/*
 * authorities.h - the certificates of authorities (CAs) that this host has.
 */
#ifndef AUTHORITIES_H
#define AUTHORITIES_H

#include <stdbool.h>

struct ssl_ctx_st; /* OpenSSL's SSL_CTX */

/* Where OpenSSL looks for them: the environment's word, or where they are
 * installed. */
const char *authorities_file(void);
const char *authorities_directory(void);

/* Whether there is one that a certificate could be verified by: read from the
 * file already, or in the folder. */
bool authorities_are_here(const struct ssl_ctx_st *context);

#endif
