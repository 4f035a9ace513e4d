#include "mail/dmarc.h"

#include "unit.h"

static const struct {
	const char *label;
	struct str text;
	bool is_record;
} starts[] = {
	{ "a record", STR("v=DMARC1; p=none"), true },
	{ "nothing behind it", STR("v=DMARC1"), true },
	{ "blanks", STR("v \t= DMARC1 ;p=none"), true },
	{ "V is the same letter in ABNF", STR("V=DMARC1; p=none"), true },
	{ "lower case", STR("v=dmarc1; p=none"), false },
	{ "a blank in front", STR(" v=DMARC1; p=none"), false },
	{ "quotes", STR("\"v=DMARC1; p=none\""), false },
	{ "backslashes", STR("v=DMARC1\\; p=none"), false },
	{ "no semicolon", STR("v=DMARC1 p=none"), false },
	{ "a blank inside", STR("v=DMARC 1; p=none"), false },
	{ "SPF", STR("v=spf1 -all"), false },
	{ "words", STR("verify=DMARC1"), false },
	{ "a NUL", STR("v=DMARC1\0; p=none"), false },
	{ "nothing", STR(""), false },
};

START_TEST(starts_records)
{
	ck_assert_msg(dmarc_is_record(starts[_i].text) == starts[_i].is_record,
	    "%s", starts[_i].label);
}
END_TEST

static const struct {
	const char *label;
	struct str text; /* behind v=DMARC1; */
	enum dmarc_use use;
	enum dmarc_policy own, sub, none;
	size_t nfaults;
} policies[] = {
	{ "p alone", STR("p=reject"), DMARC_APPLIES, DMARC_REJECT, DMARC_REJECT,
	    DMARC_REJECT, 0 },
	{ "all three", STR("p=reject; sp=quarantine; np=none"), DMARC_APPLIES,
	    DMARC_REJECT, DMARC_QUARANTINE, DMARC_NONE, 0 },
	{ "np falls back to sp", STR("sp=quarantine;p=none;"), DMARC_APPLIES,
	    DMARC_NONE, DMARC_QUARANTINE, DMARC_QUARANTINE, 0 },
	{ "sp falls back to p", STR("np=reject;p=none"), DMARC_APPLIES,
	    DMARC_NONE, DMARC_NONE, DMARC_REJECT, 0 },
	{ "in any case", STR("p=Reject"), DMARC_APPLIES, DMARC_REJECT,
	    DMARC_REJECT, DMARC_REJECT, 0 },
	{ "no p, reports", STR("rua=mailto:a@example.com"), DMARC_AS_NONE,
	    DMARC_NONE, DMARC_NONE, DMARC_NONE, 1 },
	{ "no p, no reports", STR("sp=none"), DMARC_IGNORED, DMARC_ABSENT,
	    DMARC_ABSENT, DMARC_ABSENT, 1 },
	{ "bad p, reports", STR("p=foo; rua=mailto:a@example.com"),
	    DMARC_AS_NONE, DMARC_NONE, DMARC_NONE, DMARC_NONE, 1 },
	{ "bad sp", STR("p=reject; sp=foo"), DMARC_IGNORED, DMARC_ABSENT,
	    DMARC_ABSENT, DMARC_ABSENT, 1 },
	{ "P is p", STR("P=reject"), DMARC_APPLIES, DMARC_REJECT, DMARC_REJECT,
	    DMARC_REJECT, 1 },
	{ "P and p are two of one name", STR("P=none; p=reject"), DMARC_APPLIES,
	    DMARC_NONE, DMARC_NONE, DMARC_NONE, 2 },
	{ "the first p counts", STR("p=none; p=reject"), DMARC_APPLIES,
	    DMARC_NONE, DMARC_NONE, DMARC_NONE, 1 },
	{ "two semicolons", STR(";p=reject"), DMARC_APPLIES, DMARC_REJECT,
	    DMARC_REJECT, DMARC_REJECT, 1 },
	{ "a tag that is none", STR("quarantine; p=reject"), DMARC_APPLIES,
	    DMARC_REJECT, DMARC_REJECT, DMARC_REJECT, 1 },
	{ "bad modes", STR("p=none; adkim=x; aspf=strict"), DMARC_APPLIES,
	    DMARC_NONE, DMARC_NONE, DMARC_NONE, 2 },
	{ "bad t, psd and fo", STR("p=none; t=1; psd=no; fo=0:1"),
	    DMARC_APPLIES, DMARC_NONE, DMARC_NONE, DMARC_NONE, 3 },
	{ "good t, psd and fo", STR("p=none; t=n; psd=u; fo=1:d:s"),
	    DMARC_APPLIES, DMARC_NONE, DMARC_NONE, DMARC_NONE, 0 },
	{ "unknown tags", STR("p=none; x=y; rf=afrf"), DMARC_APPLIES,
	    DMARC_NONE, DMARC_NONE, DMARC_NONE, 1 },
};

START_TEST(finds_the_policy)
{
	struct arena a = { 0 };
	struct str text =
	    arena_printf(&a, "v=DMARC1;%.*s", PSTR(policies[_i].text));
	struct dmarc_record r = dmarc_read(&a, text);
	const char *label = policies[_i].label;

	ck_assert_msg(r.use == policies[_i].use, "%s", label);
	ck_assert_msg(
	    dmarc_policy_for(&r, DMARC_OWN) == policies[_i].own, "%s", label);
	ck_assert_msg(dmarc_policy_for(&r, DMARC_SUBDOMAIN) == policies[_i].sub,
	    "%s", label);
	ck_assert_msg(
	    dmarc_policy_for(&r, DMARC_NONEXISTENT) == policies[_i].none, "%s",
	    label);
	ck_assert_msg(r.nfaults == policies[_i].nfaults, "%s: %zu faults",
	    label, r.nfaults);
	arena_free(&a);
}
END_TEST

static const struct {
	const char *label;
	struct str rua;
	size_t n, nfaults;
} uris[] = {
	{ "one", STR("mailto:a@example.com"), 1, 0 },
	{ "two, and a blank", STR("mailto:a@example.com , MAILTO:b@b.example"),
	    2, 0 },
	{ "a size", STR("mailto:a@example.com!10m"), 1, 0 },
	{ "a header", STR("mailto:a@example.com?subject=x"), 1, 0 },
	{ "another scheme", STR("https://example.com/r"), 0, 0 },
	{ "no scheme", STR("a@example.com"), 0, 1 },
	{ "no address", STR("mailto:example.com"), 0, 1 },
	{ "no host", STR("mailto:a@"), 0, 1 },
	{ "a host that is none", STR("mailto:a@b..example"), 0, 1 },
	{ "a size that is none", STR("mailto:a!b@example.com"), 0, 1 },
	{ "a blank for a comma", STR("mailto:a@example.com b@b.example"), 0,
	    1 },
	{ "one comma too many", STR("mailto:a@example.com,"), 1, 1 },
	{ "nothing", STR(""), 0, 1 },
	{ "mailto twice", STR("mailto:mailto:a@example.com"), 0, 1 },
	{ "brackets", STR("mailto:<a@example.com>"), 0, 1 },
	{ "a comma, escaped", STR("mailto:a%2Cb@example.com"), 1, 0 },
	{ "slashes", STR("mailto://a@example.com"), 0, 1 },
	{ "a host of one label", STR("mailto:a@localhost"), 0, 1 },
	{ "an address literal", STR("mailto:a@[192.0.2.1]"), 0, 1 },
	{ "a dot last", STR("mailto:a.@example.com"), 0, 1 },
};

START_TEST(reads_addresses)
{
	struct arena a = { 0 };
	struct str text =
	    arena_printf(&a, "v=DMARC1; p=none; rua=%.*s", PSTR(uris[_i].rua));
	struct dmarc_record r = dmarc_read(&a, text);

	ck_assert_msg(r.rua.n == uris[_i].n && r.nfaults == uris[_i].nfaults,
	    "%s: %zu, %zu faults", uris[_i].label, r.rua.n, r.nfaults);
	for (size_t i = 0; i < r.nfaults; i++)
		ck_assert(r.faults[i].at + r.faults[i].n <= text.n);
	arena_free(&a);
}
END_TEST

START_TEST(tests_one_step_lower)
{
	struct arena a = { 0 };
	struct dmarc_record r = dmarc_read(&a, S("v=DMARC1; p=reject; t=y"));

	ck_assert(dmarc_policy_applied(&r, DMARC_REJECT) == DMARC_QUARANTINE);
	ck_assert(dmarc_policy_applied(&r, DMARC_QUARANTINE) == DMARC_NONE);
	ck_assert(dmarc_policy_applied(&r, DMARC_NONE) == DMARC_NONE);
	r.testing = false;
	ck_assert(dmarc_policy_applied(&r, DMARC_REJECT) == DMARC_REJECT);
	arena_free(&a);
}
END_TEST

Suite *
dmarc_record_suite(void)
{
	Suite *s = suite_create("dmarc_record");
	TCase *tc = tcase_create("dmarc_record");

	tcase_add_loop_test(tc, starts_records, 0, LENGTH(starts));
	tcase_add_loop_test(tc, finds_the_policy, 0, LENGTH(policies));
	tcase_add_loop_test(tc, reads_addresses, 0, LENGTH(uris));
	tcase_add_test(tc, tests_one_step_lower);
	suite_add_tcase(s, tc);
	return s;
}
