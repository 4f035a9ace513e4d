#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/buf.h"
#include "dns/zone_data.h"
#include "dns/zone_reader.h"

#include "unit.h"

/* Zone text, below example.com unless it says otherwise, and what is read:
 * "LINE owner ttl type data" for each record. */
static const struct {
	const char *label;
	struct str text;
	const char *want;
} files[] = {
	{ "an owner, a TTL, a class and a type", STR("a 300 IN A 192.0.2.1\n"),
	    "1 a.example.com 300 A 192.0.2.1\n" },
	{ "the class before the TTL", STR("a IN 300 A 192.0.2.1\n"),
	    "1 a.example.com 300 A 192.0.2.1\n" },
	{ "neither", STR("a A 192.0.2.1\n"),
	    "1 a.example.com 3600 A 192.0.2.1\n" },
	{ "no newline at the end", STR("a A 192.0.2.1"),
	    "1 a.example.com 3600 A 192.0.2.1\n" },
	{ "CRLF", STR("a A 192.0.2.1\r\n\r\nb A 192.0.2.2\r\n"),
	    "1 a.example.com 3600 A 192.0.2.1\n"
	    "3 b.example.com 3600 A 192.0.2.2\n" },
	{ "a byte order mark",
	    STR("\xef\xbb\xbf"
		"a A 192.0.2.1\n"),
	    "1 a.example.com 3600 A 192.0.2.1\n" },
	{ "an inherited owner", STR("a A 192.0.2.1\n\t60 A 192.0.2.2\n"),
	    "1 a.example.com 3600 A 192.0.2.1\n"
	    "2 a.example.com 60 A 192.0.2.2\n" },
	{ "a TTL holds until the next",
	    STR("a 60 A 192.0.2.1\nb A 192.0.2.2\n"),
	    "1 a.example.com 60 A 192.0.2.1\n"
	    "2 b.example.com 60 A 192.0.2.2\n" },
	{ "$TTL holds until the next $TTL",
	    STR("$TTL 1h30m\na 60 A 192.0.2.1\nb A 192.0.2.2\n"),
	    "2 a.example.com 60 A 192.0.2.1\n"
	    "3 b.example.com 5400 A 192.0.2.2\n" },
	{ "the origin itself", STR("@ NS @\n"),
	    "1 example.com 3600 NS example.com\n" },
	{ "an absolute $ORIGIN", STR("$ORIGIN example.org.\na CNAME b\n"),
	    "2 a.example.org 3600 CNAME b.example.org\n" },
	{ "a relative $ORIGIN", STR("$ORIGIN sub\na CNAME b.c.\n"),
	    "2 a.sub.example.com 3600 CNAME b.c\n" },
	{ "names in capitals", STR("A.Example.COM. MX 10 Mail\n"),
	    "1 a.example.com 3600 MX 10 mail.example.com\n" },
	{ "an owner that is called as a type", STR("mx A 192.0.2.1\n"),
	    "1 mx.example.com 3600 A 192.0.2.1\n" },
	{ "parentheses over lines, with comments",
	    STR("a MX ( 10 ; the preference ( \"\n mx )\nb A 192.0.2.1\n"),
	    "1 a.example.com 3600 MX 10 mx.example.com\n"
	    "3 b.example.com 3600 A 192.0.2.1\n" },
	{ "a comment line between",
	    STR("; first\n\n  ; second\na A 192.0.2.1\n"),
	    "4 a.example.com 3600 A 192.0.2.1\n" },
	{ "quotes keep what is special", STR("a TXT \"a;b (c) d\" \"\"\n"),
	    "1 a.example.com 3600 TXT \"a;b (c) d\" \"\"\n" },
	{ "strings without a blank between", STR("a TXT \"a\"\"b\"c\n"),
	    "1 a.example.com 3600 TXT \"a\" \"b\" \"c\"\n" },
	{ "escapes", STR("a TXT \"q\\\"b\\\\n\\065\\000\" \\;\n"),
	    "1 a.example.com 3600 TXT \"q\\\"b\\\\nA\\000\" \";\"\n" },
	{ "an escaped dot in a name", STR("a\\.b A 192.0.2.1\n"),
	    "1 a\\.b.example.com 3600 A 192.0.2.1\n" },
	{ "a true comment behind text",
	    STR("a TXT \"x\"; y=z\nb TXT x ; why\n"),
	    "1 a.example.com 3600 TXT \"x\"\n"
	    "2 b.example.com 3600 TXT \"x\"\n" },
	{ "data of any type by its octets", STR("a TYPE99 \\# 2 0161\n"),
	    "1 a.example.com 3600 SPF \"a\"\n" },
	{ "a type without a name", STR("a TYPE65280 \\# 2 0161\n"),
	    "1 a.example.com 3600 TYPE65280 \\# 2 0161\n" },
	{ "an include's own origin",
	    STR("$ORIGIN x.\na A 192.0.2.1\n$ORIGIN y\n@ A 192.0.2.2\n"),
	    "2 a.x 3600 A 192.0.2.1\n4 y.x 3600 A 192.0.2.2\n" },
	{ "a value in quotes within a word",
	    STR("a HTTPS 1 . alpn=\"h2,h3\"\n"),
	    "1 a.example.com 3600 TYPE65 "
	    "\\# 13 00010000010006026832026833\n" },
	{ "nothing", STR(""), "" },
};

/* Zone text that is refused, at a line and for a reason. */
static const struct {
	const char *label;
	struct str text;
	unsigned line;
	const char *reason;
} refused[] = {
	{ "an open quote", STR("a A 192.0.2.1\nb TXT \"open\nc A 192.0.2.1\n"),
	    2, "a quote is not closed on its line" },
	{ "an open quote at the end", STR("b TXT \"open"), 1,
	    "a quote is not closed on its line" },
	{ "an open parenthesis", STR("a A 192.0.2.1\nb TXT (\n\"x\"\n\n"), 2,
	    "a '(' is never closed" },
	{ "a closing parenthesis alone", STR("a TXT x )\n"), 1,
	    "a ')' without a '(' before it" },
	{ "a NUL octet", STR("a TXT \"\0\"\n"), 1, "a NUL octet in the text" },
	{ "MX 99999", STR("a MX 99999 mx\n"), 1,
	    "'99999' is not a number up to 65535" },
	{ "SRV 1 70000", STR("a SRV 1 70000 25 mx\n"), 1,
	    "'70000' is not a number up to 65535" },
	{ "an MX without a name", STR("a MX 10\n"), 1,
	    "a part of the MX data is missing" },
	{ "an MX without a preference", STR("a MX mx\n"), 1,
	    "'mx' is not a number up to 65535" },
	{ "an A with text behind", STR("a A 192.0.2.1 192.0.2.2\n"), 1,
	    "text stands behind the A data" },
	{ "no IPv4 address", STR("a A 192.0.2.256\n"), 1, "this is no A data" },
	{ "octets that are no A", STR("a A \\# 3 c00002\n"), 1,
	    "this is no A data" },
	{ "an unknown type", STR("a TXTT \"x\"\n"), 1,
	    "not a type of record: 'TXTT'" },
	{ "type 0", STR("a TYPE0 \\# 0\n"), 1,
	    "not a type of record: 'TYPE0'" },
	{ "a type of questions", STR("a ANY x\n"), 1,
	    "not a type of record: 'ANY'" },
	{ "no type", STR("a 300 IN\n"), 1, "a record without a type" },
	{ "another class", STR("a CH TXT x\n"), 1, "not the class IN: 'CH'" },
	{ "a TTL of 32 bits", STR("a 4294967295 A 192.0.2.1\n"), 1,
	    "not a TTL: '4294967295'" },
	{ "a TTL with a bad unit", STR("a 1y A 192.0.2.1\n"), 1,
	    "not a TTL: '1y'" },
	{ "$TTL without a number", STR("$TTL\n"), 1,
	    "$TTL takes one number of seconds, up to 2147483647" },
	{ "an unknown directive", STR("$GENERATE 1-9 a$ A 192.0.2.$\n"), 1,
	    "not a directive known here: '$GENERATE'" },
	{ "no owner before", STR("  A 192.0.2.1\n"), 1,
	    "a record without a name, and none before it" },
	{ "a bad owner", STR("a..b A 192.0.2.1\n"), 1,
	    "not a legal name: 'a..b'" },
	{ "a name in quotes", STR("a CNAME \"b\"\n"), 1,
	    "\"b\": a name stands without quotes" },
	{ "text cut by a ';'", STR("k._domainkey TXT v=DKIM1; k=rsa; p=AA\n"),
	    1,
	    "the ';' after 'v=DKIM1' starts a comment and cuts the text: put "
	    "the text in quotes" },
	{ "the same over lines", STR("k TXT (\n v=DKIM1;\n p=AA )\n"), 1,
	    "the ';' after 'v=DKIM1' starts a comment and cuts the text: put "
	    "the text in quotes" },
	{ "a tag behind a blank", STR("k TXT v=DKIM1 ; p=AA\n"), 1,
	    "the ';' after 'v=DKIM1' starts a comment and cuts the text: put "
	    "the text in quotes" },
	{ "$INCLUDE in text", STR("$INCLUDE other\n"), 1,
	    "$INCLUDE works in files only" },
};

static void
put_record(struct buf *b, const struct zone_record *r)
{
	buf_printf(b, "%u %.*s %u %.*s %.*s\n", r->line,
	    PSTR(name_text(b->a, r->owner)), r->record.ttl,
	    PSTR(type_text(b->a, r->record.type)),
	    PSTR(record_text(b->a, &r->record)));
}

static struct str
read_all(struct arena *a, struct zone_reader *reader)
{
	struct buf b = { .a = a };
	struct zone_record record;

	while (zone_reader_next(reader, &record))
		put_record(&b, &record);
	ck_assert(!zone_reader_next(reader, &record));
	return buf_view(&b);
}

static void
begin(struct zone_reader *reader, struct arena *a, struct str text)
{
	struct name origin;

	ck_assert(name_parse(a, S("example.com"), &origin));
	zone_reader_begin_text(reader, a, text, S("text"), origin);
}

START_TEST(reads)
{
	struct arena a = { 0 };
	struct zone_reader reader;
	struct str got;

	begin(&reader, &a, files[_i].text);
	got = read_all(&a, &reader);
	ck_assert_msg(reader.err.reason.n == 0, "%s: line %u: %.*s",
	    files[_i].label, reader.err.line, PSTR(reader.err.reason));
	ck_assert_msg(str_eq(got, str_of(files[_i].want)), "%s:\n%.*s",
	    files[_i].label, PSTR(got));
	zone_reader_end(&reader);
	arena_free(&a);
}
END_TEST

START_TEST(refuses)
{
	struct arena a = { 0 };
	struct zone_reader reader;
	struct str reason;

	begin(&reader, &a, refused[_i].text);
	read_all(&a, &reader);
	reason = reader.err.reason;
	ck_assert_msg(str_eq(reason, str_of(refused[_i].reason)), "%s: %.*s",
	    refused[_i].label, PSTR(reason));
	ck_assert_msg(reader.err.line == refused[_i].line, "%s: line %u",
	    refused[_i].label, reader.err.line);
	ck_assert(str_eq(reader.err.file, S("text")));
	zone_reader_end(&reader);
	arena_free(&a);
}
END_TEST

#define NOTHING_COMPLETES(word) \
	"nothing completes '" word "': add $ORIGIN, or give ORIGIN=FILE"

/* Without an origin only absolute names can be told. */
static const struct {
	struct str text;
	const char *reason;
} rootless[] = {
	{ STR("a.example.com. A 192.0.2.1\n"), "" },
	{ STR("a A 192.0.2.1\n"), NOTHING_COMPLETES("a") },
	{ STR("@ A 192.0.2.1\n"), NOTHING_COMPLETES("@") },
	{ STR("$ORIGIN example.com\n"), NOTHING_COMPLETES("example.com") },
	{ STR("a.example.com. CNAME b\n"), NOTHING_COMPLETES("b") },
	{ STR("a.example.com. CNAME b\\.\n"), NOTHING_COMPLETES("b\\.") },
};

START_TEST(needs_an_origin)
{
	struct arena a = { 0 };
	struct zone_reader reader;

	zone_reader_begin_text(
	    &reader, &a, rootless[_i].text, S("text"), (struct name){ 0 });
	read_all(&a, &reader);
	ck_assert_msg(str_eq(reader.err.reason, str_of(rootless[_i].reason)),
	    "%.*s", PSTR(reader.err.reason));
	zone_reader_end(&reader);
	arena_free(&a);
}
END_TEST

START_TEST(refuses_a_long_string)
{
	struct arena a = { 0 };
	struct buf b = { .a = &a };
	struct zone_reader reader;

	buf_text(&b, "a TXT \"");
	buf_fill(&b, 'x', 254);
	buf_text(&b, "\\065\"\nb TXT \"");
	buf_fill(&b, 'x', 256);
	buf_text(&b, "\"\n");
	begin(&reader, &a, buf_view(&b));
	read_all(&a, &reader);
	ck_assert_uint_eq(reader.err.line, 2);
	ck_assert(str_starts(reader.err.reason, S("a string of 256 octets")));
	zone_reader_end(&reader);
	arena_free(&a);
}
END_TEST

static const struct {
	struct str text;
	bool ok;
	uint32_t want;
} periods[] = {
	{ STR("0"), true, 0 },
	{ STR("3600"), true, 3600 },
	{ STR("1h30m"), true, 5400 },
	{ STR("1W2D3H4M5S"), true, 788645 },
	{ STR("2147483647"), true, 2147483647 },
	{ STR("2147483648"), false, 0 },
	{ STR("99999w"), false, 0 },
	{ STR("1h30"), false, 0 },
	{ STR("h"), false, 0 },
	{ STR(""), false, 0 },
	{ STR("-1"), false, 0 },
};

START_TEST(reads_periods)
{
	uint32_t got = 0;

	ck_assert_msg(zone_period(periods[_i].text, &got) == periods[_i].ok,
	    "%.*s", PSTR(periods[_i].text));
	ck_assert_msg(!periods[_i].ok || got == periods[_i].want, "%.*s: %u",
	    PSTR(periods[_i].text), got);
}
END_TEST

/* A directory with files that include one another. */
static const struct {
	const char *name, *text;
} includes[] = {
	{ "main",
	    "$ORIGIN example.com.\na A 192.0.2.1\n$INCLUDE part sub\n"
	    "\tTXT \"still a, and not in sub\"\nb A 192.0.2.3\n" },
	{ "part", "c A 192.0.2.2\n$ORIGIN deeper\n" },
	{ "loop", "$INCLUDE loop\n" },
	{ "lost", "\n$INCLUDE none\n" },
	{ "fault", "$ORIGIN x.\n$INCLUDE faulty\n" },
	{ "faulty", "\na A x\n" },
};

static char directory[] = "/tmp/test_zone_reader.XXXXXX";

static void
write_includes(void)
{
	char path[64];
	FILE *f;

	ck_assert_ptr_nonnull(mkdtemp(directory));
	for (size_t i = 0; i < LENGTH(includes); i++) {
		snprintf(
		    path, sizeof(path), "%s/%s", directory, includes[i].name);
		f = fopen(path, "w");
		ck_assert_ptr_nonnull(f);
		fputs(includes[i].text, f);
		ck_assert_int_eq(fclose(f), 0);
	}
}

static void
remove_includes(void)
{
	char path[64];

	for (size_t i = 0; i < LENGTH(includes); i++) {
		snprintf(
		    path, sizeof(path), "%s/%s", directory, includes[i].name);
		unlink(path);
	}
	rmdir(directory);
}

static const struct {
	const char *file, *want, *where;
	unsigned line;
	const char *reason;
} included[] = {
	{ "main",
	    "2 a.example.com 3600 A 192.0.2.1\n"
	    "1 c.sub.example.com 3600 A 192.0.2.2\n"
	    "4 a.example.com 3600 TXT \"still a, and not in sub\"\n"
	    "5 b.example.com 3600 A 192.0.2.3\n",
	    "", 0, "" },
	{ "loop", "", "loop", 1,
	    "$INCLUDE within $INCLUDE too many times: a loop?" },
	{ "lost", "", "lost", 2, "/none': No such file or directory" },
	{ "fault", "", "faulty", 2, "this is no A data" },
	{ "missing", "", "missing", 0, "No such file or directory" },
	{ ".", "", ".", 0, "Is a directory" },
};

START_TEST(includes_files)
{
	struct arena a = { 0 };
	struct zone_reader reader;
	struct str got;

	got = arena_printf(&a, "%s/%s", directory, included[_i].file);
	zone_reader_begin_file(&reader, &a, got, (struct name){ 0 });
	got = read_all(&a, &reader);
	ck_assert_msg(
	    str_eq(got, str_of(included[_i].want)), "%.*s", PSTR(got));
	ck_assert_msg(str_ends(reader.err.reason, str_of(included[_i].reason)),
	    "%.*s", PSTR(reader.err.reason));
	ck_assert_int_eq(reader.err.reason.n == 0, included[_i].reason[0] == 0);
	ck_assert(str_ends(reader.err.file, str_of(included[_i].where)));
	ck_assert_uint_eq(reader.err.line, included[_i].line);
	zone_reader_end(&reader);
	arena_free(&a);
}
END_TEST

Suite *
zone_reader_suite(void)
{
	Suite *s = suite_create("zone_reader");
	TCase *tc = tcase_create("zone_reader");
	TCase *files_tc = tcase_create("files");

	tcase_add_loop_test(tc, reads, 0, LENGTH(files));
	tcase_add_loop_test(tc, refuses, 0, LENGTH(refused));
	tcase_add_loop_test(tc, needs_an_origin, 0, LENGTH(rootless));
	tcase_add_test(tc, refuses_a_long_string);
	tcase_add_loop_test(tc, reads_periods, 0, LENGTH(periods));
	suite_add_tcase(s, tc);
	tcase_add_unchecked_fixture(files_tc, write_includes, remove_includes);
	tcase_add_loop_test(files_tc, includes_files, 0, LENGTH(included));
	suite_add_tcase(s, files_tc);
	return s;
}
