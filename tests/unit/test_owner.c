#include "fix/owner.h"

#include "unit.h"

static const struct {
	const char *name;
	enum owner owner;
	const char *whose;
} cases[] = {
	{ "example.com", OWNER_USER, "" },
	{ "_dmarc.example.com", OWNER_USER, "" },
	{ "mail.example.net", OWNER_USER, "" },          /* the host's */
	{ "bounce.sender.example.org", OWNER_USER, "" }, /* MAIL FROM's */
	{ "example.co.uk", OWNER_USER, "" },             /* a selector's */
	{ "other.co.uk", OWNER_OTHER, "" },
	{ "notexample.com", OWNER_OTHER, "" },
	{ "com", OWNER_OTHER, "" },
	{ "6.113.0.203.in-addr.arpa", OWNER_PROVIDER, "" },
	{ "8.b.d.0.1.0.0.2.ip6.arpa", OWNER_PROVIDER, "" },
	{ "ec2-203-0-113-6.compute-1.amazonaws.com", OWNER_OTHER,
	    "Amazon AWS" },
	{ "a8-5.smtp-out.amazonses.com", OWNER_OTHER, "Amazon SES" },
	{ "u1.wl.sendgrid.net", OWNER_OTHER, "SendGrid" },
};

static struct name
name_of(struct arena *a, const char *text)
{
	struct name name;

	ck_assert(name_parse(a, str_of(text), &name));
	return name;
}

START_TEST(tells_whose_a_name_is)
{
	struct arena a = { 0 };
	struct selector selector = { .domain = name_of(&a, "example.co.uk") };
	struct request req = {
		.domain = name_of(&a, "www.example.com"),
		.host = name_of(&a, "mta.example.net"),
		.mail_from = name_of(&a, "sender.example.org"),
		.selectors = &selector,
		.nselectors = 1,
	};
	struct name name = name_of(&a, cases[_i].name);

	ck_assert_msg(owner_of(&a, &req, NULL, name) == cases[_i].owner, "%s",
	    cases[_i].name);
	ck_assert_msg(str_eq(owner_text(&a, name), str_of(cases[_i].whose)),
	    "%s", cases[_i].name);
	arena_free(&a);
}
END_TEST

START_TEST(a_service_is_not_the_users)
{
	struct arena a = { 0 };
	struct request req = {
		.domain = name_of(&a, "example.com"),
		.mail_from = name_of(&a, "amazonses.com"),
	};

	ck_assert(owner_of(&a, &req, NULL, name_of(&a, "x.amazonses.com")) ==
	    OWNER_OTHER);
	ck_assert(owner_of(&a, &req, NULL, name_of(&a, "x.example.com")) ==
	    OWNER_USER);
	arena_free(&a);
}
END_TEST

Suite *
owner_suite(void)
{
	Suite *s = suite_create("owner");
	TCase *tc = tcase_create("owner");

	tcase_add_loop_test(tc, tells_whose_a_name_is, 0, LENGTH(cases));
	tcase_add_test(tc, a_service_is_not_the_users);
	suite_add_tcase(s, tc);
	return s;
}
