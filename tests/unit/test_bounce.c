#include "mail/bounce.h"

#include "unit.h"

#define REPORT                                                         \
	"Return-Path: <>\r\nFrom: MAILER-DAEMON@mta1.example.com\r\n"  \
	"Content-Type: multipart/report; report-type=delivery-status;" \
	"\r\n\tboundary=\"4AB.1/mta1.example.com\"\r\n\r\n"
#define DELIMITER "\r\n--4AB.1/mta1.example.com\r\n"
#define CLOSING   "\r\n--4AB.1/mta1.example.com--\r\n"
#define WORDS                                                                 \
	"This is a multipart message.\r\n" DELIMITER                          \
	"Content-Type: text/plain; charset=us-ascii\r\n\r\n"                  \
	"<b@example.net>: host mx.example.net[192.0.2.9] said: 550 5.7.1\r\n" \
	"    not by us (in reply to RCPT TO command)\r\n" DELIMITER
#define STATUS                                                         \
	"Content-Type: message/delivery-status\r\n\r\n"                \
	"Reporting-MTA: dns; mta1.example.com\r\n\r\n"                 \
	"Final-Recipient: rfc822; b@example.net\r\nAction: failed\r\n" \
	"Diagnostic-Code: smtp; 550-5.7.26 no SPF,\r\n"                \
	"    550 5.7.26 no DKIM\r\nStatus: 5.7.26\r\n" DELIMITER
#define HEAD    "From: a@example.com\r\nSubject: x\r\n"
#define MESSAGE HEAD "\r\nHello\r\n\r\n-- \r\na\r\n"
#define PLAIN                                          \
	"Return-Path: <>\r\nFrom: MAILER-DAEMON@q\r\n" \
	"Subject: failure notice\r\n\r\n"

static const struct {
	const char *label, *bounce;
	bool is_bounce;
	enum bounce_found found;
	const char *returned, *reply;
} cases[] = {
	{ "Postfix",
	    REPORT WORDS STATUS
	    "Content-Type: message/rfc822\r\n\r\n" MESSAGE CLOSING "end\r\n",
	    true, BOUNCE_MESSAGE, MESSAGE,
	    "550-5.7.26 no SPF, 550 5.7.26 no DKIM" },
	{ "the header alone",
	    REPORT WORDS STATUS
	    "Content-Type: text/rfc822-headers\r\n\r\n" HEAD CLOSING,
	    true, BOUNCE_HEADERS, HEAD,
	    "550-5.7.26 no SPF, 550 5.7.26 no DKIM" },
	{ "no delivery status: the words count",
	    REPORT WORDS
	    "Content-Type: MESSAGE/RFC822 (it)\r\n\r\n" MESSAGE CLOSING,
	    true, BOUNCE_MESSAGE, MESSAGE,
	    "550 5.7.1 not by us (in reply to RCPT TO command)" },
	{ "a reply folded by a tab, before other fields",
	    REPORT "--4AB.1/mta1.example.com\r\n"
		   "Content-Type: message/delivery-status\r\n\r\n"
		   "Diagnostic-Code: smtp; 550 no\r\n\tSPF\r\n"
		   "Status: 5.7.1\r\n" DELIMITER
		   "Content-Type: message/rfc822\r\n\r\n" MESSAGE CLOSING,
	    true, BOUNCE_MESSAGE, MESSAGE, "550 no SPF" },
	{ "nothing returned", REPORT WORDS STATUS CLOSING, true, BOUNCE_NOTHING,
	    "", "550-5.7.26 no SPF, 550 5.7.26 no DKIM" },
	{ "cut off before its end",
	    REPORT WORDS "Content-Type: message/rfc822\r\n\r\n" HEAD "\r\nHel",
	    true, BOUNCE_MESSAGE, HEAD "\r\nHel",
	    "550 5.7.1 not by us (in reply to RCPT TO command)" },
	{ "base64",
	    REPORT DELIMITER
	    "Content-Type: message/rfc822\r\n"
	    "Content-Transfer-Encoding: base64\r\n\r\n"
	    "RnJvbTogYUBleGFtcGxlLmNv\r\nbQ0KDQpIaQ0K\r\n" CLOSING,
	    true, BOUNCE_MESSAGE, "From: a@example.com\r\n\r\nHi\r\n", "" },
	{ "base64 with padding",
	    REPORT DELIMITER
	    "Content-Type: message/global\r\n"
	    "Content-Transfer-Encoding: BASE64\r\n\r\nVG86IA==" CLOSING,
	    true, BOUNCE_MESSAGE, "To: ", "" },
	{ "quoted-printable",
	    REPORT DELIMITER
	    "Content-Type: message/global-headers\r\n"
	    "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
	    "From:=20a@exam= \r\nple.com  \r\nX: a=3D=zz =C3=A9" CLOSING,
	    true, BOUNCE_HEADERS, "From: a@example.com\r\nX: a==zz \xc3\xa9",
	    "" },
	{ "inside another multipart",
	    REPORT DELIMITER
	    "Content-Type: multipart/mixed; boundary=in\r\n\r\n--in\r\n\r\n"
	    "554 5.7.5 bad DMARC policy\r\n--in\r\n"
	    "Content-Type: message/rfc822\r\n\r\n" MESSAGE "\r\n--in--" CLOSING,
	    true, BOUNCE_MESSAGE, MESSAGE, "554 5.7.5 bad DMARC policy" },
	{ "the outer boundary ends the inner part",
	    REPORT DELIMITER
	    "Content-Type: multipart/mixed; boundary=in\r\n\r\n--in\r\n"
	    "Content-Type: message/rfc822\r\n\r\n" MESSAGE CLOSING
	    "--in\r\nContent-Type: message/rfc822\r\n\r\nTo: no\r\n",
	    true, BOUNCE_MESSAGE, MESSAGE, "" },
	{ "a line that only begins as the boundary does",
	    REPORT DELIMITER
	    "Content-Type: message/rfc822\r\n\r\n" HEAD
	    "\r\n--4AB.1/mta1.example.commerce\r\n-- \r\n--\r\n" CLOSING,
	    true, BOUNCE_MESSAGE,
	    HEAD "\r\n--4AB.1/mta1.example.commerce\r\n-- \r\n--\r\n", "" },
	{ "of two messages the first",
	    REPORT DELIMITER
	    "Content-Type: message/rfc822\r\n\r\n" MESSAGE DELIMITER
	    "Content-Type: message/rfc822\r\n\r\nTo: no\r\n" CLOSING,
	    true, BOUNCE_MESSAGE, MESSAGE, "" },
	{ "qmail",
	    PLAIN
	    "Hi. This is the qmail-send program at example.com.\r\n\r\n"
	    "<b@example.net>:\r\n192.0.2.9 failed after I sent the message."
	    "\r\nRemote host said: 554 5.7.1 refused\r\n\r\n"
	    "--- Below this line is a copy of the message.\r\n\r\n" MESSAGE,
	    true, BOUNCE_MESSAGE, MESSAGE, "554 5.7.1 refused" },
	{ "Exim",
	    "From: Mail Delivery System <Mailer-Daemon@mta1.example.com>\r\n"
	    "\r\n  b@example.net\r\n    host mx.example.net [192.0.2.9]\r\n"
	    "    SMTP error from remote mail server after end of data:\r\n"
	    "    550-5.7.26 This mail\r\n    550 5.7.26 is refused\r\n\r\n"
	    "------ This is a copy of the message, including all the headers. "
	    "------\r\n"
	    "------ The body of the message is 9000 characters long; only the "
	    "first\r\n------ 1000 or so are included here.\r\n\r\n" MESSAGE,
	    true, BOUNCE_MESSAGE, MESSAGE,
	    "550-5.7.26 This mail 550 5.7.26 is refused" },
	{ "Exim, the header alone",
	    PLAIN "------ This is a copy of the message's headers. ------\r\n"
		  "\r\n" HEAD,
	    true, BOUNCE_HEADERS, HEAD, "" },
	{ "a notice by its Return-Path alone",
	    "Return-Path: <>\r\nFrom: robot@example.net\r\n\r\nSorry.\r\n",
	    true, BOUNCE_NOTHING, "", "" },
	{ "by those whom it failed",
	    "X-Failed-Recipients: b@example.net\r\nFrom: r@example.net\r\n"
	    "\r\nSorry.\r\n",
	    true, BOUNCE_NOTHING, "", "" },
	{ "by the postmaster", "From: Postmaster@example.net\r\n\r\nSorry.\r\n",
	    true, BOUNCE_NOTHING, "", "" },
	{ "by Exchange",
	    "From: MicrosoftExchange329e@example.net\r\n\r\nSorry.\r\n", true,
	    BOUNCE_NOTHING, "", "" },
	{ "a message from a robot",
	    "Return-Path: <r@example.net>\r\nFrom: r@example.net\r\n\r\nHi.\r\n",
	    false, BOUNCE_NOTHING, "", "" },
	{ "a notice that returns nothing", PLAIN "Sorry.\r\n", true,
	    BOUNCE_NOTHING, "", "" },
	{ "numbers that are no reply",
	    PLAIN "We had 550 messages: 500 of them, 5500 in all.\r\n", true,
	    BOUNCE_NOTHING, "", "" },
	{ "a forwarded message is no bounce",
	    "From: a@example.com\r\nContent-Type: multipart/mixed; "
	    "boundary=b\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n"
	    "To: x\r\n\r\n--b--\r\n",
	    false, BOUNCE_NOTHING, "", "" },
	{ "a report without a boundary",
	    "Content-Type: multipart/report\r\n\r\n--\r\n", false,
	    BOUNCE_NOTHING, "", "" },
	{ "a message", MESSAGE, false, BOUNCE_NOTHING, "", "" },
};

static void
read_bounce(struct arena *a, struct bounce *b, struct str text, size_t piece,
    struct buf *whole)
{
	struct message_reader r;
	struct message_head head;
	struct buf body = { .a = a }, out = { .a = a };

	message_begin(&r, a);
	message_take_head(&r, &text);
	head = message_fields(&r);
	if (!bounce_begin(b, a, &head))
		return;
	for (; text.n > 0; text = str_from(text, piece)) {
		message_take_body(&r, str_to(text, piece), &body);
		bounce_add(b, buf_view(&body), &out);
		buf_str(whole, buf_view(&out));
	}
	bounce_end(b, &out);
	buf_str(whole, buf_view(&out));
}

START_TEST(returns)
{
	static const size_t pieces[] = { 1, 5, 4096 };

	for (size_t i = 0; i < LENGTH(pieces); i++) {
		struct arena a = { 0 };
		struct buf got = { .a = &a };
		struct bounce b = { 0 };

		read_bounce(&a, &b, str_of(cases[_i].bounce), pieces[i], &got);
		ck_assert_msg(b.found == cases[_i].found, "%s: found %d",
		    cases[_i].label, (int)b.found);
		ck_assert_msg(
		    str_eq(buf_view(&got), str_of(cases[_i].returned)),
		    "%s: %.*s", cases[_i].label, PSTR(buf_view(&got)));
		ck_assert_msg(str_eq(b.reply, str_of(cases[_i].reply)),
		    "%s: reply %.*s", cases[_i].label, PSTR(b.reply));
		arena_free(&a);
	}
}
END_TEST

START_TEST(tells_a_bounce)
{
	struct arena a = { 0 };
	struct str text = str_of(cases[_i].bounce);
	struct message_reader r;
	struct message_head head;
	struct bounce b;

	message_begin(&r, &a);
	message_take_head(&r, &text);
	head = message_fields(&r);
	ck_assert_msg(bounce_begin(&b, &a, &head) == cases[_i].is_bounce, "%s",
	    cases[_i].label);
	arena_free(&a);
}
END_TEST

/* A line that is never kept whole comes out as it was. */
START_TEST(passes_long_lines)
{
	struct arena a = { 0 };
	struct buf text = { .a = &a }, got = { .a = &a }, want = { .a = &a };
	struct bounce b = { 0 };

	buf_text(&want, "To: x\r\n\r\n");
	for (size_t n = 2040; n < 2056; n++) {
		buf_fill(&want, 'x', n);
		buf_str(&want, S("\r\n"));
	}
	buf_text(
	    &text, REPORT DELIMITER "Content-Type: message/rfc822\r\n\r\n");
	buf_str(&text, buf_view(&want));
	buf_text(&text, CLOSING);
	read_bounce(&a, &b, buf_view(&text), 100, &got);
	ck_assert(str_eq(buf_view(&got), buf_view(&want)));
	arena_free(&a);
}
END_TEST

Suite *
bounce_suite(void)
{
	Suite *s = suite_create("bounce");
	TCase *tc = tcase_create("bounce");

	tcase_add_loop_test(tc, returns, 0, LENGTH(cases));
	tcase_add_loop_test(tc, tells_a_bounce, 0, LENGTH(cases));
	tcase_add_test(tc, passes_long_lines);
	suite_add_tcase(s, tc);
	return s;
}
