#include "base/buf.h"

#include "judge.h"
#include "keys.h"
#include "unit.h"

#define AT "s1._domainkey.example.com. 300 TXT "

/* A string holds 255 octets at most, so long keys are written in pieces by
 * zone_of(): "@" stands for the key that the row names. */
static const struct {
	const char *label;
	const char *zone; /* one record a line; @ stands for key */
	const char *key;
	const char *want;
} cases[] = {
	{ "a good key", AT "\"v=DKIM1; k=rsa; p=\" @", RSA_2048, "" },
	{ "by way of a CNAME",
	    "s1._domainkey.example.com. 300 CNAME k.example.net.\n"
	    "k.example.net. 300 TXT \"p=\" @",
	    RSA_2048, "" },
	{ "no name", NULL, "", "dkim.missing/f" },
	{ "no TXT record", "s1._domainkey.example.com. 300 A 192.0.2.1", "",
	    "dkim.missing/f" },
	{ "a dangling CNAME",
	    "s1._domainkey.example.com. 300 CNAME k.example.net.", "",
	    "dkim.cname-dangling/f" },
	{ "two keys", AT "\"p=\" @\n" AT "\"p=\"", RSA_1024,
	    "dkim.multiple/f" },
	{ "bad syntax", AT "\"v=DKIM1; k=rsa p=\" @", RSA_1024,
	    "dkim.syntax/f" },
	{ "revoked", AT "\"v=DKIM1; p=\"", "", "dkim.revoked/f" },
	{ "an even modulus", AT "\"p=\" @", RSA_1024_EVEN,
	    "dkim.key-invalid/f" },
	{ "512 bits", AT "\"p=\" @", RSA_512, "dkim.key-short/f" },
	{ "1024 bits", AT "\"p=\" @", RSA_1024, "dkim.key-weak/w" },
	{ "4160 bits", AT "\"p=\" @", RSA_4160, "dkim.key-large/w" },
	{ "PKCS#1", AT "\"p=\" @", RSA_1024_PKCS1,
	    "dkim.key-weak/w dkim.key-pkcs1/w" },
	{ "a private key", AT "\"p=\" @", RSA_1024_PRIVATE,
	    "dkim.private-key/f" },
	{ "a wildcard that answers for the selector",
	    "*._domainkey.example.com. 300 TXT \"p=\" @", RSA_2048,
	    "dkim.wildcard/w" },
	{ "a wildcard beside the selector",
	    AT "\"p=\" @\n*.example.com. 300 TXT \"v=spf1 -all\"", RSA_2048,
	    "" },
	{ "testing", AT "\"t=y; p=\" @", RSA_2048, "dkim.testing/w" },
	{ "no subdomains", AT "\"t=s; p=\" @", RSA_2048, "" },
	{ "only SHA-1", AT "\"h=sha1; p=\" @", RSA_2048, "dkim.hash/f" },
	{ "not for mail", AT "\"s=tlsrpt; p=\" @", RSA_2048, "dkim.service/f" },
	{ "Ed25519", AT "\"k=ed25519; p=\" @", ED25519, "dkim.ed25519-only/w" },
};

/* The zone with the key as strings of 200 octets. */
static const char *
zone_of(struct world *w, const char *zone, const char *key)
{
	struct buf b = { .a = &w->arena };

	for (; zone != NULL && *zone != '\0'; zone++) {
		struct str rest = str_of(key);

		if (*zone != '@') {
			buf_byte(&b, *zone);
			continue;
		}
		for (; rest.n > 0; rest = str_from(rest, 200))
			buf_printf(&b, "\"%.*s\" ", PSTR(str_to(rest, 200)));
	}
	buf_byte(&b, '\n');
	buf_byte(&b, '\0');
	return b.s;
}

static struct str
codes_of(struct world *w, const char *zone, const char *key, struct str pem)
{
	struct selector selector = { S("s1"), S("s1"),
		world_name(w, "example.com"),
		world_name(w, "s1._domainkey.example.com"), pem };
	struct request req = { .domain = selector.domain,
		.mail_from = selector.domain,
		.selectors = &selector,
		.nselectors = 1 };

	world_zone(w, ".", zone_of(w, zone, key));
	return judge(w, &req, CHECK_DKIM, NULL);
}

START_TEST(finds)
{
	struct world w;
	struct str got;

	world_begin(&w, NULL);
	if (_i % 2 == 1)
		world_shuffle(&w, (uint32_t)_i);
	got =
	    codes_of(&w, cases[_i].zone, cases[_i].key, (struct str){ "", 0 });
	ck_assert_msg(str_eq(got, str_of(cases[_i].want)), "%s: %.*s",
	    cases[_i].label, PSTR(got));
	world_end(&w);
}
END_TEST

static const struct {
	const char *label;
	const char *key;
	struct str pem;
	const char *want;
} files[] = {
	{ "the same key", RSA_1024,
	    STR("-----BEGIN RSA PRIVATE KEY-----\n" RSA_1024_PRIVATE
		"\n-----END RSA PRIVATE KEY-----\n"),
	    "dkim.key-weak/w" },
	{ "another key", RSA_2048,
	    STR("-----BEGIN PUBLIC KEY-----\n" RSA_1024
		"\n-----END PUBLIC KEY-----\n"),
	    "dkim.key-mismatch/f" },

};

START_TEST(compares_with_the_file)
{
	struct world w;
	struct str got;

	world_begin(&w, NULL);
	got = codes_of(&w, AT "\"p=\" @", files[_i].key, files[_i].pem);
	ck_assert_msg(str_eq(got, str_of(files[_i].want)), "%s: %.*s",
	    files[_i].label, PSTR(got));
	world_end(&w);
}
END_TEST

START_TEST(needs_a_selector_and_an_answer)
{
	struct request req = { 0 };
	struct result result;
	struct world w;
	struct str got;

	world_begin(&w, NULL);
	req.domain = req.mail_from = world_name(&w, "example.com");
	got = judge(&w, &req, CHECK_DKIM, &result);
	ck_assert(str_eq(got, S("dkim.no-selector/i")));
	ck_assert(result.status == STATUS_SKIP);
	world_fail(&w, "s1._domainkey.example.com", TYPE_TXT, ANSWER_SERVFAIL);
	got = codes_of(&w, AT "\"p=\"", "", (struct str){ "", 0 });
	ck_assert(str_eq(got, S("dns.servfail/u")));
	world_end(&w);
}
END_TEST

Suite *
dkim_suite(void)
{
	Suite *s = suite_create("dkim");
	TCase *tc = tcase_create("dkim");

	tcase_add_loop_test(tc, finds, 0, LENGTH(cases));
	tcase_add_loop_test(tc, compares_with_the_file, 0, LENGTH(files));
	tcase_add_test(tc, needs_a_selector_and_an_answer);
	suite_add_tcase(s, tc);
	return s;
}
