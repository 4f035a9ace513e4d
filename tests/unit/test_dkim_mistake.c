#include <string.h>

#include "mail/dkim_mistake.h"

#include "keys.h"
#include "unit.h"

#define GOOD "v=DKIM1; k=rsa; p=" RSA_1024

static const struct {
	const char *what; /* the start of it; NULL: no known mistake */
	struct str text;
	struct str mended;
} cases[] = {
	{ NULL, STR(GOOD), STR("") },
	{ NULL, STR("v=DKIM1; p=Zm9v"), STR("") },
	{ "it is an SPF record", STR("v=spf1 -all"), STR("") },
	{ "it is a DMARC record", STR("v=DMARC1; p=none"), STR("") },
	{ "the PEM armour",
	    STR("v=DKIM1; k=rsa; p=-----BEGIN PUBLIC KEY-----" RSA_1024
		"-----END PUBLIC KEY-----"),
	    STR(GOOD) },
	{ "a zone file's backslashes", STR("v=DKIM1\\; k=rsa\\; p=" RSA_1024),
	    STR(GOOD) },
	{ "quotation marks", STR("\"" GOOD "\""), STR(GOOD) },
	{ "quotation marks", STR("\xe2\x80\x9c" GOOD "\xe2\x80\x9d"),
	    STR(GOOD) },
	{ "line ends", STR("v=DKIM1; k=rsa; p=" RSA_1024 "\\n"), STR(GOOD) },
	{ "a semicolon is missing", STR("v=DKIM1; k=rsa p=" RSA_1024),
	    STR(GOOD) },
	{ "a semicolon is missing", STR("v=DKIM1 k=rsa p=" RSA_1024),
	    STR(GOOD) },
	{ "v=DKIM1 must", STR("v=dkim1; k=rsa; p=" RSA_1024), STR(GOOD) },
	{ "k= must be", STR("v=DKIM1; k=RSA; p=" RSA_1024), STR(GOOD) },
	{ "openssl wraps", STR("v=DKIM1; k=ed25519; p=" ED25519_SPKI),
	    STR("v=DKIM1; k=ed25519; p=" ED25519) },
	{ "it has the size", STR("v=DKIM1; p=" ED25519),
	    STR("v=DKIM1; k=ed25519; p=" ED25519) },
	{ "such as the same key, pasted twice",
	    STR("v=DKIM1; t=y; p=" RSA_1024 RSA_1024 " ; n=of spring"),
	    STR("v=DKIM1; t=y; p=" RSA_1024 " ; n=of spring") },
	{ "OpenSSL reads it, other libraries do not",
	    STR("v=DKIM1; k=rsa; p=" RSA_1024_NO_NULL), STR(GOOD) },
	{ "the start of a zone", STR("s1._domainkey IN TXT ( " GOOD),
	    STR(GOOD) },
	{ "the start of a zone",
	    STR("s1._domainkey.example.com. 300 IN TXT ( \"" GOOD "\" )"),
	    STR(GOOD) },
	{ "quotation marks", STR("v=DKIM1; k=rsa; p=\"" RSA_1024 "\""),
	    STR(GOOD) },
	{ "characters that are not ASCII", STR("\xef\xbb\xbf" GOOD),
	    STR(GOOD) },
	{ "characters that are not ASCII",
	    STR("v=DKIM1;\xc2\xa0k=rsa;\xc2\xa0p=" RSA_1024), STR(GOOD) },
	{ "characters that are not ASCII", STR(GOOD "\xe2\x80\x8b"),
	    STR(GOOD) },
	{ "h= names hashes", STR("v=DKIM1; h=rsa-sha256; k=rsa; p=" RSA_1024),
	    STR("v=DKIM1; h=sha256; k=rsa; p=" RSA_1024) },
	{ "h= names hashes", STR("v=DKIM1; h=SHA-256; k=rsa; p=" RSA_1024),
	    STR("v=DKIM1; h=sha256; k=rsa; p=" RSA_1024) },
	{ NULL, STR("v=DKIM1; h=sha1; k=rsa; p=" RSA_1024), STR("") },
	{ NULL, STR("v=DKIM1; h=sha1:sha256; k=rsa; p=" RSA_1024), STR("") },
	{ "p= is missing", STR("v=DKIM1; k=rsa; " RSA_1024), STR(GOOD) },
	{ "a semicolon is missing", STR("v=DKIM1, k=rsa, p=" RSA_1024),
	    STR(GOOD) },
	{ NULL, STR("v=DKIM1; k=rsa; n=a p=b; q"), STR("") },
	{ "it is only a piece", STR("AnQIDAQABo2MwYTAfBgNVHSM"), STR("") },
	{ "there is nothing", STR("v=DKIM1;; k=rsa; p=" RSA_1024), STR(GOOD) },
};

START_TEST(explains)
{
	struct arena a = { 0 };
	struct dkim_key key = dkim_key_read(&a, cases[_i].text);
	const struct dkim_mistake *mistake = dkim_mistake_find(&key);
	const char *got = mistake == NULL ? "nothing" : mistake->what;
	const char *want = cases[_i].what == NULL ? "nothing" : cases[_i].what;

	ck_assert_msg(
	    str_starts(str_of(got), str_of(want)), "%s: %s", want, got);
	ck_assert_msg(
	    str_eq(dkim_mistake_mend(&a, mistake, &key), cases[_i].mended),
	    "%s", want);
	arena_free(&a);
}
END_TEST

START_TEST(tells_a_record_cut_at_255)
{
	struct arena a = { 0 };
	struct str text = str_to(S("v=DKIM1; k=rsa; p=" RSA_2048), 255);
	struct dkim_key key = dkim_key_read(&a, text);

	ck_assert_str_eq(
	    dkim_mistake_find(&key)->what, "the record was cut at 255 octets");
	key = dkim_key_read(&a, str_to(text, 253));
	ck_assert(key.fault == DKIM_BAD_BASE64);
	ck_assert(dkim_mistake_find(&key) == NULL);
	key = dkim_key_read(&a, str_to(text, 250));
	ck_assert_str_eq(
	    dkim_mistake_find(&key)->what, "the end of the key is missing");
	arena_free(&a);
}
END_TEST

START_TEST(joins_halves)
{
	struct arena a = { 0 };
	struct str text = S(GOOD), whole;
	struct str first = str_to(text, 200), second = str_from(text, 200);

	ck_assert(dkim_halves_join(&a, first, second, &whole));
	ck_assert(str_eq(whole, text));
	ck_assert(dkim_halves_join(&a, second, first, &whole));
	ck_assert(str_eq(whole, text));
	ck_assert(!dkim_halves_join(&a, text, text, &whole));
	ck_assert(!dkim_halves_join(&a, text, S("v=spf1 -all"), &whole));
	arena_free(&a);
}
END_TEST

Suite *
dkim_mistake_suite(void)
{
	Suite *s = suite_create("dkim_mistake");
	TCase *tc = tcase_create("dkim_mistake");

	tcase_add_loop_test(tc, explains, 0, LENGTH(cases));
	tcase_add_test(tc, tells_a_record_cut_at_255);
	tcase_add_test(tc, joins_halves);
	suite_add_tcase(s, tc);
	return s;
}
