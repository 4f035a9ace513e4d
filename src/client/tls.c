#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <arpa/inet.h>
#include <sys/socket.h>

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include "base/arena.h"
#include "client/authorities.h"
#include "client/tls.h"
#include "client/tls_socket.h"

enum {
	NAME_TEXT_MAX = 253,
	NAMES_MAX =
	    512, /* octets of a wrong certificate's names that are said */
	ERROR_MAX = NAME_TEXT_MAX + NAMES_MAX + 128
};

struct tls_peer {
	SSL_CTX *context;
	BIO_METHOD *socket;
	SSL_SESSION *session; /* the newest; NULL: none yet */
	struct ip ip;
	enum tls_protocol protocol;
	bool has_cas;                 /* that anything could be verified with */
	char name[NAME_TEXT_MAX + 1]; /* empty: the address */
};

struct tls {
	SSL *ssl;
	struct tls_peer *peer;
	int fd;                /* the caller's */
	bool is_open;          /* the handshake is over */
	char names[NAMES_MAX]; /* of a certificate that is for another */
	char error[ERROR_MAX];
};

/* TLS 1.3 hands sessions out after the handshake. */
static int
keep_session(SSL *ssl, SSL_SESSION *session)
{
	struct tls *tls = SSL_get_app_data(ssl);

	SSL_SESSION_free(tls->peer->session);
	tls->peer->session = session;
	return 1; /* it is ours now */
}

/* Puts one more name in the list, unless it is full. */
static void
add_name(struct tls *tls, struct str name)
{
	size_t n = strlen(tls->names);
	int wrote;

	wrote = snprintf(tls->names + n, NAMES_MAX - n, "%s%.*s",
	    n > 0 ? ", " : "", PSTR(name));
	if (wrote < 0 || (size_t)wrote >= NAMES_MAX - n)
		tls->names[n] = '\0';
}

/* One that TLS can verify by; a view of the certificate, or of text. */
static struct str
name_of(const GENERAL_NAME *name, char text[INET6_ADDRSTRLEN])
{
	const ASN1_STRING *s;
	int type, family;

	s = GENERAL_NAME_get0_value(name, &type);
	if (type == GEN_DNS)
		return (struct str){ (const char *)ASN1_STRING_get0_data(s),
			(size_t)ASN1_STRING_length(s) };
	if (type != GEN_IPADD)
		return S("");
	family = ASN1_STRING_length(s) == 4 ? AF_INET : AF_INET6;
	if ((family == AF_INET6 && ASN1_STRING_length(s) != 16) ||
	    inet_ntop(family, ASN1_STRING_get0_data(s), text,
		INET6_ADDRSTRLEN) == NULL)
		return S("");
	return str_of(text);
}

static void
list_names(struct tls *tls, X509 *certificate)
{
	GENERAL_NAMES *names =
	    X509_get_ext_d2i(certificate, NID_subject_alt_name, NULL, NULL);
	char text[INET6_ADDRSTRLEN];

	tls->names[0] = '\0';
	for (int i = 0; i < sk_GENERAL_NAME_num(names); i++) {
		struct str name =
		    name_of(sk_GENERAL_NAME_value(names, i), text);

		if (name.n > 0)
			add_name(tls, name);
	}
	GENERAL_NAMES_free(names);
}

/* A certificate that is for another: for whom is worth saying. */
static int
see_certificate(int is_good, X509_STORE_CTX *context)
{
	SSL *ssl = X509_STORE_CTX_get_ex_data(
	    context, SSL_get_ex_data_X509_STORE_CTX_idx());
	int why = X509_STORE_CTX_get_error(context);

	if (!is_good &&
	    (why == X509_V_ERR_HOSTNAME_MISMATCH ||
		why == X509_V_ERR_IP_ADDRESS_MISMATCH))
		list_names(
		    SSL_get_app_data(ssl), X509_STORE_CTX_get0_cert(context));
	return is_good;
}

static SSL_CTX *
new_context(void)
{
	SSL_CTX *context = SSL_CTX_new(TLS_client_method());

	if (context == NULL)
		return NULL;
	/* Without any CA nothing verifies: the handshake says so. */
	SSL_CTX_set_default_verify_paths(context);
	SSL_CTX_set_verify(context, SSL_VERIFY_PEER, see_certificate);
	SSL_CTX_set_min_proto_version(context, TLS1_2_VERSION);
	/* A message's length stands before it: a torn one is seen. */
	SSL_CTX_set_options(context, SSL_OP_IGNORE_UNEXPECTED_EOF);
	SSL_CTX_set_mode(context,
	    SSL_MODE_ENABLE_PARTIAL_WRITE |
		SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
	/* Else a server could keep a call busy with session tickets. */
	SSL_CTX_clear_mode(context, SSL_MODE_AUTO_RETRY);
	SSL_CTX_set_session_cache_mode(
	    context, SSL_SESS_CACHE_CLIENT | SSL_SESS_CACHE_NO_INTERNAL_STORE);
	SSL_CTX_sess_set_new_cb(context, keep_session);
	return context;
}

struct tls_peer *
tls_peer_new(struct str name, struct ip ip, enum tls_protocol protocol)
{
	struct tls_peer *peer = mem_new(1, sizeof(*peer));

	peer->ip = ip;
	peer->protocol = protocol;
	if (name.n > NAME_TEXT_MAX)
		name = str_to(name, NAME_TEXT_MAX);
	if (name.n > 0)
		memcpy(peer->name, name.s, name.n);
	peer->context = new_context();
	peer->socket = tls_socket_new();
	peer->has_cas =
	    peer->context != NULL && authorities_are_here(peer->context);
	return peer;
}

void
tls_peer_free(struct tls_peer *peer)
{
	if (peer == NULL)
		return;
	SSL_SESSION_free(peer->session);
	SSL_CTX_free(peer->context);
	BIO_meth_free(peer->socket);
	free(peer);
}

/* Whom the certificate must be for (RFC 6125, RFC 8310 section 8.1): by its
 * subjectAltName, for the subject's common name is free text. */
static bool
expect(SSL *ssl, struct tls_peer *peer)
{
	X509_VERIFY_PARAM *param = SSL_get0_param(ssl);

	if (peer->name[0] == '\0')
		return X509_VERIFY_PARAM_set1_ip(param, peer->ip.b,
			   ip_bits(peer->ip.family) / 8) == 1;
	X509_VERIFY_PARAM_set_hostflags(param,
	    X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS |
		X509_CHECK_FLAG_NEVER_CHECK_SUBJECT);
	return SSL_set_tlsext_host_name(ssl, peer->name) == 1 &&
	    X509_VERIFY_PARAM_set1_host(param, peer->name, 0) == 1;
}

/* fd must live as long as what is returned. */
static SSL *
new_ssl(struct tls_peer *peer, int *fd)
{
	static const struct str alpn[] = {
		[TLS_FOR_DNS] = STR("\3dot"), /* RFC 7858 section 6 */
		[TLS_FOR_HTTP] = STR("\10http/1.1"),
	};
	struct str protocol = alpn[peer->protocol];
	SSL *ssl = SSL_new(peer->context);
	BIO *bio = BIO_new(peer->socket);

	if (ssl == NULL || bio == NULL || !expect(ssl, peer)) {
		SSL_free(ssl);
		BIO_free(bio);
		return NULL;
	}
	BIO_set_data(bio, fd);
	BIO_set_init(bio, 1);
	SSL_set_bio(ssl, bio, bio);
#ifdef SSL_OP_IGNORE_UNEXPECTED_EOF
	/* Where a text ends with the connection, anybody could cut it off. */
	if (peer->protocol == TLS_FOR_HTTP)
		SSL_clear_options(ssl, SSL_OP_IGNORE_UNEXPECTED_EOF);
#endif
	SSL_set_alpn_protos(
	    ssl, (const unsigned char *)protocol.s, (unsigned)protocol.n);
	if (peer->session != NULL)
		SSL_set_session(ssl, peer->session);
	SSL_set_connect_state(ssl);
	return ssl;
}

struct tls *
tls_begin(struct tls_peer *peer, int fd)
{
	struct tls *tls;

	if (peer->context == NULL || peer->socket == NULL)
		return NULL;
	tls = mem_new(1, sizeof(*tls));
	tls->peer = peer;
	tls->fd = fd;
	tls->ssl = new_ssl(peer, &tls->fd);
	if (tls->ssl == NULL) {
		free(tls);
		return NULL;
	}
	SSL_set_app_data(tls->ssl, tls);
	return tls;
}

void
tls_end(struct tls *tls)
{
	if (tls == NULL)
		return;
	ERR_clear_error();
	if (tls->is_open && tls->error[0] == '\0')
		SSL_shutdown(tls->ssl);
	/* Else the session could not be resumed. */
	SSL_set_shutdown(tls->ssl, SSL_SENT_SHUTDOWN);
	SSL_free(tls->ssl);
	free(tls);
}

static void
wrong_name(struct tls *tls)
{
	const char *name = tls->peer->name;

	snprintf(tls->error, sizeof(tls->error),
	    "name: the certificate is not for %s, but for %s",
	    name[0] != '\0' ? name : "this address",
	    tls->names[0] != '\0' ? tls->names : "no name at all");
}

/* What is wrong with the certificate, if that is it. */
static bool
certificate_error(struct tls *tls)
{
	long why = SSL_get_verify_result(tls->ssl);

	if (why == X509_V_OK)
		return false;
	if (why == X509_V_ERR_HOSTNAME_MISMATCH ||
	    why == X509_V_ERR_IP_ADDRESS_MISMATCH)
		wrong_name(tls);
	else if (!tls->peer->has_cas)
		snprintf(tls->error, sizeof(tls->error),
		    "certificate: there is no CA certificate here to verify "
		    "it by; SSL_CERT_FILE names a file of them");
	else
		snprintf(tls->error, sizeof(tls->error), "certificate: %s",
		    X509_verify_cert_error_string(why));
	return true;
}

static enum io
fail(struct tls *tls, int why)
{
	unsigned long code = ERR_peek_error();
	const char *text = ERR_reason_error_string(code);
	const char *when = tls->is_open ? "connection" : "handshake";

	if (certificate_error(tls))
		return IO_FAILED;
	if (text == NULL)
		text = why == SSL_ERROR_SYSCALL && errno != 0
		    ? strerror(errno)
		    : "closed by the server";
	snprintf(tls->error, sizeof(tls->error), "%s: %s", when, text);
	return IO_FAILED;
}

static enum io
result_of(struct tls *tls, int ret)
{
	int why = SSL_get_error(tls->ssl, ret);

	switch (why) {
	case SSL_ERROR_NONE:
		return IO_DONE;
	case SSL_ERROR_WANT_READ:
		return IO_WANT_READ;
	case SSL_ERROR_WANT_WRITE:
		return IO_WANT_WRITE;
	case SSL_ERROR_ZERO_RETURN:
		return IO_CLOSED;
	default:
		return fail(tls, why);
	}
}

/* Before each call: what is left of an earlier error would be taken for its
 * own. */
static void
begin_call(void)
{
	ERR_clear_error();
	errno = 0;
}

enum io
tls_handshake(struct tls *tls)
{
	enum io result;

	begin_call();
	result = result_of(tls, SSL_do_handshake(tls->ssl));
	tls->is_open = result == IO_DONE;
	return result;
}

enum io
tls_read(struct tls *tls, void *out, size_t n, size_t *done)
{
	begin_call();
	return result_of(tls, SSL_read_ex(tls->ssl, out, n, done));
}

enum io
tls_write(struct tls *tls, const void *data, size_t n, size_t *done)
{
	begin_call();
	return result_of(tls, SSL_write_ex(tls->ssl, data, n, done));
}

struct str
tls_error(const struct tls *tls)
{
	return str_of(tls->error);
}

bool
tls_has_authorities(const struct tls *tls)
{
	return tls->peer->has_cas;
}
