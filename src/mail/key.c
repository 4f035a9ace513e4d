#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "base/buf.h"
#include "base/watch.h"
#include "mail/der.h"
#include "mail/key.h"

/* What verifiers take at most: OpenSSL of a modulus, Go of an exponent. */
enum { MODULUS_BITS_MAX = 16384, EXPONENT_BITS_MAX = 31 };

/* AlgorithmIdentifier { rsaEncryption, NULL } (RFC 3279 section 2.3.1). */
static const struct str rsa_encryption =
    STR("\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00");
/* AlgorithmIdentifier { id-Ed25519 } (RFC 8410 section 3). */
static const struct str id_ed25519 = STR("\x06\x03\x2b\x65\x70");

static unsigned
count_bits(struct str number)
{
	unsigned bits = (unsigned)number.n * 8;

	if (number.n == 0)
		return 0;
	for (unsigned bit = 0x80;
	     bit > 0 && ((unsigned char)number.s[0] & bit) == 0; bit >>= 1)
		bits--;
	return bits;
}

static bool
is_even(struct str number)
{
	return number.n == 0 || number.s[number.n - 1] % 2 == 0;
}

static enum key_fault
judge_rsa(struct str modulus, struct str exponent)
{
	if (is_even(modulus))
		return KEY_EVEN_MODULUS;
	if (count_bits(modulus) > MODULUS_BITS_MAX)
		return KEY_LARGE_MODULUS;
	if (is_even(exponent))
		return KEY_EVEN_EXPONENT;
	if (count_bits(exponent) > EXPONENT_BITS_MAX)
		return KEY_LARGE_EXPONENT;
	return count_bits(exponent) < 2 ? KEY_SMALL_EXPONENT : KEY_SOUND;
}

/* Both numbers without leading zeros. */
static struct key
make_rsa(enum key_form form, struct str modulus, struct str exponent)
{
	struct key key = {
		.type = KEY_RSA,
		.form = form,
		.fault = judge_rsa(modulus, exponent),
		.bits = count_bits(modulus),
		.material = modulus,
	};

	for (size_t i = 0; i < exponent.n && exponent.n <= 8; i++)
		key.exponent = key.exponent << 8 | (unsigned char)exponent.s[i];
	return key;
}

/* RSAPublicKey (RFC 8017 appendix A.1.1). */
static enum der_err
read_pkcs1(struct str der, enum key_form form, struct key *key)
{
	struct der outer = { .rest = der };
	struct der numbers = der_enter(&outer);
	struct str modulus = der_unsigned(&numbers);
	struct str exponent = der_unsigned(&numbers);
	enum der_err err = der_end(&numbers);

	if (err == DER_FINE)
		err = der_end(&outer);
	if (err == DER_FINE)
		*key = make_rsa(form, modulus, exponent);
	return err;
}

/* The key in a SubjectPublicKeyInfo of the algorithm (RFC 5280 section
 * 4.1.2.7), or the empty view. */
static struct str
unwrap_spki(struct str der, struct str algorithm)
{
	struct der outer = { .rest = der };
	struct der info = der_enter(&outer);
	struct str of = der_take(&info, DER_SEQUENCE);
	struct str bits = der_take(&info, DER_BIT_STRING);

	if (!der_is_done(&info) || !der_is_done(&outer) ||
	    !str_eq(of, algorithm) || bits.n < 2 || bits.s[0] != 0)
		return (struct str){ der.s, 0 };
	return str_from(bits, 1);
}

/* Either form, in DER and nothing but DER: X.690's shortest lengths and
 * numbers, the NULL that RFC 3279 section 2.3.1 demands, nothing behind any
 * element.  Go's crypto/x509 and BoringSSL take a key in no other way. */
static enum der_err
read_strict(struct str der, struct key *key)
{
	struct str inner = unwrap_spki(der, rsa_encryption);

	return inner.n > 0 ? read_pkcs1(inner, KEY_SPKI, key)
			   : read_pkcs1(der, KEY_PKCS1, key);
}

bool
key_is_private(struct str der)
{
	size_t length, at;

	/* SEQUENCE { version INTEGER 0 or 1, ...: its start is enough, for a
	 * private key that was cut is still one. */
	if (der.n < 2 || der.s[0] != DER_SEQUENCE)
		return false;
	length = (unsigned char)der.s[1];
	at = length < 0x80 ? 2 : 2 + (length - 0x80);
	return at <= 6 && der.n > at + 3 &&
	    (str_starts(str_from(der, at), S("\x02\x01\x00")) ||
		str_starts(str_from(der, at), S("\x02\x01\x01")));
}

static struct str
number_of(struct arena *a, EVP_PKEY *pkey, const char *name)
{
	struct str out = { "", 0 };
	BIGNUM *number = NULL;
	unsigned char *octets;

	if (EVP_PKEY_get_bn_param(pkey, name, &number) != 1)
		return out;
	octets = arena_alloc(a, (size_t)BN_num_bytes(number) + 1, 1);
	out = (struct str){ (char *)octets, (size_t)BN_bn2bin(number, octets) };
	BN_free(number);
	return out;
}

/* What OpenSSL read; not freed.  False for a type that DKIM does not have. */
static bool
from_openssl(struct arena *a, EVP_PKEY *pkey, struct key *key)
{
	unsigned char raw[ED25519_OCTETS];
	size_t n = sizeof(raw);

	if (EVP_PKEY_get_base_id(pkey) == EVP_PKEY_RSA) {
		*key = make_rsa(KEY_SPKI,
		    number_of(a, pkey, OSSL_PKEY_PARAM_RSA_N),
		    number_of(a, pkey, OSSL_PKEY_PARAM_RSA_E));
		return true;
	}
	if (EVP_PKEY_get_base_id(pkey) != EVP_PKEY_ED25519 ||
	    EVP_PKEY_get_raw_public_key(pkey, raw, &n) != 1)
		return false;
	*key = (struct key){
		.type = KEY_ED25519,
		.form = KEY_SPKI,
		.bits = 8 * ED25519_OCTETS,
		.material = arena_str(a, (struct str){ (char *)raw, n }),
	};
	return true;
}

/* What OpenSSL, which is lenient, makes of it; NULL: nothing. */
static EVP_PKEY *
read_lenient(struct str der, enum key_form *form)
{
	const unsigned char *at = (const unsigned char *)der.s;
	EVP_PKEY *pkey;

	if (der.n > KEY_MAX_DER_OCTETS)
		return NULL;
	*form = KEY_SPKI;
	pkey = d2i_PUBKEY(NULL, &at, (long)der.n);
	if (pkey == NULL) {
		*form = KEY_PKCS1;
		pkey = d2i_PublicKey(EVP_PKEY_RSA, NULL, &at, (long)der.n);
	}
	ERR_clear_error(); /* it would be taken for TLS's */
	return pkey;
}

/* A public key that is not written as it should be; err is why. */
static struct key
read_unusual(struct arena *a, struct str der, enum der_err err)
{
	struct der outer = { .rest = der };
	struct key key = { .fault = KEY_UNREADABLE };
	enum key_form form;
	EVP_PKEY *pkey = read_lenient(der, &form);

	if (pkey == NULL) {
		der_take(&outer, DER_SEQUENCE);
		if (outer.err == DER_CUT)
			key.fault = KEY_CUT;
		return key;
	}
	if (!from_openssl(a, pkey, &key) || key.type != KEY_RSA)
		key = (struct key){ .fault = KEY_OTHER_TYPE };
	else if (key.fault == KEY_SOUND)
		key.fault = err == DER_NEGATIVE ? KEY_NEGATIVE : KEY_NOT_DER;
	key.form = form;
	EVP_PKEY_free(pkey);
	return key;
}

static struct key
read_rsa(struct arena *a, struct str der)
{
	struct der outer = { .rest = der };
	struct str whole;
	struct key key;
	enum der_err err = read_strict(der, &key);

	if (err == DER_FINE)
		return key;
	der_take(&outer, DER_SEQUENCE);
	whole = str_to(der, der.n - outer.rest.n);
	if (outer.rest.n > 0 && read_strict(whole, &key) == DER_FINE) {
		if (key.fault == KEY_SOUND)
			key.fault = KEY_WITH_TAIL;
		return key;
	}
	if (der.n == ED25519_OCTETS)
		return (struct key){ .fault = KEY_OTHER_TYPE };
	watch_hold();
	key = read_unusual(a, der, err);
	watch_release();
	return key;
}

static struct key
read_ed25519(struct str der)
{
	struct str inner = unwrap_spki(der, id_ed25519);
	struct key key = {
		.type = KEY_ED25519,
		.form = KEY_RAW,
		.bits = 8 * ED25519_OCTETS,
		.material = der,
	};

	if (inner.n == ED25519_OCTETS) {
		key.material = inner;
		key.form = KEY_SPKI;
		key.fault = KEY_WRAPPED;
	} else if (unwrap_spki(der, rsa_encryption).n > 0) {
		key.fault = KEY_OTHER_TYPE;
	} else if (der.n != ED25519_OCTETS) {
		key.fault = KEY_NOT_32_OCTETS;
	}
	return key;
}

struct key
key_read(struct arena *a, struct str der, enum key_type type)
{
	struct key key = { .type = type, .fault = KEY_PRIVATE };

	if (key_is_private(der))
		return key;
	key = type == KEY_RSA ? read_rsa(a, der) : read_ed25519(der);
	key.type = type;
	return key;
}

bool
key_from_pem(struct arena *a, struct str pem, struct key *out)
{
	EVP_PKEY *pkey = NULL;
	BIO *bio;
	bool read;

	if (pem.n > KEY_MAX_PEM_OCTETS)
		return false;
	watch_hold();
	bio = BIO_new_mem_buf(pem.s, (int)pem.n);
	if (bio == NULL)
		oom();
	/* An empty passphrase, so that nobody is asked for one. */
	pkey = PEM_read_bio_PUBKEY(bio, NULL, NULL, (void *)(uintptr_t) "");
	if (pkey == NULL) {
		(void)BIO_reset(bio);
		pkey = PEM_read_bio_PrivateKey(
		    bio, NULL, NULL, (void *)(uintptr_t) "");
	}
	read = pkey != NULL && from_openssl(a, pkey, out) &&
	    out->fault == KEY_SOUND;
	ERR_clear_error();
	EVP_PKEY_free(pkey);
	BIO_free(bio);
	watch_release();
	return read;
}

static struct str
write_number(struct arena *a, struct str number)
{
	struct buf b = { .a = a };

	if (number.n == 0 || (unsigned char)number.s[0] >= 0x80)
		buf_byte(&b, 0); /* it is not negative */
	buf_str(&b, number);
	return der_wrap(a, DER_INTEGER, buf_view(&b));
}

struct str
key_write(struct arena *a, const struct key *key)
{
	struct buf exponent = { .a = a }, numbers = { .a = a };
	struct buf bits = { .a = a }, info = { .a = a };

	if (key->type == KEY_ED25519)
		return key->material;
	for (unsigned shift = 64; shift > 0; shift -= 8)
		if (key->exponent >> (shift - 8) > 0)
			buf_byte(&exponent,
			    (char)(key->exponent >> (shift - 8) & 0xff));
	buf_str(&numbers, write_number(a, key->material));
	buf_str(&numbers, write_number(a, buf_view(&exponent)));
	buf_byte(&bits, 0);
	buf_str(&bits, der_wrap(a, DER_SEQUENCE, buf_view(&numbers)));
	buf_str(&info, der_wrap(a, DER_SEQUENCE, rsa_encryption));
	buf_str(&info, der_wrap(a, DER_BIT_STRING, buf_view(&bits)));
	return der_wrap(a, DER_SEQUENCE, buf_view(&info));
}

bool
key_eq(const struct key *x, const struct key *y)
{
	return x->type == y->type && x->exponent == y->exponent &&
	    str_eq(x->material, y->material);
}

const char *
key_type_text(enum key_type type)
{
	return type == KEY_RSA ? "RSA" : "Ed25519";
}

const char *
key_form_text(enum key_form form)
{
	static const char *const texts[] = {
		[KEY_SPKI] = "spki",
		[KEY_PKCS1] = "pkcs1",
		[KEY_RAW] = "raw",
	};

	return texts[form];
}

const char *
key_fault_text(enum key_fault fault)
{
	static const char *const texts[] = {
		[KEY_SOUND] = "it is sound",
		[KEY_UNREADABLE] = "p= does not hold a public key",
		[KEY_CUT] = "the key in p= is cut short",
		[KEY_PRIVATE] = "p= holds a private key",
		[KEY_OTHER_TYPE] = "the key in p= is not of the type that "
				   "k= says",
		[KEY_NOT_32_OCTETS] = "an Ed25519 key in p= must have 32 "
				      "octets",
		[KEY_WRAPPED] = "the Ed25519 key in p= is wrapped in a "
				"SubjectPublicKeyInfo",
		[KEY_WITH_TAIL] = "octets follow the end of the key in p=",
		[KEY_NOT_DER] = "the key in p= is not written in DER as "
				"strict verifiers demand it",
		[KEY_NEGATIVE] = "the key's modulus or exponent is negative",
		[KEY_LARGE_MODULUS] = "the key's modulus has over 16384 bits",
		[KEY_EVEN_MODULUS] = "the key's modulus is even",
		[KEY_EVEN_EXPONENT] = "the key's exponent is even",
		[KEY_SMALL_EXPONENT] = "the key's exponent is below 3",
		[KEY_LARGE_EXPONENT] = "the key's exponent has over 31 bits",
	};

	return texts[fault];
}
