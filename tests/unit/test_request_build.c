#include "base/buf.h"
#include "cli/request_build.h"

#include "unit.h"

static struct str
describe(struct arena *a, const struct request *r)
{
	struct buf b = { .a = a };

	buf_str(&b, name_text(a, r->domain));
	for (size_t i = 0; i < r->nips; i++)
		buf_printf(&b, " %.*s", PSTR(ip_text(a, r->ips[i])));
	for (size_t i = 0; r->hosts != NULL && i < r->nips; i++)
		buf_printf(&b, "%c%.*s", i == 0 ? '=' : ',',
		    PSTR(name_text(a, r->hosts[i])));
	if (r->label.n > 0)
		buf_printf(&b, " label=%.*s", PSTR(r->label));
	if (r->host.n > 0)
		buf_printf(&b, " host=%.*s", PSTR(name_text(a, r->host)));
	if (r->helo.n > 0)
		buf_printf(&b, " helo=%.*s", PSTR(r->helo));
	buf_printf(&b, r->null_sender ? " <>" : " %.*s@%.*s",
	    PSTR(r->local_part), PSTR(name_text(a, r->mail_from)));
	for (size_t i = 0; i < r->nselectors; i++)
		buf_printf(&b, " %.*s@%.*s", PSTR(r->selectors[i].label),
		    PSTR(name_text(a, r->selectors[i].domain)));
	return buf_view(&b);
}

static const struct {
	const char *label;
	struct request_text text;
	struct str want;
} cases[] = {
	{ "a domain", { .domain = STR("example.com") },
	    STR("example.com postmaster@example.com") },
	{ "capitals and a last dot", { .domain = STR("EXAMPLE.Com.") },
	    STR("example.com postmaster@example.com") },
	{ "a U-label",
	    { .domain = STR("stra\xc3\x9f"
			    "e.example") },
	    STR("xn--strae-oqa.example postmaster@xn--strae-oqa.example") },
	{ "an address in the family that it is of",
	    { .domain = STR("a.example"),
		.ips = (struct str[]){ STR("::ffff:192.0.2.1"),
		    STR("2001:DB8:0::1"), STR("192.0.2.1") },
		.nips = 3 },
	    STR("a.example 192.0.2.1 2001:db8::1 postmaster@a.example") },
	{ "digits and hyphens where they may be",
	    { .domain = STR("1.a--b.2x"),
		.selectors = (struct str[]){ STR("20230601"), STR("1-a_b") },
		.nselectors = 2 },
	    STR("1.a--b.2x postmaster@1.a--b.2x 20230601@1.a--b.2x "
		"1-a_b@1.a--b.2x") },
	{ "a top-level name that only begins as a number",
	    { .domain = STR("a.0x7g") }, STR("a.0x7g postmaster@a.0x7g") },
	{ "a host for each address, and one for the rest",
	    { .domain = STR("a.example"),
		.ips = (struct str[]){ STR("192.0.2.1=X.a.example"),
		    STR("192.0.2.2,[192.0.2.3]=y.a.example,"), STR("192.0.2.1"),
		    STR("192.0.2.2=z.a.example") },
		.nips = 4,
		.label = STR("a b") },
	    STR("a.example 192.0.2.1 192.0.2.2 192.0.2.3"
		"=x.a.example,z.a.example,y.a.example label=a b "
		"postmaster@a.example") },
	{ "the host of the addresses without",
	    { .domain = STR("a.example"),
		.host = STR("h.a.example"),
		.ips = (struct str[]){ STR("192.0.2.1=x.a.example"),
		    STR("192.0.2.2") },
		.nips = 2,
		.stage = STR("request") },
	    STR("a.example 192.0.2.1 192.0.2.2=x.a.example,h.a.example "
		"host=h.a.example postmaster@a.example") },
	{ "a mail address for the domain, selectors as they are copied",
	    { .domain = STR("Me <me@a.example>"),
		.selectors =
		    (struct str[]){
			STR("s1._domainkey,s2._domainkey.a.example"),
			STR("s3._domainkey.b.example."), STR("s1@a.example") },
		.nselectors = 3 },
	    STR("a.example postmaster@a.example s1@a.example s2@a.example "
		"s3@b.example") },
	{ "HELO with an address literal",
	    { .domain = STR("a.example"), .helo = STR("[192.0.2.1]") },
	    STR("a.example helo=[192.0.2.1] postmaster@a.example") },
	{ "HELO with one label",
	    { .domain = STR("a.example"), .helo = STR("LOCALHOST") },
	    STR("a.example helo=localhost postmaster@a.example") },
	{ "a domain as MAIL FROM",
	    { .domain = STR("a.example"), .mail_from = STR("b.example") },
	    STR("a.example postmaster@b.example") },
	{ "no local part",
	    { .domain = STR("a.example"), .mail_from = STR("@b.example") },
	    STR("a.example postmaster@b.example") },
	{ "a local part keeps its case",
	    { .domain = STR("a.example"), .mail_from = STR("<Me@B.example>") },
	    STR("a.example Me@b.example") },
	{ "the null sender",
	    { .domain = STR("a.example"), .mail_from = STR("") },
	    STR("a.example <>") },
	{ "the null sender in brackets",
	    { .domain = STR("a.example"), .mail_from = STR("<>") },
	    STR("a.example <>") },
	{ "selectors, one of them twice",
	    { .domain = STR("a.example"),
		.selectors = (struct str[]){ STR("S1"), STR("s1@a.example"),
		    STR("s1.sub@b.example"), STR("s2") },
		.nselectors = 4 },
	    STR("a.example postmaster@a.example s1@a.example "
		"s1.sub@b.example s2@a.example") },
};

START_TEST(builds)
{
	struct arena a = { 0 };
	struct request_error err;
	struct request req;
	struct str got;

	ck_assert_msg(request_build(&a, &cases[_i].text, &req, &err),
	    "%s: %.*s", cases[_i].label, PSTR(err.reason));
	got = describe(&a, &req);
	ck_assert_msg(str_eq(got, cases[_i].want), "%s: %.*s", cases[_i].label,
	    PSTR(got));
	arena_free(&a);
}
END_TEST

static const struct {
	const char *label;
	struct request_text text;
	enum request_part part;
} wrong[] = {
	{ "no domain", { .stage = STR("live") }, PART_DOMAIN },
	{ "a NUL in a name", { .domain = STR("a\0.example") }, PART_DOMAIN },
	{ "a NUL in a U-label", { .domain = STR("\xc3\xa4\0.example") },
	    PART_DOMAIN },
	{ "no UTF-8", { .domain = STR("\xe4.example") }, PART_DOMAIN },
	{ "an escape", { .domain = STR("a\\046b.example") }, PART_DOMAIN },
	{ "a wildcard", { .domain = STR("*.example") }, PART_DOMAIN },
	{ "a key file where none may be named",
	    { .domain = STR("a.example"),
		.selectors = (struct str[]){ STR("s1=/dev/null") },
		.nselectors = 1 },
	    PART_SELECTOR },
	{ "an address with a zone",
	    { .domain = STR("a.example"),
		.ips = (struct str[]){ STR("fe80::1%lo") },
		.nips = 1 },
	    PART_IP },
	{ "an address with a last dot", { .domain = STR("192.0.2.1.") },
	    PART_DOMAIN },
	{ "an address in full-width digits",
	    { .domain = STR("\xef\xbc\x91.2.3.4") }, PART_DOMAIN },
	{ "an empty host", { .domain = STR("a.example"), .host = STR("") },
	    PART_HOST },
	{ "an address as the host",
	    { .domain = STR("a.example"), .host = STR("192.0.2.1") },
	    PART_HOST },
	{ "two hosts for an address",
	    { .domain = STR("a.example"),
		.ips = (struct str[]){ STR(
		    "192.0.2.1=x.a.example,192.0.2.1=y.a.example") },
		.nips = 1 },
	    PART_IP },
	{ "an empty host of an address",
	    { .domain = STR("a.example"),
		.ips = (struct str[]){ STR("192.0.2.1=") },
		.nips = 1 },
	    PART_IP },
	{ "an empty address",
	    { .domain = STR("a.example"),
		.ips = (struct str[]){ STR("") },
		.nips = 1 },
	    PART_IP },
	{ "a host of one label",
	    { .domain = STR("a.example"), .host = STR("mta1") }, PART_HOST },
	{ "a selector with two domains",
	    { .domain = STR("a.example"),
		.selectors =
		    (struct str[]){ STR("s1._domainkey.b.example@c.example") },
		.nselectors = 1 },
	    PART_SELECTOR },
	{ "a selector without its label",
	    { .domain = STR("a.example"),
		.selectors = (struct str[]){ STR("._domainkey.b.example") },
		.nselectors = 1 },
	    PART_SELECTOR },
	{ "a label with a line feed",
	    { .domain = STR("a.example"), .label = STR("a\nb") }, PART_LABEL },
	{ "a request without an address",
	    { .domain = STR("a.example"),
		.host = STR("h.a.example"),
		.stage = STR("request") },
	    PART_STAGE },
	{ "a request without a host for each address",
	    { .domain = STR("a.example"),
		.ips = (struct str[]){ STR("192.0.2.1=h.a.example"),
		    STR("192.0.2.2") },
		.nips = 2,
		.stage = STR("request") },
	    PART_STAGE },
	{ "half an address", { .domain = STR("127.1") }, PART_DOMAIN },
	{ "an address as a number", { .domain = STR("3405803782") },
	    PART_DOMAIN },
	{ "a hexadecimal address", { .domain = STR("example.0X7f") },
	    PART_DOMAIN },
	{ "a label that ends in a hyphen", { .domain = STR("a-.test") },
	    PART_DOMAIN },
	{ "a host whose label begins with a hyphen",
	    { .domain = STR("a.example"), .host = STR("mta.-a.example") },
	    PART_HOST },
	{ "HELO with half an address",
	    { .domain = STR("a.example"), .helo = STR("10.1") }, PART_HELO },
	{ "HELO with a control character",
	    { .domain = STR("a.example"), .helo = STR("[\0331]") }, PART_HELO },
	{ "an option as a selector",
	    { .domain = STR("a.example"),
		.selectors = (struct str[]){ STR("-x") },
		.nselectors = 1 },
	    PART_SELECTOR },
	{ "a local part with a line feed",
	    { .domain = STR("a.example"), .mail_from = STR("a\nb@a.example") },
	    PART_MAIL_FROM },
	{ "a local part with a tag character",
	    { .domain = STR("a.example"),
		.mail_from = STR("a\363\240\201\201@a.example") },
	    PART_MAIL_FROM },
	{ "a sender without a domain",
	    { .domain = STR("a.example"), .mail_from = STR("me@") },
	    PART_MAIL_FROM },
};

START_TEST(rejects)
{
	struct arena a = { 0 };
	struct request_error err;
	struct request req;

	ck_assert_msg(!request_build(&a, &wrong[_i].text, &req, &err), "%s",
	    wrong[_i].label);
	ck_assert_msg(err.part == wrong[_i].part, "%s: %.*s", wrong[_i].label,
	    PSTR(err.reason));
	ck_assert(err.reason.n > 0);
	arena_free(&a);
}
END_TEST

Suite *
request_build_suite(void)
{
	Suite *s = suite_create("request_build");
	TCase *tc = tcase_create("request_build");

	tcase_add_loop_test(tc, builds, 0, LENGTH(cases));
	tcase_add_loop_test(tc, rejects, 0, LENGTH(wrong));
	suite_add_tcase(s, tc);
	return s;
}
