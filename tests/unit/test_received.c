#include "mail/received.h"

#include "unit.h"

/* As the servers of the table's labels write it. */
static const struct {
	const char *label;
	struct str value;
	const char *ip; /* NULL: none */
	const char *helo, *rdns, *by;
	bool has_login;
} cases[] = {
	{ "Postfix",
	    STR("from mta1.example.com (mta1.example.com [203.0.113.6])\r\n"
		"\tby mx.example.net (Postfix) with ESMTPS id 4ABC\r\n"
		"\tfor <a@example.net>; Thu, 1 Jan 2026 00:00:00 +0000 (UTC)"),
	    "203.0.113.6", "mta1.example.com", "mta1.example.com",
	    "mx.example.net", false },
	{ "EHLO, named",
	    STR("from host.example.com ([203.0.113.6] ehlo=mta1.example.com) "
		"by mx.example.net with esmtp; now"),
	    "203.0.113.6", "mta1.example.com", "host.example.com",
	    "mx.example.net", false },
	{ "LHLO, named",
	    STR("from host.example.com ([203.0.113.6] lhlo=mta1.example.com) "
		"by mx.example.net with esmtp; now"),
	    "203.0.113.6", "mta1.example.com", "host.example.com",
	    "mx.example.net", false },
	{ "Postfix, no PTR",
	    STR("from mta1.example.com (unknown [203.0.113.6]) by "
		"mx.example.net (Postfix) with ESMTP id 4; now"),
	    "203.0.113.6", "mta1.example.com", "", "mx.example.net", false },
	{ "Postfix, IPv6, TLS told in a comment of its own",
	    STR("from mta1.example.com (mta1.example.com "
		"[IPv6:2001:db8::6])\r\n"
		" (using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384 (256/256 "
		"bits))\r\n (No client certificate requested)\r\n"
		" by mx.example.net (Postfix) with ESMTPS id 4; now"),
	    "2001:db8::6", "mta1.example.com", "mta1.example.com",
	    "mx.example.net", false },
	{ "Postfix, HELO is an address",
	    STR("from [192.168.1.2] (host.example.com [203.0.113.6]) by "
		"mx.example.net (Postfix); now"),
	    "203.0.113.6", "[192.168.1.2]", "host.example.com",
	    "mx.example.net", false },
	{ "Sendmail",
	    STR("from mta1.example.com (host.example.com [203.0.113.6] (may "
		"be forged)) by mx.example.net (8.17/8.17) with ESMTP; now"),
	    "203.0.113.6", "mta1.example.com", "host.example.com",
	    "mx.example.net", false },
	{ "Exim, HELO is the name",
	    STR("from mta1.example.com ([203.0.113.6]) by mx.example.net with "
		"esmtps (TLS1.3) (Exim 4.96) id 1; now"),
	    "203.0.113.6", "mta1.example.com", "", "mx.example.net", false },
	{ "Exim, HELO is another",
	    STR("from host.example.com ([203.0.113.6] helo=mta1.example.com) "
		"by mx.example.net with esmtp (Exim 4.96) id 1; now"),
	    "203.0.113.6", "mta1.example.com", "host.example.com",
	    "mx.example.net", false },
	{ "Exim, no PTR",
	    STR("from [203.0.113.6] (helo=mta1.example.com) by mx.example.net "
		"with esmtp (Exim 4.96) id 1; now"),
	    "203.0.113.6", "mta1.example.com", "", "mx.example.net", false },
	{ "Exim, with the port",
	    STR("from host.example.com ([203.0.113.6]:4321 "
		"helo=mta1.example.com) by mx.example.net with esmtp; now"),
	    "203.0.113.6", "mta1.example.com", "host.example.com",
	    "mx.example.net", false },
	{ "Gmail",
	    STR("from mta1.example.com (mta1.example.com. [203.0.113.6])\r\n"
		"        by mx.google.com with ESMTPS id x; now"),
	    "203.0.113.6", "mta1.example.com", "mta1.example.com",
	    "mx.google.com", false },
	{ "Gmail, inside", STR("by 2002:a05:6a20:1 with SMTP id x; now"), NULL,
	    "", "", "2002:a05:6a20:1", false },
	{ "Exchange",
	    STR("from mta1.example.com (203.0.113.6) by\r\n "
		"AM1.mail.protection.outlook.com (10.1.2.3) with Microsoft "
		"SMTP Server id 15; now"),
	    "203.0.113.6", "mta1.example.com", "",
	    "AM1.mail.protection.outlook.com", false },
	{ "Exchange, inside, IPv6",
	    STR("from DB1.prod.outlook.com (2603:10a6::1) by "
		"DB2.prod.outlook.com\r\n (2603:10a6::2) with Microsoft SMTP "
		"Server; now"),
	    "2603:10a6::1", "DB1.prod.outlook.com", "", "DB2.prod.outlook.com",
	    false },
	{ "qmail",
	    STR("from unknown (HELO mta1.example.com) (203.0.113.6)\r\n"
		"  by mx.example.net with SMTP; now"),
	    "203.0.113.6", "mta1.example.com", "", "mx.example.net", false },
	{ "qmail, with a PTR",
	    STR("from host.example.com (HELO mta1.example.com) (203.0.113.6) "
		"by mx.example.net with SMTP; now"),
	    "203.0.113.6", "mta1.example.com", "host.example.com",
	    "mx.example.net", false },
	{ "Postfix, a user who logged in",
	    STR("from [10.0.0.7] (dsl.example.org [203.0.113.6])\r\n\t"
		"(using TLSv1.3 with cipher TLS_AES_256_GCM_SHA384)\r\n\t"
		"(Authenticated sender: bob)\r\n\tby mx.example.net "
		"(Postfix) with ESMTPSA id 4; now"),
	    "203.0.113.6", "[10.0.0.7]", "dsl.example.org", "mx.example.net",
	    true },
	{ "Sendmail, a user who logged in",
	    STR("from laptop (dsl.example.org [203.0.113.6]) (authenticated "
		"bits=0) by mx.example.net (8.17.1) with ESMTP id 4; now"),
	    "203.0.113.6", "laptop", "dsl.example.org", "mx.example.net",
	    true },
	{ "Sendmail, with the user's name",
	    STR("from mta1.example.com (IDENT:mail@host.example.com "
		"[203.0.113.6]) by mx.example.net (8.9.3); now"),
	    "203.0.113.6", "mta1.example.com", "host.example.com",
	    "mx.example.net", false },
	{ "Courier",
	    STR("from mta1.example.com (host.example.com "
		"[::ffff:203.0.113.6])\r\n  by mx.example.net with ESMTP; "
		"now"),
	    "203.0.113.6", "mta1.example.com", "host.example.com",
	    "mx.example.net", false },
	{ "Courier, a user who logged in",
	    STR("from laptop (dsl.example.org [::ffff:203.0.113.6]) (AUTH: "
		"LOGIN bob, TLS: TLSv1.2) by mx.example.net with ESMTPSA; "
		"now"),
	    "203.0.113.6", "laptop", "dsl.example.org", "mx.example.net",
	    true },
	{ "Yahoo",
	    STR("from 10.197.36.7 (EHLO mta1.example.com) (203.0.113.6)\r\n"
		" by mta4.mail.example.net with SMTPs (version=TLS1_3); now"),
	    "203.0.113.6", "mta1.example.com", "", "mta4.mail.example.net",
	    false },
	{ "Yahoo, by an address",
	    STR("from 203.0.113.6 (EHLO mta1.example.com) by 10.222.1.9 with "
		"SMTPs; now"),
	    "203.0.113.6", "mta1.example.com", "", "10.222.1.9", false },
	{ "Zimbra, inside",
	    STR("from zm.example.net (LHLO zm.example.net) (10.0.0.5) by "
		"zm.example.net with LMTP; now"),
	    "10.0.0.5", "zm.example.net", "zm.example.net", "zm.example.net",
	    false },
	{ "Halon",
	    STR("from mta1.example.com (host.example.com [203.0.113.6])\r\n"
		"\tby mx.example.net (Halon) with ESMTPS\r\n\tid 5f-1; now"),
	    "203.0.113.6", "mta1.example.com", "host.example.com",
	    "mx.example.net", false },
	{ "Momentum, with the port in the brackets",
	    STR("from [203.0.113.6] ([203.0.113.6:33542] "
		"helo=mta1.example.com) by mx.example.net (ecelerity 4.2) "
		"with ESMTP id 1; now"),
	    "203.0.113.6", "mta1.example.com", "", "mx.example.net", false },
	{ "CommuniGate",
	    STR("from mta1.example.com ([203.0.113.6] verified) by "
		"mx.example.net (CommuniGate Pro SMTP 6.3) with ESMTPS; now"),
	    "203.0.113.6", "mta1.example.com", "", "mx.example.net", false },
	{ "no name, IronPort", STR("from ([203.0.113.6]) by mx.example.net; x"),
	    "203.0.113.6", "", "", "mx.example.net", false },
	{ "the address without parentheses",
	    STR("from mta1.example.com [203.0.113.6] by mx.example.net; now"),
	    "203.0.113.6", "mta1.example.com", "", "mx.example.net", false },
	{ "Gmail, a user who logged in",
	    STR("from [10.0.0.7] (dsl.example.org. [2001:db8::7])\r\n"
		"        by smtp.gmail.com with ESMTPSA id x; now"),
	    "2001:db8::7", "[10.0.0.7]", "dsl.example.org", "smtp.gmail.com",
	    true },
	{ "Exchange, from a mailbox",
	    STR("from A.prod.outlook.com ([fe80::1%4]) by "
		"A.prod.outlook.com\r\n ([fe80::1%4]) with mapi id 15.20; x"),
	    NULL, "A.prod.outlook.com", "", "A.prod.outlook.com", true },
	{ "comments in comments",
	    STR("from mta1.example.com (host.example.com (checked \\) (by "
		"us)) [203.0.113.6]) (a(b)c) by (not this) mx.example.net; x"),
	    "203.0.113.6", "mta1.example.com", "host.example.com",
	    "mx.example.net", false },
	{ "local", STR("(qmail 123 invoked by uid 89); now"), NULL, "", "", "",
	    false },
	{ "nothing", STR(""), NULL, "", "", "", false },
	{ "a parenthesis that never ends", STR("from a (b [1.2.3.4"), "1.2.3.4",
	    "a", "", "", false },
};

START_TEST(reads)
{
	struct arena a = { 0 };
	struct received r = received_read(&a, cases[_i].value);
	struct ip ip = { .family = IP_NONE };

	if (cases[_i].ip != NULL)
		ck_assert(ip_parse(str_of(cases[_i].ip), &ip));
	ck_assert_msg(ip.family == r.ip.family && ip_eq(ip, r.ip), "%s: %.*s",
	    cases[_i].label, PSTR(ip_text(&a, r.ip)));
	ck_assert_msg(str_eq(r.helo, str_of(cases[_i].helo)), "%s: helo %.*s",
	    cases[_i].label, PSTR(r.helo));
	ck_assert_msg(str_eq(r.rdns, str_of(cases[_i].rdns)), "%s: rdns %.*s",
	    cases[_i].label, PSTR(r.rdns));
	ck_assert_msg(str_eq(r.by, str_of(cases[_i].by)), "%s: by %.*s",
	    cases[_i].label, PSTR(r.by));
	ck_assert_msg(
	    r.has_login == cases[_i].has_login, "%s: login", cases[_i].label);
	arena_free(&a);
}
END_TEST

Suite *
received_suite(void)
{
	Suite *s = suite_create("received");
	TCase *tc = tcase_create("received");

	tcase_add_loop_test(tc, reads, 0, LENGTH(cases));
	suite_add_tcase(s, tc);
	return s;
}
