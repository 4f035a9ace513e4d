#include "base/base64.h"
#include "mail/key.h"

#include "keys.h"
#include "unit.h"

#define EXPONENT 65537

static const struct {
	const char *label;
	struct str base64;
	enum key_type type;
	enum key_fault fault;
	enum key_form form;
	unsigned bits;
} cases[] = {
	{ "512 bits", STR(RSA_512), KEY_RSA, KEY_SOUND, KEY_SPKI, 512 },
	{ "1024 bits", STR(RSA_1024), KEY_RSA, KEY_SOUND, KEY_SPKI, 1024 },
	{ "2048 bits", STR(RSA_2048), KEY_RSA, KEY_SOUND, KEY_SPKI, 2048 },
	{ "4160 bits", STR(RSA_4160), KEY_RSA, KEY_SOUND, KEY_SPKI, 4160 },
	{ "PKCS#1", STR(RSA_1024_PKCS1), KEY_RSA, KEY_SOUND, KEY_PKCS1, 1024 },
	{ "an algorithm without NULL: OpenSSL reads it", STR(RSA_1024_NO_NULL),
	    KEY_RSA, KEY_SOUND, KEY_SPKI, 1024 },
	{ "an even modulus", STR(RSA_1024_EVEN), KEY_RSA, KEY_EVEN_MODULUS,
	    KEY_SPKI, 1024 },
	{ "an even exponent", STR(RSA_1024_EVEN_EXPONENT), KEY_RSA,
	    KEY_EVEN_EXPONENT, KEY_SPKI, 1024 },
	{ "an exponent of 1, with zeros in front",
	    STR(RSA_1024_EXPONENT_1_LONG), KEY_RSA, KEY_SMALL_EXPONENT,
	    KEY_SPKI, 1024 },
	{ "PKCS#1 private", STR(RSA_1024_PRIVATE), KEY_RSA, KEY_PRIVATE, 0, 0 },
	{ "PKCS#8 private", STR(RSA_1024_PKCS8), KEY_RSA, KEY_PRIVATE, 0, 0 },
	{ "Ed25519, private", STR(ED25519_PKCS8), KEY_ED25519, KEY_PRIVATE, 0,
	    0 },
	{ "Ed25519", STR(ED25519), KEY_ED25519, KEY_SOUND, KEY_RAW, 256 },
	{ "Ed25519, wrapped", STR(ED25519_SPKI), KEY_ED25519, KEY_WRAPPED,
	    KEY_SPKI, 256 },
	{ "Ed25519 for RSA", STR(ED25519), KEY_RSA, KEY_OTHER_TYPE, 0, 0 },
	{ "wrapped Ed25519 for RSA", STR(ED25519_SPKI), KEY_RSA, KEY_OTHER_TYPE,
	    0, 0 },
	{ "RSA for Ed25519", STR(RSA_1024), KEY_ED25519, KEY_OTHER_TYPE,
	    KEY_RAW, 256 },
	{ "31 octets for Ed25519",
	    STR("AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHg=="), KEY_ED25519,
	    KEY_NOT_32_OCTETS, KEY_RAW, 256 },
	{ "an elliptic curve's", STR(EC_P256), KEY_RSA, KEY_OTHER_TYPE, 0, 0 },
	{ "no key", STR("Zm9vYmFy"), KEY_RSA, KEY_UNREADABLE, 0, 0 },
	{ "nothing", STR(""), KEY_RSA, KEY_UNREADABLE, 0, 0 },
};

START_TEST(reads)
{
	struct arena a = { 0 };
	struct str der;
	struct key key;

	ck_assert(base64_decode(&a, cases[_i].base64, &der));
	key = key_read(&a, der, cases[_i].type);
	ck_assert_msg(key.fault == cases[_i].fault, "%s: %s", cases[_i].label,
	    key_fault_text(key.fault));
	ck_assert_msg(key.bits == cases[_i].bits && key.form == cases[_i].form,
	    "%s: %u bits, %s", cases[_i].label, key.bits,
	    key_form_text(key.form));
	if (key.fault == KEY_SOUND && key.type == KEY_RSA)
		ck_assert_uint_eq(key.exponent, EXPONENT);
	arena_free(&a);
}
END_TEST

/* Whatever the length, a key that lacks its end is told as such. */
START_TEST(tells_a_cut_key)
{
	struct arena a = { 0 };
	struct str der;

	ck_assert(base64_decode(&a, S(RSA_2048), &der));
	for (size_t n = 4; n < der.n; n++)
		ck_assert_msg(key_read(&a, str_to(der, n), KEY_RSA).fault ==
			(n == ED25519_OCTETS ? KEY_OTHER_TYPE : KEY_CUT),
		    "%zu octets", n);
	arena_free(&a);
}
END_TEST

START_TEST(writes_what_it_read)
{
	static const struct str keys[] = { STR(RSA_512), STR(RSA_1024),
		STR(RSA_2048), STR(RSA_4160) };
	struct arena a = { 0 };
	struct str der, pkcs1;
	struct key key;

	ck_assert(base64_decode(&a, keys[_i], &der));
	key = key_read(&a, der, KEY_RSA);
	ck_assert(str_eq(key_write(&a, &key), der));
	ck_assert(base64_decode(&a, S(RSA_1024_PKCS1), &pkcs1));
	key = key_read(&a, pkcs1, KEY_RSA);
	ck_assert(base64_decode(&a, S(RSA_1024), &der));
	ck_assert(str_eq(key_write(&a, &key), der));
	arena_free(&a);
}
END_TEST

static const struct {
	const char *label;
	struct str pem;
	bool ok;
	struct str base64;
	enum key_type type;
} pems[] = {
	{ "public",
	    STR("-----BEGIN PUBLIC KEY-----\n" RSA_1024
		"\n-----END PUBLIC KEY-----\n"),
	    true, STR(RSA_1024), KEY_RSA },
	{ "PKCS#1 private",
	    STR("-----BEGIN RSA PRIVATE KEY-----\n" RSA_1024_PRIVATE
		"\n-----END RSA PRIVATE KEY-----\n"),
	    true, STR(RSA_1024), KEY_RSA },
	{ "PKCS#8 private",
	    STR("-----BEGIN PRIVATE KEY-----\n" RSA_1024_PKCS8
		"\n-----END PRIVATE KEY-----\n"),
	    true, STR(RSA_1024), KEY_RSA },
	{ "PKCS#1 public",
	    STR("-----BEGIN RSA PUBLIC KEY-----\n" RSA_1024_PKCS1
		"\n-----END RSA PUBLIC KEY-----\n"),
	    true, STR(RSA_1024), KEY_RSA },
	{ "Ed25519, public",
	    STR("-----BEGIN PUBLIC KEY-----\n" ED25519_SPKI
		"\n-----END PUBLIC KEY-----\n"),
	    true, STR(ED25519), KEY_ED25519 },
	{ "Ed25519, private, text before it",
	    STR("key of today:\n-----BEGIN PRIVATE KEY-----\n" ED25519_PKCS8
		"\n-----END PRIVATE KEY-----\n"),
	    true, STR(ED25519), KEY_ED25519 },
	{ "an elliptic curve's",
	    STR("-----BEGIN PUBLIC KEY-----\n" EC_P256
		"\n-----END PUBLIC KEY-----\n"),
	    false, STR(""), KEY_RSA },
	{ "no PEM", STR(RSA_1024), false, STR(""), KEY_RSA },
	{ "nothing", STR(""), false, STR(""), KEY_RSA },
};

START_TEST(reads_pem)
{
	struct arena a = { 0 };
	struct str der;
	struct key got, want;
	bool ok = key_from_pem(&a, pems[_i].pem, &got);

	ck_assert_msg(ok == pems[_i].ok, "%s", pems[_i].label);
	if (ok) {
		ck_assert(base64_decode(&a, pems[_i].base64, &der));
		want = key_read(&a, der, pems[_i].type);
		ck_assert_msg(key_eq(&got, &want), "%s", pems[_i].label);
	}
	arena_free(&a);
}
END_TEST

Suite *
key_suite(void)
{
	Suite *s = suite_create("key");
	TCase *tc = tcase_create("key");

	tcase_add_loop_test(tc, reads, 0, LENGTH(cases));
	tcase_add_test(tc, tells_a_cut_key);
	tcase_add_loop_test(tc, writes_what_it_read, 0, 4);
	tcase_add_loop_test(tc, reads_pem, 0, LENGTH(pems));
	suite_add_tcase(s, tc);
	return s;
}
