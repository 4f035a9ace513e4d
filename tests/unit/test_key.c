#include <string.h>

#include "base/base64.h"
#include "base/buf.h"
#include "mail/der.h"
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
	{ "an algorithm without NULL", STR(RSA_1024_NO_NULL), KEY_RSA,
	    KEY_NOT_DER, KEY_SPKI, 1024 },
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

/* What an RSA key is made of; the SubjectPublicKeyInfo around it is left out
 * where there is no algorithm. */
struct parts {
	const char *label;
	struct str algorithm, unused, modulus, exponent;
	struct str in_numbers, in_bits, in_info, behind;
	enum key_fault fault;
};

#define RSA  STR("\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00")
#define NO   STR("")
#define NONE STR("\0")
#define E    STR("\1\0\1")
#define M8   "\xc1\xc2\xc3\xc4\xc5\xc6\xc7\xc9"
#define M    STR("\0" M8 M8)

static const struct parts made[] = {
	{ "as it should be", RSA, NONE, M, E, NO, NO, NO, NO, KEY_SOUND },
	{ "PKCS#1", NO, NO, M, E, NO, NO, NO, NO, KEY_SOUND },
	{ "a modulus of 0", RSA, NONE, NONE, E, NO, NO, NO, NO,
	    KEY_EVEN_MODULUS },
	{ "a modulus of 0, PKCS#1: as a private key begins", NO, NO, NONE, E,
	    NO, NO, NO, NO, KEY_PRIVATE },
	{ "a modulus of 00 00", RSA, NONE, STR("\0\0"), E, NO, NO, NO, NO,
	    KEY_EVEN_MODULUS },
	{ "a modulus of no octets", RSA, NONE, NO, E, NO, NO, NO, NO,
	    KEY_EVEN_MODULUS },
	{ "a modulus of 1", RSA, NONE, STR("\1"), E, NO, NO, NO, NO,
	    KEY_SOUND },
	{ "an exponent of 0", RSA, NONE, M, NONE, NO, NO, NO, NO,
	    KEY_EVEN_EXPONENT },
	{ "an exponent of 1", RSA, NONE, M, STR("\1"), NO, NO, NO, NO,
	    KEY_SMALL_EXPONENT },
	{ "an exponent of 3", RSA, NONE, M, STR("\3"), NO, NO, NO, NO,
	    KEY_SOUND },
	{ "an exponent of 31 bits", RSA, NONE, M, STR("\x7f\xff\xff\xff"), NO,
	    NO, NO, NO, KEY_SOUND },
	{ "an exponent of 32 bits", RSA, NONE, M, STR("\0\x80\0\0\1"), NO, NO,
	    NO, NO, KEY_LARGE_EXPONENT },
	{ "an exponent of 72 bits", RSA, NONE, M, STR("\1\0\0\0\0\0\0\0\1"), NO,
	    NO, NO, NO, KEY_LARGE_EXPONENT },
	{ "a negative modulus", RSA, NONE, STR(M8 M8), E, NO, NO, NO, NO,
	    KEY_NEGATIVE },
	{ "a negative modulus, PKCS#1", NO, NO, STR(M8 M8), E, NO, NO, NO, NO,
	    KEY_NEGATIVE },
	{ "a negative exponent", RSA, NONE, M, STR("\xfd"), NO, NO, NO, NO,
	    KEY_NEGATIVE },
	{ "a zero too many in the modulus", RSA, NONE, STR("\0\0" M8 M8), E, NO,
	    NO, NO, NO, KEY_NOT_DER },
	{ "a zero that keeps no sign away", RSA, NONE, M, STR("\0\1\0\1"), NO,
	    NO, NO, NO, KEY_NOT_DER },
	{ "octets behind the exponent", RSA, NONE, M, E, STR("\2\1\1"), NO, NO,
	    NO, KEY_UNREADABLE },
	{ "octets behind the RSAPublicKey", RSA, NONE, M, E, NO, STR("\0\0"),
	    NO, NO, KEY_NOT_DER },
	{ "octets behind the BIT STRING", RSA, NONE, M, E, NO, NO, STR("\5\0"),
	    NO, KEY_UNREADABLE },
	{ "octets behind the key", RSA, NONE, M, E, NO, NO, NO, STR("\0"),
	    KEY_WITH_TAIL },
	{ "octets behind a PKCS#1 key", NO, NO, M, E, NO, NO, NO, STR("x"),
	    KEY_WITH_TAIL },
	{ "octets behind an even modulus", RSA, NONE, STR("\2"), E, NO, NO, NO,
	    STR("x"), KEY_EVEN_MODULUS },
	{ "unused bits", RSA, STR("\1"), M, E, NO, NO, NO, NO,
	    KEY_EVEN_EXPONENT },
	{ "a NULL of one octet",
	    STR("\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x01x"), NONE,
	    M, E, NO, NO, NO, NO, KEY_UNREADABLE },
	{ "a parameter that is not NULL",
	    STR("\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x30\x00"), NONE,
	    M, E, NO, NO, NO, NO, KEY_NOT_DER },
	{ "two parameters",
	    STR("\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x01\x05\x00\x05\x00"),
	    NONE, M, E, NO, NO, NO, NO, KEY_UNREADABLE },
	{ "another algorithm",
	    STR("\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x01\x02\x05\x00"), NONE,
	    M, E, NO, NO, NO, NO, KEY_UNREADABLE },
};

static struct str
join(struct arena *a, struct str x, struct str y)
{
	struct buf b = { .a = a };

	buf_str(&b, x);
	buf_str(&b, y);
	return buf_view(&b);
}

static struct str
make_key(struct arena *a, const struct parts *p)
{
	struct str numbers = join(a, der_wrap(a, DER_INTEGER, p->modulus),
	    join(a, der_wrap(a, DER_INTEGER, p->exponent), p->in_numbers));
	struct str inner =
	    join(a, der_wrap(a, DER_SEQUENCE, numbers), p->in_bits);
	struct str info;

	if (p->algorithm.n == 0)
		return join(a, inner, p->behind);
	info = join(a, der_wrap(a, DER_SEQUENCE, p->algorithm),
	    join(a, der_wrap(a, DER_BIT_STRING, join(a, p->unused, inner)),
		p->in_info));
	return join(a, der_wrap(a, DER_SEQUENCE, info), p->behind);
}

START_TEST(reads_strictly)
{
	const struct parts *p = &made[_i];
	struct arena a = { 0 };
	struct key key = key_read(&a, make_key(&a, p), KEY_RSA);

	ck_assert_msg(key.fault == p->fault, "%s: %s", p->label,
	    key_fault_text(key.fault));
	arena_free(&a);
}
END_TEST

/* The start of RSA_1024 in other lengths: 30 81 9F 30 0D ... 03 81 8D 00. */
static const struct {
	const char *label;
	size_t drop; /* octets of the start, for these */
	struct str start;
	struct str end;
	enum key_fault fault;
} lengths[] = {
	{ "as it should be", 3, STR("\x30\x81\x9f"), STR(""), KEY_SOUND },
	{ "two octets for 159", 3, STR("\x30\x82\x00\x9f"), STR(""),
	    KEY_NOT_DER },
	{ "four octets for 159", 3, STR("\x30\x84\x00\x00\x00\x9f"), STR(""),
	    KEY_NOT_DER },
	{ "the indefinite form", 3, STR("\x30\x80"), STR("\0\0"), KEY_NOT_DER },
	{ "the indefinite form, not ended", 3, STR("\x30\x80"), STR(""),
	    KEY_UNREADABLE },
	{ "the long form for 13", 5, STR("\x30\x81\xa0\x30\x81\x0d"), STR(""),
	    KEY_NOT_DER },
	{ "one octet less than there are", 3, STR("\x30\x81\x9e"), STR(""),
	    KEY_UNREADABLE },
	{ "one octet more", 3, STR("\x30\x81\xa0"), STR(""), KEY_CUT },
	{ "the length's own octets cut", 160, STR("\x30\x82\x01"), STR(""),
	    KEY_CUT },
	{ "a SET", 1, STR("\x31"), STR(""), KEY_UNREADABLE },
};

START_TEST(reads_lengths_strictly)
{
	struct arena a = { 0 };
	struct str der;
	struct key key;

	ck_assert(base64_decode(&a, S(RSA_1024), &der));
	der = join(&a, lengths[_i].start, str_from(der, lengths[_i].drop));
	key = key_read(&a, join(&a, der, lengths[_i].end), KEY_RSA);
	ck_assert_msg(key.fault == lengths[_i].fault, "%s: %s",
	    lengths[_i].label, key_fault_text(key.fault));
	arena_free(&a);
}
END_TEST

/* Nothing but the key itself is sound: no octet more, none less, none
 * otherwise in what is around the numbers. */
START_TEST(takes_one_way_of_writing)
{
	struct arena a = { 0 };
	struct str der;

	ck_assert(base64_decode(&a, S(RSA_1024), &der));
	for (size_t at = 0; at < der.n; at++)
		for (unsigned bit = 1; bit < 0x100; bit <<= 1) {
			struct str other = arena_str(&a, der);
			struct key key;

			((char *)(uintptr_t)other.s)[at] ^= (char)bit;
			key = key_read(&a, other, KEY_RSA);
			if (key.fault == KEY_SOUND)
				ck_assert(str_eq(key_write(&a, &key), other));
		}
	arena_free(&a);
}
END_TEST

START_TEST(takes_16384_bits)
{
	struct arena a = { 0 };
	struct str octets = { arena_alloc(&a, 2050, 1), 2049 };
	struct parts p = { .exponent = E };

	memset((char *)(uintptr_t)octets.s + 1, 0xff, 2049);
	p.modulus = octets;
	ck_assert(key_read(&a, make_key(&a, &p), KEY_RSA).fault == KEY_SOUND);
	p.modulus.n++;
	ck_assert(
	    key_read(&a, make_key(&a, &p), KEY_RSA).fault == KEY_LARGE_MODULUS);
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
	{ "an even exponent: OpenSSL reads it, and no signature verifies",
	    STR("-----BEGIN PUBLIC KEY-----\n"
		"MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDPQLcv2ZZAgIcJhbd0YEvZ"
		"hY7JhnfLYsHcRP+d+gw36qkqHHnKWemgJZ6Aq2p1te9vZ58SgBbpCtU7J2Px"
		"AjjCfTYUNwDqVbs1lbmRvD5r0rv4EjjHmQuczM3YpEdGHPX3QXcxPAnwn1Bb"
		"lx83aV9PCOiYnp1HS6OlNQyBYEnNawIDAQAA"
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
	tcase_add_loop_test(tc, reads_strictly, 0, LENGTH(made));
	tcase_add_loop_test(tc, reads_lengths_strictly, 0, LENGTH(lengths));
	tcase_add_test(tc, takes_one_way_of_writing);
	tcase_add_test(tc, takes_16384_bits);
	tcase_add_test(tc, tells_a_cut_key);
	tcase_add_loop_test(tc, writes_what_it_read, 0, 4);
	tcase_add_loop_test(tc, reads_pem, 0, LENGTH(pems));
	suite_add_tcase(s, tc);
	return s;
}
