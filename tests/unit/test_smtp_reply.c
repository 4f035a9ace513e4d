#include "base/buf.h"
#include "mail/smtp_reply.h"

#include "unit.h"

static const struct {
	const char *label;
	struct str octets;
	enum smtp_got got;
	unsigned code;
	size_t used;
	struct str text;
} replies[] = {
	{ "a greeting", STR("220 mx.example.net ESMTP\r\n"), SMTP_REPLY, 220,
	    26, STR("mx.example.net ESMTP") },
	{ "without the CR", STR("220 mx\n"), SMTP_REPLY, 220, 7, STR("mx") },
	{ "a code alone", STR("220\r\n"), SMTP_REPLY, 220, 5, STR("") },
	{ "a code and a blank", STR("220 \r\n"), SMTP_REPLY, 220, 6, STR("") },
	{ "several lines, and what comes after",
	    STR("250-mx\r\n250-SIZE 9\r\n250 HELP\r\n221 bye\r\n"), SMTP_REPLY,
	    250, 30, STR("mx\nSIZE 9\nHELP") },
	{ "an empty line in it", STR("250-mx\r\n250-\r\n250 A\r\n"), SMTP_REPLY,
	    250, 21, STR("mx\n\nA") },
	{ "an empty first line", STR("250-\r\n250 A\r\n"), SMTP_REPLY, 250, 13,
	    STR("\nA") },
	{ "codes that differ: the last one counts", STR("250-mx\r\n550 no\r\n"),
	    SMTP_REPLY, 550, 16, STR("mx\nno") },
	{ "any octet", STR("220 \0\xff\033[2J\r\n"), SMTP_REPLY, 220, 12,
	    STR("\0\xff\033[2J") },
	{ "nothing yet", STR(""), SMTP_MORE, 0, 0, STR("") },
	{ "half a line", STR("220 mx"), SMTP_MORE, 0, 0, STR("") },
	{ "half a reply", STR("220-mx\r\n"), SMTP_MORE, 0, 0, STR("") },
	{ "no code", STR("SSH-2.0-OpenSSH_9.2\r\n"), SMTP_NONE, 0, 0, STR("") },
	{ "an empty line", STR("\r\n220 mx\r\n"), SMTP_NONE, 0, 0, STR("") },
	{ "two digits", STR("22 mx\r\n"), SMTP_NONE, 0, 0, STR("") },
	{ "four digits", STR("2200 mx\r\n"), SMTP_NONE, 0, 0, STR("") },
	{ "a first digit of 1", STR("120 mx\r\n"), SMTP_NONE, 0, 0, STR("") },
	{ "another mark", STR("220+mx\r\n"), SMTP_NONE, 0, 0, STR("") },
	{ "no code later", STR("220-mx\r\nhello\r\n"), SMTP_NONE, 0, 0,
	    STR("") },
};

START_TEST(reads)
{
	struct arena a = { 0 };
	struct smtp_reply reply = { 0 };
	size_t used = 0;

	ck_assert_msg(smtp_reply_read(&a, replies[_i].octets, &reply, &used) ==
		replies[_i].got,
	    "%s", replies[_i].label);
	ck_assert_msg(reply.code == replies[_i].code &&
		used == replies[_i].used &&
		(reply.code == 0 || str_eq(reply.text, replies[_i].text)),
	    "%s: %u, %zu", replies[_i].label, reply.code, used);
	arena_free(&a);
}
END_TEST

static struct str
repeat(struct arena *a, struct str s, size_t times)
{
	struct buf b = { .a = a };

	while (times-- > 0)
		buf_str(&b, s);
	return buf_view(&b);
}

START_TEST(ends_what_has_no_end)
{
	struct arena a = { 0 };
	struct str line = repeat(&a, S("220 xxxx"), SMTP_LINE_MAX / 8);
	struct smtp_reply reply;
	size_t used;

	ck_assert(smtp_reply_read(&a, line, &reply, &used) == SMTP_MORE);
	/* Half of the line's end is not of the line. */
	ck_assert(smtp_reply_read(&a, arena_printf(&a, "%.*s\r", PSTR(line)),
		      &reply, &used) == SMTP_MORE);
	ck_assert(smtp_reply_read(&a, arena_printf(&a, "%.*s\r\n", PSTR(line)),
		      &reply, &used) == SMTP_REPLY);
	line = arena_printf(&a, "%.*sx", PSTR(line));
	ck_assert(smtp_reply_read(&a, line, &reply, &used) == SMTP_NONE);
	line = repeat(&a, S("220-xx\r\n"), SMTP_REPLY_MAX / 8);
	ck_assert(smtp_reply_read(&a, line, &reply, &used) == SMTP_MORE);
	line = arena_printf(&a, "%.*s2", PSTR(line));
	ck_assert(smtp_reply_read(&a, line, &reply, &used) == SMTP_NONE);
	arena_free(&a);
}
END_TEST

/* As large receivers and common servers write their first line. */
static const struct {
	struct str line, ip; /* or empty */
} lines[] = {
	{ STR("mx.google.com at your service, [203.0.113.6]"),
	    STR("203.0.113.6") },
	{ STR("mx.google.com at your service, [2001:db8::6]"),
	    STR("2001:db8::6") },
	{ STR("AM0EUR0.mail.protection.outlook.com Hello [203.0.113.6]"),
	    STR("203.0.113.6") },
	{ STR("mx.example.net Hello mta1.example.com [203.0.113.6]"),
	    STR("203.0.113.6") }, /* Exim */
	{ STR("mx.example.net Hello mta1.example.com [203.0.113.6], pleased to "
	      "meet you"),
	    STR("203.0.113.6") }, /* sendmail */
	{ STR("mx Hello [192.0.2.1] [IPv6:2001:DB8:0::6], pleased"),
	    STR("2001:db8::6") },
	{ STR("mx Hello mta1 [::ffff:203.0.113.6]"), STR("203.0.113.6") },
	{ STR("mx Hello mta1.example.com [203.0.113.6]mx is at your service"),
	    STR("203.0.113.6") },
	{ STR("[192.0.2.25] Hello [203.0.113.6]"), STR("203.0.113.6") },
	{ STR("mx hi (203.0.113.6)."), STR("203.0.113.6") },
	{ STR("mx Hello [192.0.2.1][203.0.113.6]"), STR("203.0.113.6") },
	{ STR("mx hi 203.0.113.6, you"), STR("203.0.113.6") },
	{ STR("mx hi 203.0.113.6; you"), STR("203.0.113.6") },
	{ STR("mx hi <203.0.113.6>"), STR("203.0.113.6") },
	{ STR("mx hi \"203.0.113.6\""), STR("203.0.113.6") },
	{ STR("mx hi '203.0.113.6'"), STR("203.0.113.6") },
	{ STR("mx hi |203.0.113.6|"), STR("") },
	{ STR("4.7.28 [203.0.113.6      15] Our system has detected"),
	    STR("203.0.113.6") },           /* a rejection */
	{ STR("mx.example.net"), STR("") }, /* Postfix */
	{ STR("192.0.2.25"), STR("") },     /* its own name */
	{ STR("mx 4.3.2 and [x] [[] ] [300.1.1.1] [1.2.3]"), STR("") },
	{ STR(""), STR("") },
};

START_TEST(finds_the_client)
{
	struct arena a = { 0 };
	struct ip ip;
	bool named = smtp_names_client(lines[_i].line, &ip);

	ck_assert_msg(
	    named == (lines[_i].ip.n > 0), "%.*s", PSTR(lines[_i].line));
	if (named)
		ck_assert_msg(str_eq(ip_text(&a, ip), lines[_i].ip), "%.*s",
		    PSTR(lines[_i].line));
	arena_free(&a);
}
END_TEST

START_TEST(finds_keywords)
{
	struct smtp_reply reply = { 250,
		S("STARTTLS\nSIZE 100\nstarttls\n8BITMIME") };

	ck_assert(smtp_reply_offers(&reply, S("STARTTLS")));
	ck_assert(smtp_reply_offers(&reply, S("SIZE")));
	ck_assert(!smtp_reply_offers(&reply, S("SIZ")));
	reply.text = S("STARTTLS"); /* that is its name */
	ck_assert(!smtp_reply_offers(&reply, S("STARTTLS")));
	ck_assert(str_eq(smtp_reply_line(&reply), S("STARTTLS")));
}
END_TEST

Suite *
smtp_reply_suite(void)
{
	Suite *s = suite_create("smtp_reply");
	TCase *tc = tcase_create("smtp_reply");

	tcase_add_loop_test(tc, reads, 0, LENGTH(replies));
	tcase_add_test(tc, ends_what_has_no_end);
	tcase_add_loop_test(tc, finds_the_client, 0, LENGTH(lines));
	tcase_add_test(tc, finds_keywords);
	suite_add_tcase(s, tc);
	return s;
}
