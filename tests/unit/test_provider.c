#include "mail/provider.h"

#include "unit.h"

START_TEST(recognises)
{
	ck_assert_str_eq(
	    provider_by_dkim(S("x1.dkim.AmazonSES.com"))->name, "Amazon SES");
	ck_assert_str_eq(
	    provider_by_spf(S("_spf.google.com"))->name, "Google Workspace");
	ck_assert(provider_by_spf(S("eu.mailgun.org")) ==
	    provider_by_id(S("mailgun")));
	ck_assert(provider_by_spf(S("notmailgun.org")) == NULL);
	ck_assert(provider_by_spf(S("")) == NULL);
	ck_assert(provider_by_dkim(S("mailgun.org")) == NULL);
	ck_assert(provider_by_id(S("")) == NULL);
}
END_TEST

START_TEST(rows_are_whole)
{
	for (const struct provider *p = providers; p->id.n > 0; p++) {
		ck_assert(provider_by_id(p->id) == p);
		ck_assert(p->name != NULL && p->advice != NULL);
		ck_assert(p->selectors != NULL && p->spf[0].n > 0);
	}
}
END_TEST

Suite *
provider_suite(void)
{
	Suite *s = suite_create("provider");
	TCase *tc = tcase_create("provider");

	tcase_add_test(tc, recognises);
	tcase_add_test(tc, rows_are_whole);
	suite_add_tcase(s, tc);
	return s;
}
