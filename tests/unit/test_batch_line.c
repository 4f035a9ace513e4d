#include "cli/batch_line.h"

#include "unit.h"

enum { SHOWN_MAX = 4 };

static const struct {
	const char *label;
	struct str line;
	enum batch_line want;
	struct str domain;
	struct str ips[SHOWN_MAX];
	struct str host, mail_from, stage, label_text;
	struct str selectors[SHOWN_MAX];
} cases[] = {
	{ .label = "blank", .line = STR(" \t"), .want = BATCH_LINE_EMPTY },
	{ .label = "a comment",
	    .line = STR("# example.com"),
	    .want = BATCH_LINE_EMPTY },
	{ .label = "domain and address",
	    .line = STR("example.com 203.0.113.6\r"),
	    .want = BATCH_LINE_SENDER,
	    .domain = STR("example.com"),
	    .ips = { STR("203.0.113.6") } },
	{ .label = "all settings",
	    .line = STR("example.com  203.0.113.6,2001:db8::6\thost=mta1 "
			"mail-from=a@b.example selector=s1,s2@c.example "
			"stage=request # later"),
	    .want = BATCH_LINE_SENDER,
	    .domain = STR("example.com"),
	    .ips = { STR("203.0.113.6"), STR("2001:db8::6") },
	    .host = STR("mta1"),
	    .mail_from = STR("a@b.example"),
	    .stage = STR("request"),
	    .selectors = { STR("s1"), STR("s2@c.example") } },
	{ .label = "the address first, and its host",
	    .line = STR("203.0.113.6=mta1,::1 example.com label=x"),
	    .want = BATCH_LINE_SENDER,
	    .domain = STR("example.com"),
	    .ips = { STR("203.0.113.6=mta1"), STR("::1") },
	    .label_text = STR("x") },
	{ .label = "no address",
	    .line = STR("example.com host=mta1"),
	    .want = BATCH_LINE_SENDER,
	    .domain = STR("example.com"),
	    .host = STR("mta1") },
	{ .label = "an unknown setting",
	    .line = STR("example.com 203.0.113.6 hots=mta1"),
	    .want = BATCH_LINE_BAD },
	{ .label = "a setting twice",
	    .line = STR("example.com host=a host=b"),
	    .want = BATCH_LINE_BAD },
	{ .label = "a word too many",
	    .line = STR("example.com 203.0.113.6 203.0.113.7"),
	    .want = BATCH_LINE_BAD },
	{ .label = "an object",
	    .line = STR("{\"domain\": \"example.com\", \"ips\": "
			"[\"203.0.113.6\"], \"host\": null, "
			"\"mail_from\": \"a@b.example\"}"),
	    .want = BATCH_LINE_SENDER,
	    .domain = STR("example.com"),
	    .ips = { STR("203.0.113.6") },
	    .mail_from = STR("a@b.example") },
	{ .label = "an object with hosts before the addresses",
	    .line = STR("{\"hosts\": {\"::1\": \"h.example\"}, \"domain\": "
			"\"example.com\", \"ips\": [\"::2\", \"::1\"], "
			"\"label\": \"x\"}"),
	    .want = BATCH_LINE_SENDER,
	    .domain = STR("example.com"),
	    .ips = { STR("::2"), STR("::1"), STR("::1=h.example") },
	    .label_text = STR("x") },
	{ .label = "hosts of the wrong type",
	    .line = STR("{\"domain\": \"a.example\", \"hosts\": {\"::1\": 1}}"),
	    .want = BATCH_LINE_BAD },
	{ .label = "an object without a domain",
	    .line = STR("{\"ips\": []}"),
	    .want = BATCH_LINE_BAD },
	{ .label = "a member of the wrong type",
	    .line = STR("{\"domain\": \"example.com\", \"ips\": \"::1\"}"),
	    .want = BATCH_LINE_BAD },
	{ .label = "an unknown member",
	    .line = STR("{\"domain\": \"example.com\", \"ip\": \"::1\"}"),
	    .want = BATCH_LINE_BAD },
	{ .label = "broken JSON",
	    .line = STR("{\"domain\": "),
	    .want = BATCH_LINE_BAD },
	{ .label = "a NUL in the JSON",
	    .line = STR("{\"domain\": \"a\0b\"}"),
	    .want = BATCH_LINE_BAD },
};

static void
check_list(
    const char *label, const struct str *got, size_t n, const struct str *want)
{
	for (size_t i = 0; i < SHOWN_MAX; i++)
		ck_assert_msg(i < n ? str_eq(got[i], want[i]) : want[i].n == 0,
		    "%s: value %zu", label, i);
}

START_TEST(parses)
{
	struct arena a = { 0 };
	struct request_text text;
	struct str error = S("");
	enum batch_line got =
	    batch_line_parse(&a, cases[_i].line, &text, &error);

	ck_assert_msg(got == cases[_i].want, "%s: %d %.*s", cases[_i].label,
	    got, PSTR(error));
	ck_assert((got == BATCH_LINE_BAD) == (error.n > 0));
	if (got == BATCH_LINE_SENDER) {
		ck_assert(str_eq(text.domain, cases[_i].domain));
		ck_assert(str_eq(text.host, cases[_i].host));
		ck_assert(str_eq(text.mail_from, cases[_i].mail_from));
		ck_assert(str_eq(text.stage, cases[_i].stage));
		ck_assert(str_eq(text.label, cases[_i].label_text));
		check_list(cases[_i].label, text.ips, text.nips, cases[_i].ips);
		check_list(cases[_i].label, text.selectors, text.nselectors,
		    cases[_i].selectors);
	}
	arena_free(&a);
}
END_TEST

Suite *
batch_line_suite(void)
{
	Suite *s = suite_create("batch_line");
	TCase *tc = tcase_create("batch_line");

	tcase_add_loop_test(tc, parses, 0, LENGTH(cases));
	suite_add_tcase(s, tc);
	return s;
}
