#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>

#include "mail/digest.h"

static const EVP_MD *
md_of(enum digest_kind kind)
{
	return kind == DIGEST_SHA1 ? EVP_sha1() : EVP_sha256();
}

static const unsigned char *
octets_of(struct str s)
{
	return (const unsigned char *)(s.n > 0 ? s.s : "");
}

void
digest_begin(struct digest *digest, enum digest_kind kind)
{
	EVP_MD_CTX *context = EVP_MD_CTX_new();

	if (context == NULL ||
	    EVP_DigestInit_ex(context, md_of(kind), NULL) != 1)
		oom();
	digest->context = context;
}

void
digest_add(struct digest *digest, struct str octets)
{
	if (EVP_DigestUpdate(digest->context, octets_of(octets), octets.n) != 1)
		oom();
}

struct str
digest_end(struct digest *digest, struct arena *a)
{
	unsigned char hash[EVP_MAX_MD_SIZE];
	unsigned n = 0;

	if (EVP_DigestFinal_ex(digest->context, hash, &n) != 1)
		oom();
	EVP_MD_CTX_free(digest->context);
	digest->context = NULL;
	return arena_str(a, (struct str){ (const char *)hash, n });
}

static EVP_PKEY *
to_openssl(struct arena *a, const struct key *key)
{
	struct str der = key_write(a, key);
	const unsigned char *at = octets_of(der);

	if (key->type == KEY_ED25519)
		return EVP_PKEY_new_raw_public_key(
		    EVP_PKEY_ED25519, NULL, at, der.n);
	return d2i_PUBKEY(NULL, &at, (long)der.n);
}

static struct str
sha256_of(struct arena *a, struct str text)
{
	struct digest digest;

	digest_begin(&digest, DIGEST_SHA256);
	digest_add(&digest, text);
	return digest_end(&digest, a);
}

bool
digest_verify(struct arena *a, const struct key *key, enum digest_kind kind,
    struct str signature, struct str text)
{
	bool is_ed25519 = key->type == KEY_ED25519;
	EVP_PKEY *pkey = to_openssl(a, key);
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	bool verifies = false;

	if (context == NULL)
		oom();
	if (is_ed25519)
		text = sha256_of(a, text);
	if (pkey != NULL &&
	    EVP_DigestVerifyInit(context, NULL, is_ed25519 ? NULL : md_of(kind),
		NULL, pkey) == 1)
		verifies = EVP_DigestVerify(context, octets_of(signature),
			       signature.n, octets_of(text), text.n) == 1;
	EVP_MD_CTX_free(context);
	EVP_PKEY_free(pkey);
	ERR_clear_error();
	return verifies;
}
