#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "dns/zone_data.h"
#include "zone/zone_reader.h"

#include "unit.h"

/* The SOA's names a and b below example.com, and five numbers of 1. */
#define ONES "0000000100000001000000010000000100000001"
#define SOA_DATA \
	"0161076578616d706c6503636f6d000162076578616d706c6503636f6d00" ONES

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
	{ "an include's own origin",
	    STR("$ORIGIN x.\na A 192.0.2.1\n$ORIGIN y\n@ A 192.0.2.2\n"),
	    "2 a.x 3600 A 192.0.2.1\n4 y.x 3600 A 192.0.2.2\n" },
	{ "types that no check asks for, whatever their data",
	    STR("a HTTPS 1 . alpn=\"h2,h3\"\nb CAA 0 issue ca.example\n"
		"c AMTRELAY x\nd TYPE65280 \\# 2 0161\ne SRV 1 70000 a b\n"),
	    "1 a.example.com 3600 TYPE65 \\# 0\n"
	    "2 b.example.com 3600 TYPE257 \\# 0\n"
	    "3 c.example.com 3600 TYPE260 \\# 0\n"
	    "4 d.example.com 3600 TYPE65280 \\# 0\n"
	    "5 e.example.com 3600 TYPE33 \\# 0\n" },
	{ "an alias of addresses",
	    STR("@ ALIAS lb.example.net.\na 60 IN aname b\n"),
	    "1 example.com 3600 alias lb.example.net\n"
	    "2 a.example.com 60 alias b.example.com\n" },
	{ "an alias of Route 53",
	    STR("@ 86400 AWS ALIAS A d1.example.net. Z2FDTN false\n"
		"a 86400 AWS ALIAS MX b $self false\n"),
	    "1 example.com 86400 A alias d1.example.net\n"
	    "2 a.example.com 86400 MX alias b.example.com\n" },
	{ "a CNAME that Cloudflare follows",
	    STR("a 1 IN CNAME b ; cf_tags=cf-flatten-cname\n"
		"c 1 IN CNAME d ; cf_tags=cf-proxied:false\n"
		"e CNAME f ; cf-flatten-cname, says a note\n"),
	    "1 a.example.com 300 alias b.example.com\n"
	    "2 c.example.com 300 CNAME d.example.com\n"
	    "3 e.example.com 300 CNAME f.example.com\n" },
	{ "a TTL of 1 is Cloudflare's automatic", STR("a 1 A 192.0.2.1\n"),
	    "1 a.example.com 300 A 192.0.2.1\n" },
	{ "an SOA without the final dot of its owner",
	    STR("example.com SOA a b 1 1 1 1 1\n"
		"example.com A 192.0.2.1\nsub.example.com SOA a b 1 1 1 1 1\n"),
	    "1 example.com 3600 SOA \\# 50 " SOA_DATA "\n"
	    "2 example.com.example.com 3600 A 192.0.2.1\n"
	    "3 sub.example.com.example.com 3600 SOA \\# 50 " SOA_DATA "\n" },
	{ "$GENERATE", STR("$GENERATE 9-11 h$ 60 A 192.0.2.$\nb A 192.0.2.1\n"),
	    "1 h9.example.com 60 A 192.0.2.9\n"
	    "1 h10.example.com 60 A 192.0.2.10\n"
	    "1 h11.example.com 60 A 192.0.2.11\n"
	    "2 b.example.com 60 A 192.0.2.1\n" },
	{ "$GENERATE in steps, with forms of the number",
	    STR("$GENERATE 10-25/15 $ PTR h-${-10,3}-${0,4,x}.example.net.\n"),
	    "1 10.example.com 3600 PTR h-000-000a.example.net\n"
	    "1 25.example.com 3600 PTR h-015-0019.example.net\n" },
	{ "$GENERATE of nibbles",
	    STR("$GENERATE 18-18 ${0,7,n} PTR a.\n"
		"$GENERATE 18-18 ${0,0,N} PTR a.\n"),
	    "1 2.1.0.0.example.com 3600 PTR a\n"
	    "2 2.1.example.com 3600 PTR a\n" },
	{ "$GENERATE without the number, and with the character",
	    STR("$GENERATE 1-1 a TXT \"$$ \\$ $ \\065\"\n"),
	    "1 a.example.com 3600 TXT \"$ $ 1 A\"\n" },
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
	{ "an MX without a name", STR("a MX 10\n"), 1,
	    "a part of the MX data is missing" },
	{ "an MX without a preference", STR("a MX mx\n"), 1,
	    "'mx' is not a number up to 65535" },
	{ "an A with text behind", STR("a A 192.0.2.1 192.0.2.2\n"), 1,
	    "text follows the A data" },
	{ "no IPv4 address", STR("a A 192.0.2.256\n"), 1, "this is no A data" },
	{ "octets that are no A", STR("a A \\# 3 c00002\n"), 1,
	    "this is no A data" },
	{ "an unknown type", STR("a TXTT \"x\"\n"), 1,
	    "'TXTT' is not a type of record" },
	{ "type 0", STR("a TYPE0 \\# 0\n"), 1,
	    "'TYPE0' is not a type of record" },
	{ "a type of questions", STR("a ANY x\n"), 1,
	    "'ANY' is not a type of record" },
	{ "no type", STR("a 300 IN\n"), 1, "a record without a type" },
	{ "another class", STR("a CH TXT x\n"), 1, "'CH' is not the class IN" },
	{ "a TTL of 32 bits", STR("a 4294967295 A 192.0.2.1\n"), 1,
	    "'4294967295' is not a TTL" },
	{ "a TTL with a bad unit", STR("a 1y A 192.0.2.1\n"), 1,
	    "'1y' is not a TTL" },
	{ "$TTL without a number", STR("$TTL\n"), 1,
	    "$TTL takes one number of seconds, up to 2147483647" },
	{ "an unknown directive", STR("$DATE 1\n"), 1,
	    "'$DATE' is not a directive known here" },
	{ "$GENERATE backwards", STR("$GENERATE 9-1 a$ A 192.0.2.$\n"), 1,
	    "$GENERATE takes a range like 1-10 or 1-10/2" },
	{ "$GENERATE in steps of nothing", STR("$GENERATE 1-9/0 a A b\n"), 1,
	    "$GENERATE takes a range like 1-10 or 1-10/2" },
	{ "$GENERATE without data", STR("$GENERATE 1-9 a$ A\n"), 1,
	    "$GENERATE takes a range, an owner, a type and data" },
	{ "$GENERATE of too many lines, in all",
	    STR("$GENERATE 0-9 a HINFO x y\n$GENERATE 0-65526 a HINFO x\n"), 2,
	    "$GENERATE makes more than 65536 lines in this zone" },
	{ "$GENERATE below 0", STR("$GENERATE 5-9 a TXT ${-6}\n"), 1,
	    "$GENERATE: not a form like ${OFFSET,WIDTH,d}, or a number "
	    "below 0" },
	{ "$GENERATE with an open brace", STR("$GENERATE 5-9 a TXT ${1\n"), 1,
	    "$GENERATE: not a form like ${OFFSET,WIDTH,d}, or a number "
	    "below 0" },
	{ "$GENERATE of a bad record",
	    STR("\n$GENERATE 5-9 a A 192.0.2.300$\n"), 2, "this is no A data" },
	{ "an alias of two names", STR("a ALIAS b c\n"), 1,
	    "text follows the CNAME data" },
	{ "AWS ALIAS without a name", STR("a AWS ALIAS A\n"), 1,
	    "AWS ALIAS takes a type and a name" },
	{ "AWS alone", STR("a AWS A b\n"), 1, "'AWS' is not a type of record" },
	{ "no owner before", STR("  A 192.0.2.1\n"), 1,
	    "a record without a name, and none before it" },
	{ "a bad owner", STR("a..b A 192.0.2.1\n"), 1,
	    "'a..b' is not a legal name" },
	{ "a name in quotes", STR("a CNAME \"b\"\n"), 1,
	    "'b' is a name, and stands without quotes" },
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
put_alias(struct buf *b, const struct zone_record *r)
{
	struct name target = { r->record.data, r->record.n };

	buf_printf(b, "%u %.*s %u ", r->line, PSTR(name_text(b->a, r->owner)),
	    r->record.ttl);
	if (r->record.type != 0)
		buf_printf(b, "%.*s ", PSTR(type_text(b->a, r->record.type)));
	buf_printf(b, "alias %.*s\n", PSTR(name_text(b->a, target)));
}

static void
put_record(struct buf *b, const struct zone_record *r)
{
	if (r->is_alias) {
		put_alias(b, r);
		return;
	}
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
	ck_assert_msg(reader.place.err.reason.n == 0, "%s: line %u: %.*s",
	    files[_i].label, reader.place.err.line,
	    PSTR(reader.place.err.reason));
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
	reason = reader.place.err.reason;
	ck_assert_msg(str_eq(reason, str_of(refused[_i].reason)), "%s: %.*s",
	    refused[_i].label, PSTR(reason));
	ck_assert_msg(reader.place.err.line == refused[_i].line, "%s: line %u",
	    refused[_i].label, reader.place.err.line);
	ck_assert(str_eq(reader.place.err.file, S("text")));
	zone_reader_end(&reader);
	arena_free(&a);
}
END_TEST

#define NOTHING_COMPLETES(word)                                             \
	"nothing completes '" word "': say what zone it is, by $ORIGIN or " \
	"--zone ORIGIN="

/* Without an origin only absolute names can be told, unless the file is called
 * after its zone. */
static const struct {
	const char *label;
	struct str file, text;
	const char *want, *reason;
} rootless[] = {
	{ "absolute names", STR("x"), STR("a.example.com. A 192.0.2.1\n"),
	    "1 a.example.com 3600 A 192.0.2.1\n", "" },
	{ "a relative owner", STR("x"), STR("a A 192.0.2.1\n"), "",
	    NOTHING_COMPLETES("a") "x" },
	{ "the origin itself", STR("x.zone"), STR("@ A 192.0.2.1\n"), "",
	    NOTHING_COMPLETES("@") "x.zone" },
	{ "a relative origin", STR("x"), STR("$ORIGIN example.com\n"), "",
	    NOTHING_COMPLETES("example.com") "x" },
	{ "a relative target", STR("x"), STR("a.example.com. CNAME b\n"), "",
	    NOTHING_COMPLETES("b") "x" },
	{ "a dot that is escaped", STR("x"), STR("a.example.com. CNAME b\\.\n"),
	    "", NOTHING_COMPLETES("b\\.") "x" },
	{ "the SOA's owner", STR("x"),
	    STR("example.com. SOA a. b. 1 1 1 1 1\na A 192.0.2.1\n"),
	    "1 example.com 3600 SOA \\# 26 016100016200" ONES "\n"
	    "2 a.example.com 3600 A 192.0.2.1\n",
	    "" },
	{ "the SOA's owner without its dot", STR("x"),
	    STR("example.com SOA a. b. 1 1 1 1 1\na A 192.0.2.1\n"),
	    "1 example.com 3600 SOA \\# 26 016100016200" ONES "\n"
	    "2 a.example.com 3600 A 192.0.2.1\n",
	    "" },
	{ "an SOA of one label", STR("x"), STR("example SOA a. b. 1 1 1 1 1\n"),
	    "", NOTHING_COMPLETES("example") "x" },
	{ "the file's name, for an owner", STR("dir/example.com.zone"),
	    STR("@ A 192.0.2.1\n"), "1 example.com 3600 A 192.0.2.1\n", "" },
	{ "the file's name, for a target", STR("db.example.com"),
	    STR("a.example.com. CNAME b\n"),
	    "1 a.example.com 3600 CNAME b.example.com\n", "" },
	{ "$ORIGIN before the file's name", STR("example.com.zone"),
	    STR("$ORIGIN example.org.\n@ A 192.0.2.1\n"),
	    "2 example.org 3600 A 192.0.2.1\n", "" },
};

START_TEST(needs_an_origin)
{
	struct arena a = { 0 };
	struct zone_reader reader;

	struct str got;

	zone_reader_begin_text(&reader, &a, rootless[_i].text,
	    rootless[_i].file, (struct name){ 0 });
	got = read_all(&a, &reader);
	ck_assert_msg(str_eq(got, str_of(rootless[_i].want)), "%s:\n%.*s",
	    rootless[_i].label, PSTR(got));
	got = reader.place.err.reason;
	ck_assert_msg(str_eq(got, str_of(rootless[_i].reason)), "%s: %.*s",
	    rootless[_i].label, PSTR(got));
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
	ck_assert_uint_eq(reader.place.err.line, 2);
	ck_assert(
	    str_starts(reader.place.err.reason, S("a string of 256 octets")));
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
	{ "secretive", "$ORIGIN x.\n$INCLUDE secret\n" },
	{ "secret", "root PASSWORD x\n" },
	{ "upwards", "$INCLUDE ../other\n" },
	{ "by-link", "$INCLUDE link\n" },
	{ "by-inner-link", "$ORIGIN x.\n$INCLUDE inner-link\n" },
	{ "waits", "$INCLUDE fifo\n" },
	{ "device", "$INCLUDE /dev/zero\n" },
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
	snprintf(path, sizeof(path), "%s/link", directory);
	ck_assert_int_eq(symlink("/etc/passwd", path), 0);
	snprintf(path, sizeof(path), "%s/inner-link", directory);
	ck_assert_int_eq(symlink("part", path), 0);
	snprintf(path, sizeof(path), "%s/fifo", directory);
	ck_assert_int_eq(mkfifo(path, 0600), 0);
}

static void
remove_includes(void)
{
	static const char *const others[] = { "link", "inner-link", "fifo" };
	char path[64];

	for (size_t i = 0; i < LENGTH(others); i++) {
		snprintf(path, sizeof(path), "%s/%s", directory, others[i]);
		unlink(path);
	}

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
	{ "secretive", "", "secret", 1, "a word is not a type of record" },
	{ "upwards", "", "upwards", 1, "No such file or directory" },
	{ "by-link", "", "by-link", 1,
	    "it is not below the folder of the zone file" },
	{ "by-inner-link", "1 c.x 3600 A 192.0.2.2\n", "", 0, "" },
	{ "waits", "", "waits", 1, "not a regular file" },
	{ "device", "", "device", 1,
	    "it is not below the folder of the zone file" },
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
	ck_assert_msg(
	    str_ends(reader.place.err.reason, str_of(included[_i].reason)),
	    "%.*s", PSTR(reader.place.err.reason));
	ck_assert_int_eq(
	    reader.place.err.reason.n == 0, included[_i].reason[0] == 0);
	ck_assert(str_ends(reader.place.err.file, str_of(included[_i].where)));
	ck_assert_uint_eq(reader.place.err.line, included[_i].line);
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
