#include "mail/dkim_key.h"

#include "keys.h"
#include "unit.h"

#define P "p=" RSA_2048

static const struct {
	const char *label;
	struct str text;
	enum dkim_fault fault;
	bool usable;
} cases[] = {
	{ "all tags", STR("v=DKIM1; h=sha1:sha256; k=rsa; n=x; s=email; " P),
	    DKIM_SOUND, true },
	{ "p= alone", STR(P), DKIM_SOUND, true },
	{ "blanks in p=", STR("p= " RSA_1024_PKCS1 " "), DKIM_SOUND, true },
	{ "unknown tags and flags", STR("x=1; t=z:q; s=*:other; " P),
	    DKIM_SOUND, true },
	{ "Ed25519", STR("k=ed25519; p=" ED25519), DKIM_SOUND, true },
	{ "testing still verifies", STR("t=s:y; " P), DKIM_SOUND, true },
	{ "512 bits", STR("p=" RSA_512), DKIM_SOUND, false },
	{ "revoked", STR("v=DKIM1; p="), DKIM_SOUND, false },
	{ "revoked, with a type nobody knows", STR("k=x; p="), DKIM_SOUND,
	    false },
	{ "only SHA-1", STR("h=sha1; " P), DKIM_SOUND, false },
	{ "no hash at all", STR("h=; " P), DKIM_SOUND, false },
	{ "not for mail", STR("s=tlsrpt; " P), DKIM_SOUND, false },
	{ "no p=", STR("v=DKIM1; k=rsa"), DKIM_NO_P, false },
	{ "another version", STR("v=DKIM1.0; " P), DKIM_BAD_VERSION, false },
	{ "lower case", STR("v=dkim1; " P), DKIM_BAD_VERSION, false },
	{ "v= not first", STR("k=rsa; v=DKIM1; " P), DKIM_LATE_VERSION, false },
	{ "p= twice", STR(P "; p="), DKIM_BAD_LIST, false },
	{ "two semicolons", STR("v=DKIM1;; " P), DKIM_BAD_LIST, false },
	{ "type in upper case", STR("k=RSA; " P), DKIM_UNKNOWN_TYPE, false },
	{ "half a base64 group", STR("p=Zm9vY"), DKIM_BAD_BASE64, false },
	{ "no key", STR("p=Zm9v"), DKIM_BAD_KEY, false },
	{ "the wrong type", STR("k=ed25519; " P), DKIM_BAD_KEY, false },
	{ "nothing", STR(""), DKIM_BAD_LIST, false },
};

START_TEST(reads)
{
	struct arena a = { 0 };
	struct dkim_key key = dkim_key_read(&a, cases[_i].text);

	ck_assert_msg(key.fault == cases[_i].fault, "%s: %s", cases[_i].label,
	    dkim_fault_text(&key));
	ck_assert_msg(dkim_key_is_usable(&key) == cases[_i].usable, "%s",
	    cases[_i].label);
	ck_assert_msg(key.at + key.n <= key.text.n, "%s", cases[_i].label);
	arena_free(&a);
}
END_TEST

START_TEST(reads_flags)
{
	struct arena a = { 0 };
	struct dkim_key key = dkim_key_read(&a, S("t=y : s; " P));

	ck_assert(key.testing && key.no_subdomains);
	key = dkim_key_read(&a, S(P));
	ck_assert(!key.testing && !key.no_subdomains);
	ck_assert(key.sha256 && key.for_mail);
	arena_free(&a);
}
END_TEST

START_TEST(writes)
{
	struct arena a = { 0 };
	struct dkim_key key = dkim_key_read(&a, S("p=" RSA_1024_PKCS1));

	ck_assert(str_eq(
	    dkim_key_write(&a, &key.key), S("v=DKIM1; k=rsa; p=" RSA_1024)));
	arena_free(&a);
}
END_TEST

static const struct {
	const char *label;
	struct str text;
	bool is_private;
} secrets[] = {
	{ "PKCS#1", STR("v=DKIM1; p=" RSA_1024_PRIVATE), true },
	{ "PKCS#8", STR("v=DKIM1; k=rsa; p=" RSA_1024_PKCS8), true },
	{ "Ed25519", STR("k=ed25519; p=" ED25519_PKCS8), true },
	{ "PEM", STR("-----BEGIN RSA PRIVATE KEY-----"), true },
	{ "without a tag", STR(RSA_1024_PRIVATE), true },
	{ "cut, and in quotes", STR("\"MIICXAIBAAKBgQDa\""), true },
	{ "public", STR("v=DKIM1; p=" RSA_1024), false },
	{ "PKCS#1 public", STR("p=" RSA_1024_PKCS1), false },
	{ "Ed25519 public", STR("k=ed25519; p=" ED25519), false },
	{ "the first octets only", STR("p=MIICXAIBAAD+j7Y="), true },
	{ "words", STR("MIICanteen and MIImosa"), false },
};

START_TEST(tells_private_keys)
{
	struct arena a = { 0 };

	ck_assert_msg(
	    dkim_is_private_key(&a, secrets[_i].text) == secrets[_i].is_private,
	    "%s", secrets[_i].label);
	arena_free(&a);
}
END_TEST

Suite *
dkim_key_suite(void)
{
	Suite *s = suite_create("dkim_key");
	TCase *tc = tcase_create("dkim_key");

	tcase_add_loop_test(tc, reads, 0, LENGTH(cases));
	tcase_add_test(tc, reads_flags);
	tcase_add_test(tc, writes);
	tcase_add_loop_test(tc, tells_private_keys, 0, LENGTH(secrets));
	suite_add_tcase(s, tc);
	return s;
}
