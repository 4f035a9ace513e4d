#include "judge.h"
#include "keys.h"
#include "unit.h"

#define RECORD(tags) "_dmarc.example.com. 300 TXT \"v=DMARC1; " tags "\"\n"
#define RUA          "; rua=mailto:a@example.com"
#define REJECT       RECORD("p=reject" RUA)
#define SPF(domain)  domain ". 300 TXT \"v=spf1 ip4:192.0.2.1 -all\"\n"
#define KEY(domain) \
	"s1._domainkey." domain ". 300 TXT \"k=ed25519; p=" ED25519 "\"\n"
#define GOOD SPF("example.com") KEY("example.com")

/* The author domain is example.com, the client 192.0.2.1 unless said. */
static const struct {
	const char *label;
	const char *zone;
	const char *mail_from; /* NULL: example.com */
	const char *signer;    /* d= of selector s1; NULL: none given */
	const char *want;
} cases[] = {
	{ "both paths", REJECT GOOD, NULL, "example.com", "" },
	{ "SPF only", REJECT GOOD, NULL, NULL, "dmarc.spf-only/i" },
	{ "the key is missing", REJECT SPF("example.com"), NULL, "example.com",
	    "dmarc.spf-only/i" },
	{ "SPF of a subdomain, relaxed",
	    REJECT SPF("b.example.com") KEY("example.com"), "b.example.com",
	    "example.com", "" },
	{ "SPF of a subdomain, strict",
	    RECORD("p=reject; aspf=s" RUA) SPF("b.example.com")
		KEY("example.com"),
	    "b.example.com", "example.com", "dmarc.spf-unaligned/i" },
	{ "SPF of another domain",
	    REJECT SPF("b.example.net") KEY("example.com"), "b.example.net",
	    "example.com", "dmarc.spf-unaligned/i" },
	{ "SPF of another domain, no selector", REJECT SPF("b.example.net"),
	    "b.example.net", NULL, "dmarc.needs-dkim/w" },
	{ "SPF does not pass, no selector", REJECT, NULL, NULL,
	    "dmarc.needs-dkim/w" },
	{ "neither", REJECT SPF("b.example.net") KEY("example.net"),
	    "b.example.net", "example.net", "dmarc.unaligned/f" },
	{ "a subdomain signs, strict",
	    RECORD("p=reject; adkim=s" RUA) SPF("b.example.net")
		KEY("x.example.com"),
	    "b.example.net", "x.example.com", "dmarc.unaligned/f" },
	{ "a subdomain signs, relaxed",
	    REJECT SPF("example.com") KEY("x.example.com"), NULL,
	    "x.example.com", "" },
	{ "no record", GOOD, NULL, "example.com", "dmarc.missing/w" },
	{ "two records", REJECT RECORD("p=none") GOOD, NULL, "example.com",
	    "dmarc.multiple/f" },
	{ "a record and another TXT",
	    REJECT "_dmarc.example.com. 300 TXT \"x\"\n" GOOD, NULL,
	    "example.com", "" },
	{ "almost a record",
	    "_dmarc.example.com. 300 TXT \"v=dmarc1; p=none\"\n" GOOD, NULL,
	    "example.com", "dmarc.syntax/f" },
	{ "a bad value", RECORD("p=reject; adkim=x" RUA) GOOD, NULL,
	    "example.com", "dmarc.syntax/f" },
	{ "no p", RECORD("rua=mailto:a@example.com") GOOD, NULL, "example.com",
	    "dmarc.syntax/f dmarc.policy-none/i" },
	{ "no p, no reports", RECORD("sp=none") GOOD, NULL, "example.com",
	    "dmarc.syntax/f" },
	{ "at the apex", "example.com. 300 TXT \"v=DMARC1; p=none\"\n" GOOD,
	    NULL, "example.com", "dmarc.misplaced/w dmarc.missing/w" },
	{ "at the apex too",
	    REJECT "example.com. 300 TXT \"v=DMARC1; p=none\"\n" GOOD, NULL,
	    "example.com", "dmarc.misplaced/w" },
	{ "at a doubled name",
	    "_dmarc.example.com.example.com. 300 TXT \"v=DMARC1; p=none\"\n" GOOD,
	    NULL, "example.com", "dmarc.misplaced/w dmarc.missing/w" },
	{ "p=none", RECORD("p=none" RUA) GOOD, NULL, "example.com",
	    "dmarc.policy-none/i" },
	{ "a weak sp", RECORD("p=reject; sp=none" RUA) GOOD, NULL,
	    "example.com", "dmarc.subdomain-policy/i" },
	{ "a weak np", RECORD("p=reject; np=quarantine" RUA) GOOD, NULL,
	    "example.com", "dmarc.subdomain-policy/i" },
	{ "a strict sp", RECORD("p=quarantine; sp=reject" RUA) GOOD, NULL,
	    "example.com", "" },
	{ "testing", RECORD("p=reject; t=y" RUA) GOOD, NULL, "example.com",
	    "dmarc.testing/i" },
	{ "no reports", RECORD("p=reject") GOOD, NULL, "example.com",
	    "dmarc.no-report/i" },
	{ "reports to a stranger",
	    RECORD("p=reject; rua=mailto:a@b.example.net") GOOD, NULL,
	    "example.com", "dmarc.report-unauthorized/w" },
	{ "reports to a friend",
	    RECORD(
		"p=reject; rua=mailto:a@b.example.net") "*._report._dmarc.b.example.net. 300 TXT \"v=DMARC1\"\n" GOOD,
	    NULL, "example.com", "" },
	{ "reports to a subdomain",
	    RECORD("p=reject; rua=mailto:a@b.example.com") GOOD, NULL,
	    "example.com", "" },
	{ "old tags", RECORD("p=reject; pct=50; rf=afrf; ri=1" RUA) GOOD, NULL,
	    "example.com",
	    "dmarc.obsolete-tag/i dmarc.obsolete-tag/i "
	    "dmarc.obsolete-tag/i" },
	{ "a size limit", RECORD("p=reject" RUA "!10m") GOOD, NULL,
	    "example.com", "dmarc.obsolete-tag/i" },
	{ "inherited",
	    "_dmarc.com. 300 TXT \"v=DMARC1; p=reject; psd=y\"\n" GOOD, NULL,
	    "example.com", "dmarc.inherited/i dmarc.no-report/i" },
};

static struct str
codes_of(struct world *w, const char *mail_from, const char *signer,
    struct result *result)
{
	struct selector selector = { .text = S("s1"), .label = S("s1") };
	struct request req = { .domain = world_name(w, "example.com"),
		.nips = 1,
		.local_part = S("postmaster"),
		.selectors = &selector,
		.nselectors = signer != NULL };
	struct ip ip;

	ck_assert(ip_parse(S("192.0.2.1"), &ip));
	req.ips = &ip;
	req.mail_from =
	    mail_from == NULL ? req.domain : world_name(w, mail_from);
	if (signer != NULL)
		selector.domain = world_name(w, signer);
	if (signer != NULL &&
	    !name_below(
		&w->arena, S("s1._domainkey"), selector.domain, &selector.name))
		ck_abort();
	return judge(w, &req, CHECK_DMARC, result);
}

START_TEST(finds)
{
	struct world w;
	struct str got;

	world_begin(&w, cases[_i].zone);
	if (_i % 2 == 1)
		world_shuffle(&w, (uint32_t)_i);
	got = codes_of(&w, cases[_i].mail_from, cases[_i].signer, NULL);
	ck_assert_msg(str_eq(got, str_of(cases[_i].want)), "%s: %.*s",
	    cases[_i].label, PSTR(got));
	world_end(&w);
}
END_TEST

/* A failure makes unknown only what depends on it. */
static const struct {
	const char *name;
	uint16_t type;
	const char *mail_from, *signer;
	const char *want;
} failures[] = {
	{ "_dmarc.example.com", TYPE_TXT, NULL, "example.com",
	    "dns.servfail/u" },
	{ "_dmarc.com", TYPE_TXT, NULL, "example.com", "" },
	{ "_dmarc.com", TYPE_TXT, "b.example.net", "example.com", "" },
	{ "_dmarc.com", TYPE_TXT, "b.example.com", "x.example.com",
	    "dns.servfail/u" },
	/* A record may be misplaced; without a selector SPF alone could pass.
	 */
	{ "s1._domainkey.example.com", TYPE_TXT, NULL, "example.com", "" },
	{ "example.com", TYPE_TXT, NULL, "example.com", "dns.servfail/w" },
	{ "example.com", TYPE_TXT, NULL, NULL, "dns.servfail/w" },
};

START_TEST(does_not_guess)
{
	struct world w;
	struct str got;

	world_begin(&w, REJECT GOOD KEY("x.example.com"));
	world_fail(&w, failures[_i].name, failures[_i].type, ANSWER_SERVFAIL);
	got = codes_of(&w, failures[_i].mail_from, failures[_i].signer, NULL);
	ck_assert_msg(
	    str_eq(got, str_of(failures[_i].want)), "%d: %.*s", _i, PSTR(got));
	world_end(&w);
}
END_TEST

START_TEST(says_how_it_passes)
{
	struct result result;
	struct world w;

	world_begin(&w, REJECT GOOD);
	codes_of(&w, NULL, "example.com", &result);
	ck_assert(
	    str_eq(result.summary, S("-> p=reject, aligned by SPF and DKIM")));
	codes_of(&w, "example.net", "example.com", &result);
	ck_assert(str_eq(result.summary, S("-> p=reject, aligned by DKIM")));
	codes_of(&w, NULL, NULL, &result);
	ck_assert(str_eq(result.summary, S("-> p=reject, aligned by SPF")));
	codes_of(&w, "example.net", NULL, &result);
	ck_assert(str_eq(result.summary, S("-> p=reject, not aligned")));
	world_end(&w);
	world_begin(&w, REJECT GOOD);
	world_fail(&w, "example.com", TYPE_TXT, ANSWER_SERVFAIL);
	codes_of(&w, NULL, NULL, &result);
	ck_assert(
	    str_eq(result.summary, S("-> p=reject, alignment not known")));
	world_end(&w);
}
END_TEST

START_TEST(ends_at_the_topmost_zone)
{
	struct world w;
	struct str got;

	world_begin(&w, NULL);
	world_zone(&w, "example.com", REJECT GOOD);
	got = codes_of(&w, NULL, "example.com", NULL);
	ck_assert_msg(str_eq(got, S("dmarc.walk-cut/i")), "%.*s", PSTR(got));
	got = codes_of(&w, "example.net", "example.net", NULL);
	ck_assert_msg(str_eq(got, S("dmarc.walk-cut/i dns.not-covered/u")),
	    "%.*s", PSTR(got));
	world_end(&w);
}
END_TEST

Suite *
dmarc_suite(void)
{
	Suite *s = suite_create("dmarc");
	TCase *tc = tcase_create("dmarc");

	tcase_add_loop_test(tc, finds, 0, LENGTH(cases));
	tcase_add_loop_test(tc, does_not_guess, 0, LENGTH(failures));
	tcase_add_test(tc, says_how_it_passes);
	tcase_add_test(tc, ends_at_the_topmost_zone);
	suite_add_tcase(s, tc);
	return s;
}
