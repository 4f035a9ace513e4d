/*
 * DKIM keys: what is usable is whole, what we read is what OpenSSL reads, a
 * mended record is a usable one, and private keys are always told.
 */
#include <openssl/evp.h>
#include <openssl/x509.h>

#include "base/base64.h"
#include "mail/dkim_mistake.h"

#include "fuzz.h"

/* A sound RSA key in SubjectPublicKeyInfo is one for OpenSSL too. */
static void
compare_with_openssl(struct arena *a, const struct dkim_key *key)
{
	const unsigned char *at;
	struct str der;
	EVP_PKEY *pkey;

	if (!base64_decode(a, key->p, &der) || der.n > KEY_MAX_DER_OCTETS)
		return;
	at = (const unsigned char *)der.s;
	pkey = d2i_PUBKEY(NULL, &at, (long)der.n);
	assert(pkey != NULL);
	assert(EVP_PKEY_get_bits(pkey) == (int)key->key.bits);
	EVP_PKEY_free(pkey);
	/* There is one way to write it. */
	assert(str_eq(key_write(a, &key->key), der));
}

static void
write_again(struct arena *a, const struct dkim_key *key)
{
	struct str text = dkim_key_write(a, &key->key);
	struct dkim_key again = dkim_key_read(a, text);

	assert(again.fault == DKIM_SOUND);
	assert(key_eq(&again.key, &key->key));
	assert(!dkim_is_private_key(a, text));
}

FUZZ(dkim_key)
{
	struct str text = { size == 0 ? "" : (const char *)data, size };
	struct arena a = { 0 };
	struct dkim_key key = dkim_key_read(&a, text);
	const struct dkim_mistake *mistake = dkim_mistake_find(&key);
	struct str mended = dkim_mistake_mend(&a, mistake, &key), whole;

	assert(key.at + key.n <= size);
	assert((key.fault == DKIM_SOUND) == (dkim_fault_text(&key)[0] == '\0'));
	assert(mistake == NULL || key.fault != DKIM_SOUND || !key.sha256);
	if (key.fault == DKIM_SOUND && !key.revoked) {
		if (key.key.form == KEY_SPKI)
			compare_with_openssl(&a, &key);
		write_again(&a, &key);
	}
	if (mended.n > 0) {
		key = dkim_key_read(&a, mended);
		assert(dkim_key_is_usable(&key));
	}
	if (dkim_halves_join(
		&a, str_to(text, size / 2), str_from(text, size / 2), &whole))
		assert(whole.n <= size);
	if (key.fault == DKIM_BAD_KEY && key.key.fault == KEY_PRIVATE &&
	    str_search(text, key.p) < size)
		assert(dkim_is_private_key(&a, text));
	arena_free(&a);
}
