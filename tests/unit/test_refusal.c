#include "base/buf.h"
#include "check/finding.h"
#include "check/refusal.h"

#include "unit.h"

static const struct {
	const char *label;
	struct str text, want; /* receivers, and the first finding of each */
} cases[] = {
	{ "a code alone, of two", STR("5.7.25"),
	    STR("Gmail reverse.missing, any receiver (RFC 7372) reverse.missing, ") },
	{ "a whole reply",
	    STR("550-5.7.25 [203.0.113.6] The IP address sending this message "
		"does not have a PTR record. a1-b2.123 - gsmtp"),
	    STR("Gmail reverse.missing, ") },
	{ "words tell what a shared number is",
	    STR("550-5.7.26 This mail has been blocked because the sender is "
		"unauthenticated. Gmail requires all senders to authenticate"),
	    STR("Gmail spf.none, ") },
	{ "the same number, other words",
	    STR("550-5.7.26 Unauthenticated email from example.com is not "
		"accepted due to domain's DMARC policy. gsmtp"),
	    STR("Gmail spf.none, Gmail dmarc.unaligned, ") },
	{ "null MX, not SPF", STR("550 5.7.27 Sender address has null MX"),
	    STR("any receiver (RFC 7505) mx.null, ") },
	{ "SPF, not null MX", STR("550-5.7.27 ... SPF did not pass"),
	    STR("Gmail spf.none, ") },
	{ "Microsoft's",
	    STR("550 5.7.515 Access denied, sending domain EXAMPLE.COM does "
		"not meet the required authentication level."),
	    STR("Outlook.com spf.none, ") },
	{ "nothing that is published",
	    STR("421 4.7.0 [TSS04] Messages from 203.0.113.6 temporarily "
		"deferred"),
	    STR("Yahoo -, ") },
	{ "words without a code", STR("554 [HME1] message rejected"),
	    STR("iCloud spf.none, ") },
	{ "a deferral", STR("450 4.1.8 domain not found"),
	    STR("iCloud domain.missing, any receiver (RFC 5321) domain.missing, ") },
	{ "two parts and the end", STR("5.7"), STR("") },
	{ "no part after a dot", STR("5.7."), STR("") },
	{ "a word for a part", STR("5.7x25"), STR("") },
	{ "an address is no code", STR("5.7.25.1 5.7.25.2"), STR("") },
	{ "a part of a number is none", STR("15.7.25"), STR("") },
	{ "a code that nobody uses", STR("5.9.99"), STR("") },
	{ "a basic code alone", STR("550"), STR("") },
	{ "nothing", STR(""), STR("") },
};

START_TEST(finds)
{
	const struct refusal *found[REFUSAL_COUNT];
	struct arena a = { 0 };
	struct buf b = { .a = &a };
	size_t n = refusal_find(&a, cases[_i].text, found);

	for (size_t i = 0; i < n; i++) {
		struct str rest = str_of(found[i]->findings), first = S("-");

		if (rest.n > 0)
			str_cut(&rest, ' ', &first);
		buf_printf(&b, "%s %.*s, ", found[i]->receiver, PSTR(first));
	}
	ck_assert_msg(str_eq(buf_view(&b), cases[_i].want), "%s: %.*s",
	    cases[_i].label, PSTR(buf_view(&b)));
	arena_free(&a);
}
END_TEST

/* Every code of the table is a finding's, words are in lower case, and a row
 * without codes has words. */
START_TEST(holds_its_rules)
{
	const struct refusal *refusal = &refusals[_i];
	struct str rest = str_of(refusal->findings), code;

	while (rest.n > 0 && str_cut(&rest, ' ', &code))
		ck_assert_msg(
		    finding_by_code(code) != FINDING_COUNT, "%.*s", PSTR(code));
	ck_assert(refusal->codes[0] != '\0' || refusal->words[0] != '\0');
	for (const char *s = refusal->words; *s != '\0'; s++)
		ck_assert(byte_lower(*s) == *s);
	for (const char *s = refusal->marks; *s != '\0'; s++)
		ck_assert(byte_lower(*s) == *s);
	rest = str_of(refusal->codes);
	while (rest.n > 0 && str_cut(&rest, ' ', &code))
		ck_assert_msg(
		    str_eq(refusal_code(code), code), "%.*s", PSTR(code));
}
END_TEST

Suite *
refusal_suite(void)
{
	Suite *s = suite_create("refusal");
	TCase *tc = tcase_create("refusal");

	tcase_add_loop_test(tc, finds, 0, LENGTH(cases));
	tcase_add_loop_test(tc, holds_its_rules, 0, REFUSAL_COUNT);
	suite_add_tcase(s, tc);
	return s;
}
