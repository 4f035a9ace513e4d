#include "mail/hop.h"

#include "unit.h"

#define POSTFIX                                                              \
	"Received: from mta1.example.com (host.example.com [203.0.113.6])\n" \
	"\tby mx.example.net (Postfix) with ESMTPS id 4; now\n"
#define SUBMITTED                                                      \
	"Received: from [10.0.0.7] (dsl.example.org [198.51.100.7])\n" \
	"\tby mta1.example.com (Postfix) with ESMTPSA id 3; now\n"
#define WITHIN_OUTLOOK                                          \
	"Received: from A.prod.outlook.com (2603:10a6::1) by\n" \
	" B.prod.outlook.com (2603:10a6::2) with Microsoft SMTP Server; x\n"
#define OUTLOOK_TO_OUTLOOK                                                \
	"Received: from EUR05.outbound.protection.outlook.com\n"          \
	" (40.107.20.57) by DB1.mail.protection.outlook.com (10.1.2.3)\n" \
	" with Microsoft SMTP Server; x\n"

static const struct {
	const char *label, *head;
	size_t want; /* 0: none */
	const char *helo;
} cases[] = {
	{ "one hop", POSTFIX SUBMITTED, 1, "mta1.example.com" },
	{ "no hop", "From: a@example.com\n", 0, NULL },
	{ "a content filter",
	    "Received: from localhost (localhost [127.0.0.1])\n"
	    "\tby mx.example.net (Postfix) with ESMTP id 5; now\n"
	    "Received: from mx.example.net ([127.0.0.1])\n"
	    "\tby localhost (mx.example.net [127.0.0.1]) (amavisd-new); "
	    "now\n" POSTFIX,
	    3, "mta1.example.com" },
	{ "a relay of one's own, in private",
	    "Received: from edge (edge [10.0.0.2]) by mail.example.net; x\n" POSTFIX,
	    2, "mta1.example.com" },
	{ "a relay of one's own, in public",
	    "Received: from edge.example.net (edge.example.net "
	    "[198.51.100.3]) by mail.example.net; x\n" POSTFIX,
	    2, "mta1.example.com" },
	{ "whose PTR is of another organization",
	    "Received: from edge.example.net (host.example.org "
	    "[198.51.100.3]) by mail.example.net; x\n" POSTFIX,
	    1, "edge.example.net" },
	{ "Gmail's chain",
	    "Received: by 2002:a05:6a20:1 with SMTP id x; now\n"
	    "X-Received: by 2002:a05:6a20:2 with SMTP id y; now\n"
	    "Received: from mta1.example.com (mta1.example.com. "
	    "[203.0.113.6])\n        by mx.google.com with ESMTPS id z; now\n",
	    2, "mta1.example.com" },
	{ "from Gmail to Gmail",
	    "Received: by 2002:a05:6a20:1 with SMTP id x; now\n"
	    "Received: from mail-sor-f41.google.com (mail-sor-f41.google.com. "
	    "[209.85.220.41])\n        by mx.google.com with SMTPS id z; now\n"
	    "Received: by 2002:a05:6a20:3 with SMTP id w; now\n"
	    "Received: from [10.0.0.7] (dsl.example.org. [198.51.100.7])\n"
	    "        by smtp.gmail.com with ESMTPSA id v; now\n",
	    2, "mail-sor-f41.google.com" },
	{ "Outlook's chain",
	    WITHIN_OUTLOOK WITHIN_OUTLOOK
	    "Received: from mta1.example.com (203.0.113.6) by\n"
	    " DB1.mail.protection.outlook.com (10.1.2.3) with Microsoft SMTP "
	    "Server; x\n",
	    3, "mta1.example.com" },
	{ "from Outlook to Outlook, by Received-SPF",
	    WITHIN_OUTLOOK
	    "Received-SPF: Pass (protection.outlook.com: domain "
	    "of example.com designates\n 40.107.20.57 as "
	    "permitted sender) "
	    "receiver=protection.outlook.com;\n "
	    "client-ip=40.107.20.57; helo=EUR05.example;\n" OUTLOOK_TO_OUTLOOK
		WITHIN_OUTLOOK,
	    2, "EUR05.outbound.protection.outlook.com" },
	{ "from a customer's own server by Outlook to Outlook",
	    "Received-SPF: Pass client-ip=40.107.20.57; x\n" OUTLOOK_TO_OUTLOOK
	    "Received: from mail.example.com (203.0.113.6) by\n"
	    " DB3.mail.protection.outlook.com (10.1.2.4); x\n",
	    1, "EUR05.outbound.protection.outlook.com" },
	{ "a Received-SPF about a hop further down changes nothing",
	    POSTFIX "Received-SPF: pass client-ip=198.51.100.9\n"
		    "Received: from a.example.org (a.example.org "
		    "[198.51.100.9]) by mta1.example.com; x\n",
	    1, "mta1.example.com" },
	{ "nobody but oneself",
	    "Received: from mta1.example.net (mta1.example.net "
	    "[203.0.113.6]) by mx.example.net; x\n",
	    1, "mta1.example.net" },
	{ "neighbours under one public suffix",
	    "Received: from mta1.one.co.uk (mta1.one.co.uk [203.0.113.6])\n"
	    "\tby mx.other.co.uk (Postfix); x\n" POSTFIX,
	    1, "mta1.one.co.uk" },
	{ "a user's submission alone", SUBMITTED, 0, NULL },
	{ "private addresses alone",
	    "Received: from a (a [192.168.1.1]) by mx.example.net; x\n", 0,
	    NULL },
};

static struct message_head
read_head(struct arena *a, const char *text)
{
	struct str piece = str_of(text);
	struct message_reader r;

	message_begin(&r, a);
	message_take_head(&r, &piece);
	return message_fields(&r);
}

START_TEST(finds)
{
	struct arena a = { 0 };
	const struct psl *lists[] = { NULL,
		psl_parse(&a, S("com\nnet\norg\nuk\nco.uk\n")) };
	struct message_head head = read_head(&a, cases[_i].head);

	for (size_t i = 0; i < LENGTH(lists); i++) {
		struct hop hop = { 0 }, same;

		ck_assert_int_eq(
		    hop_find(&a, &head, lists[i], &hop), cases[_i].want > 0);
		ck_assert_msg(hop.index == cases[_i].want, "%s: hop %zu",
		    cases[_i].label, hop.index);
		if (hop.index == 0)
			continue;
		ck_assert(str_eq(hop.received.helo, str_of(cases[_i].helo)));
		ck_assert(hop_at(&a, &head, hop.index, &same));
		ck_assert(ip_eq(same.received.ip, hop.received.ip));
	}
	arena_free(&a);
}
END_TEST

START_TEST(counts)
{
	struct arena a = { 0 };
	struct message_head head = read_head(&a, POSTFIX "To: x\n" SUBMITTED);
	struct hop hop = { .index = 77 };

	ck_assert_uint_eq(hop_count(&head), 2);
	ck_assert(hop_at(&a, &head, 2, &hop));
	ck_assert(str_eq(hop.received.by, S("mta1.example.com")));
	hop.index = 77;
	ck_assert(!hop_at(&a, &head, 0, &hop));
	ck_assert(!hop_at(&a, &head, 3, &hop));
	ck_assert_uint_eq(hop.index, 77);
	arena_free(&a);
}
END_TEST

Suite *
hop_suite(void)
{
	Suite *s = suite_create("hop");
	TCase *tc = tcase_create("hop");

	tcase_add_loop_test(tc, finds, 0, LENGTH(cases));
	tcase_add_test(tc, counts);
	suite_add_tcase(s, tc);
	return s;
}
