#include "recording/recording.h"

#include "unit.h"

#define HEAD "mailpreflight-recording 1 2026-11-26\n"

/* What is read is written as it is, in order. */
static const struct {
	const char *label;
	const char *text;
	const char *want; /* NULL: the text itself */
} files[] = {
	{ "nothing was asked", HEAD, NULL },
	{ "all that the first line can say",
	    "mailpreflight-recording 1 2026-11-26 authoritative late change "
	    "\"ab12\"\n",
	    NULL },
	{ "records, and all fields",
	    HEAD "example.com MX NOERROR ttl 60 wildcard authoritative "
		 "authenticated truncated aged mixed passed-on sensitive "
		 "routed server \"127.0.0.1#53\" note \"a \\\"b\\\" \\009\" "
		 "zone example.com | 60 10 mx1.example.com | 300 20 "
		 "mx2.example.com\n",
	    NULL },
	{ "the types that are asked for",
	    HEAD "a.example A NOERROR ttl 1 | 1 192.0.2.1 | 2 192.0.2.2\n"
		 "a.example NS NOERROR ttl 1 | 1 ns.example\n"
		 "a.example PTR NOERROR ttl 1 | 1 b.example\n"
		 "a.example TXT NOERROR ttl 1 | 1 \"a | b\" \"; \\\\ \\255\"\n"
		 "a.example AAAA NOERROR ttl 1 | 1 2001:db8::1\n"
		 "a.example SPF NOERROR ttl 1 | 1 \"v=spf1\"\n",
	    NULL },
	{ "no records, and why",
	    HEAD "a.example A NODATA ttl 300 negative-ttl 300\n"
		 "b.example A NXDOMAIN ttl 300\n"
		 "c.example A TIMEOUT note \"no answer\"\n"
		 "d.example A SERVFAIL\ne.example A BOGUS\n"
		 "f.example A FILTERED\ng.example A NOT-COVERED\n"
		 "h.example A UNDECIDED note \"later\"\n",
	    NULL },
	{ "aliases",
	    HEAD "a.example A ALIAS ttl 300 alias b.example hidden "
		 "c.example\n",
	    NULL },
	{ "what each server said",
	    HEAD "a.example TXT NOERROR ttl 60 mixed said \"ns1 (192.0.2.1)\" "
		 "NOERROR \"\\\"x\\\"\" said \"ns2\" TIMEOUT \"\" parent "
		 "\"ns.com\" NOERROR \"y\" | 60 \"x\"\n",
	    NULL },
	{ "the proposed answer, and the published one",
	    HEAD "a.example A NXDOMAIN ttl 60\n"
		 "a.example A NOERROR published ttl 60 | 60 192.0.2.1\n",
	    NULL },
	{ "the same answer twice, but for who vouches for it",
	    HEAD "a.example A NXDOMAIN ttl 60\n"
		 "a.example A NXDOMAIN published ttl 60 authenticated\n",
	    NULL },
	{ "the same answer twice",
	    HEAD "a.example A NXDOMAIN ttl 60\n"
		 "a.example A NXDOMAIN published ttl 60\n",
	    HEAD "a.example A NXDOMAIN ttl 60\n" },
	{ "a question that was open to the end",
	    HEAD "a.example A TIMEOUT late\n", NULL },
	{ "names that begin as a comment does",
	    HEAD "\\#a.example A NXDOMAIN\n\\#b.example covered\n"
		 "#c.example A NXDOMAIN\n",
	    HEAD "\\#a.example A NXDOMAIN\n\\#b.example covered\n" },
	{ "a domain without questions", HEAD "a.example covered\n", NULL },
	{ "and one with", HEAD "a.example covered\nb.a.example A NODATA\n",
	    HEAD "b.a.example A NODATA\n" },
	{ "comments, blank lines, dots, an end without a newline",
	    "# of ours (\"\n\n" HEAD " # more\nA.example.  A  NXDOMAIN",
	    HEAD "a.example A NXDOMAIN\n" },
	{ "in the order of names, then types",
	    HEAD "b.example A NXDOMAIN\na.example TXT NXDOMAIN\n"
		 "x.a.example A NXDOMAIN\na.example A NXDOMAIN\n",
	    HEAD "a.example A NXDOMAIN\na.example TXT NXDOMAIN\n"
		 "x.a.example A NXDOMAIN\nb.example A NXDOMAIN\n" },
};

START_TEST(writes_what_it_reads)
{
	struct recording recording = { 0 };
	struct recording_error err;
	struct buf out = { 0 };
	const char *want =
	    files[_i].want != NULL ? files[_i].want : files[_i].text;

	ck_assert_msg(recording_read(&recording, str_of(files[_i].text), &err),
	    "%s: line %u: %.*s", files[_i].label, err.line, PSTR(err.what));
	recording_write(&out, &recording);
	ck_assert_msg(str_eq(buf_view(&out), str_of(want)), "%s: %.*s",
	    files[_i].label, PSTR(buf_view(&out)));
	buf_free(&out);
	recording_free(&recording);
}
END_TEST

static const struct {
	const char *label;
	const char *text;
	unsigned line;
	const char *what;
} errors[] = {
	{ "an empty file", "", 1, "not a recording" },
	{ "another file", "$ORIGIN example.com.\n", 1, "not a recording" },
	{ "another version", "mailpreflight-recording 2 2026-11-26\n", 1,
	    "of another version than this program reads" },
	{ "half a first line", "mailpreflight-recording 1", 1,
	    "the line ends too early" },
	{ "a word of the first line", "mailpreflight-recording 1 2026-11-26 x",
	    1, "not a word of the first line: 'x'" },
	{ "a day", "mailpreflight-recording 1 today", 1,
	    "not a day as YYYY-MM-DD: 'today'" },
	{ "half a line", HEAD "example.com MX", 2, "the line ends too early" },
	{ "no name", HEAD "a..b MX NODATA", 2, "not a name: 'a..b'" },
	{ "a type that nobody asks for", HEAD "a.example SRV NODATA", 2,
	    "not a type that is asked for: 'SRV'" },
	{ "a word for a status", HEAD "a.example A PERHAPS", 2,
	    "not a status: 'PERHAPS'" },
	{ "a referral, which nobody is handed", HEAD "a.example A REFERRAL", 2,
	    "not a status: 'REFERRAL'" },
	{ "a word", HEAD "a.example A NODATA perhaps", 2,
	    "not a word of a recording: 'perhaps'" },
	{ "a number", HEAD "a.example A NODATA ttl -1", 2,
	    "not a number: '-1'" },
	{ "a string without quotes", HEAD "a.example A NODATA note x", 2,
	    "not a string in quotes: 'x'" },
	{ "a bad escape", HEAD "a.example A NODATA note \"\\9\"", 2,
	    "not a string in quotes: '\\9'" },
	{ "an open quote", HEAD "a.example A NODATA note \"x", 2,
	    "a quote is not closed on its line" },
	{ "an open parenthesis", HEAD "a.example A NODATA (", 2,
	    "a '(' is never closed" },
	{ "no data", HEAD "a.example A NOERROR | 300", 2,
	    "a part of the A data is missing" },
	{ "bad data", HEAD "a.example A NOERROR | 300 192.0.2.256", 2,
	    "this is no A data" },
	{ "records beside NODATA", HEAD "a.example A NODATA | 300 192.0.2.1", 2,
	    "records beside a status that has none" },
	{ "NOERROR without records", HEAD "a.example A NOERROR", 2,
	    "NOERROR without a record" },
	{ "the same question twice",
	    HEAD "a.example A NODATA\n\na.example A NODATA", 4,
	    "a second answer to the question" },
	{ "late, and an answer all the same", HEAD "a.example A NODATA late", 2,
	    "late beside another status than TIMEOUT" },
	{ "an alias behind a hidden one",
	    HEAD "a.example A ALIAS hidden b.example alias c.example", 2,
	    "an alias behind a hidden one" },
};

START_TEST(names_what_is_wrong)
{
	struct recording recording = { 0 };
	struct recording_error err;

	ck_assert_msg(
	    !recording_read(&recording, str_of(errors[_i].text), &err), "%s",
	    errors[_i].label);
	ck_assert_msg(err.line == errors[_i].line &&
		str_eq(err.what, str_of(errors[_i].what)),
	    "%s: line %u: %.*s", errors[_i].label, err.line, PSTR(err.what));
	recording_free(&recording);
}
END_TEST

Suite *
recording_suite(void)
{
	Suite *s = suite_create("recording");
	TCase *tc = tcase_create("recording");

	tcase_add_loop_test(tc, writes_what_it_reads, 0, LENGTH(files));
	tcase_add_loop_test(tc, names_what_is_wrong, 0, LENGTH(errors));
	suite_add_tcase(s, tc);
	return s;
}
