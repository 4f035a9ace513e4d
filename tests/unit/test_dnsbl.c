#include "mail/dnsbl.h"

#include "unit.h"

START_TEST(rows_are_whole)
{
	struct arena a = { 0 };
	const struct dnsbl *list = &dnsbl[_i];
	struct name listed = dnsbl_listed_name(&a, (enum dnsbl_id)_i, S(""));
	struct name clean = dnsbl_clean_name(&a, (enum dnsbl_id)_i, S(""));

	ck_assert_msg(listed.n > 0 && clean.n > 0, "%s", list->zone);
	ck_assert_msg(!name_eq(listed, clean), "%s", list->zone);
	ck_assert_msg(
	    str_starts(str_of(list->site), S("https://")), "%s", list->zone);
	arena_free(&a);
}
END_TEST

static const struct {
	enum dnsbl_id list;
	const char *ip;
	const char *want; /* NULL: there is nothing to ask */
	const char *key;
} names[] = {
	{ DNSBL_ZEN, "203.0.113.6", "6.113.0.203.zen.spamhaus.org", "" },
	{ DNSBL_ZEN, "203.0.113.6", "6.113.0.203.k9.zen.dq.spamhaus.net",
	    "k9" },
	{ DNSBL_BLOCKLIST_DE, "203.0.113.6", "6.113.0.203.bl.blocklist.de",
	    "k9" },
	{ DNSBL_ZEN, "2001:db8::6",
	    "6.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2."
	    "zen.spamhaus.org",
	    "" },
	{ DNSBL_EATINGMONKEY, "2001:db8::6",
	    "6.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2."
	    "bl.ipv6.spameatingmonkey.net",
	    "" },
	{ DNSBL_MAILSPIKE, "2001:db8::6", NULL, "" },
	{ DNSBL_DBL, "203.0.113.6", NULL, "" },
};

START_TEST(names_of_addresses)
{
	struct arena a = { 0 };
	struct name name = { 0 };
	struct ip ip;
	bool ok;

	ck_assert(ip_parse(str_of(names[_i].ip), &ip));
	ok = dnsbl_address_name(
	    &a, names[_i].list, ip, str_of(names[_i].key), &name);
	ck_assert_msg(ok == (names[_i].want != NULL), "%s", names[_i].ip);
	if (ok)
		ck_assert_msg(
		    str_eq(name_text(&a, name), str_of(names[_i].want)), "%.*s",
		    PSTR(name_text(&a, name)));
	arena_free(&a);
}
END_TEST

static const struct {
	const char *name, *want;
} masked[] = {
	{ "6.113.0.203.k9.zen.dq.spamhaus.net",
	    "6.113.0.203.key.zen.dq.spamhaus.net" },
	{ "a.example.com.k9.dbl.dq.spamhaus.net",
	    "a.example.com.key.dbl.dq.spamhaus.net" },
	{ "k9.zen.dq.spamhaus.net", "key.zen.dq.spamhaus.net" },
	{ "zen.dq.spamhaus.net", "zen.dq.spamhaus.net" },
	{ "6.113.0.203.k9.zen.dq.spamhaus.org",
	    "6.113.0.203.k9.zen.dq.spamhaus.org" },
	{ "example.com", "example.com" },
};

START_TEST(masks_keys)
{
	struct arena a = { 0 };
	struct name name;

	ck_assert(name_parse(&a, str_of(masked[_i].name), &name));
	name = dnsbl_masked(&a, name);
	ck_assert_msg(str_eq(name_text(&a, name), str_of(masked[_i].want)),
	    "%.*s", PSTR(name_text(&a, name)));
	arena_free(&a);
}
END_TEST

static const struct {
	enum dnsbl_id list;
	const char *answer; /* empty: nothing is there */
	enum dnsbl_meaning want;
} replies[] = {
	{ DNSBL_ZEN, "", DNSBL_IS_NOTHING },
	{ DNSBL_ZEN, "127.0.0.2", DNSBL_IS_LISTED },
	{ DNSBL_ZEN, "127.0.0.9", DNSBL_IS_LISTED },
	{ DNSBL_ZEN, "127.0.0.10", DNSBL_IS_POLICY },
	{ DNSBL_ZEN, "127.0.0.12", DNSBL_IS_LISTED }, /* nobody knows it yet */
	{ DNSBL_ZEN, "127.255.255.254", DNSBL_IS_REFUSED },
	{ DNSBL_ZEN, "128.0.0.2", DNSBL_IS_HIJACKED },
	{ DNSBL_DBL, "127.0.1.106", DNSBL_IS_LISTED },
	{ DNSBL_DBL, "127.0.1.255", DNSBL_IS_NOTHING },
	{ DNSBL_MAILSPIKE, "127.0.0.12", DNSBL_IS_LISTED },
	{ DNSBL_MAILSPIKE, "127.0.0.13", DNSBL_IS_NOTHING },
	{ DNSBL_MAILSPIKE, "127.0.0.16", DNSBL_IS_NOTHING },
	{ DNSBL_MAILSPIKE, "127.0.0.17", DNSBL_IS_GOOD },
	{ DNSBL_DNSWL, "127.0.5.0", DNSBL_IS_GOOD },
	{ DNSBL_DNSWL, "127.0.0.255", DNSBL_IS_REFUSED },
	{ DNSBL_DNSWL, "127.0.10.3", DNSBL_IS_REFUSED },
	{ DNSBL_SURBL, "127.0.0.1", DNSBL_IS_REFUSED },
	{ DNSBL_SURBL, "127.0.0.8", DNSBL_IS_LISTED },
	{ DNSBL_URIBL, "127.0.0.1", DNSBL_IS_REFUSED },
	{ DNSBL_URIBL, "127.0.0.2", DNSBL_IS_LISTED },
	{ DNSBL_BLOCKLIST_DE, "127.0.0.1", DNSBL_IS_LISTED },
};

START_TEST(reads_replies)
{
	struct answer answer = { .status = ANSWER_NXDOMAIN };
	struct record record = { .type = TYPE_A, .n = 4 };
	struct ip ip;

	if (ip_parse(str_of(replies[_i].answer), &ip)) {
		record.data = ip.b;
		answer.status = ANSWER_NOERROR;
		answer.n = 1;
		answer.records = &record;
	}
	ck_assert_msg(
	    dnsbl_read(replies[_i].list, &answer).meaning == replies[_i].want,
	    "%s %s", dnsbl[replies[_i].list].zone, replies[_i].answer);
}
END_TEST

Suite *
dnsbl_suite(void)
{
	Suite *s = suite_create("dnsbl");
	TCase *tc = tcase_create("dnsbl");

	tcase_add_loop_test(tc, rows_are_whole, 0, DNSBL_COUNT);
	tcase_add_loop_test(tc, names_of_addresses, 0, LENGTH(names));
	tcase_add_loop_test(tc, masks_keys, 0, LENGTH(masked));
	tcase_add_loop_test(tc, reads_replies, 0, LENGTH(replies));
	suite_add_tcase(s, tc);
	return s;
}
