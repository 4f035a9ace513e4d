/* What the tables must keep to: codes are public, and other tables know them.
 */
#include "check/check.h"
#include "check/example.h"
#include "check/finding.h"
#include "dns/answer.h"

#include "unit.h"

/* Where the check of a finding stands in the order of checks.def; what any
 * check can find comes last. */
static enum check_id
place_of(const char *check)
{
	enum check_id id = check_by_name(str_of(check));

	ck_assert_msg(id < CHECK_COUNT || str_eq(str_of(check), S("dns")),
	    "no check: %s", check);
	return id;
}

START_TEST(codes_begin_with_their_check)
{
	const struct finding_info *info = &finding_info[_i];
	size_t n = str_of(info->check).n;
	struct str code = str_of(info->code);

	place_of(info->check);
	ck_assert_msg(str_eq(str_to(code, n), str_of(info->check)) &&
		code.n > n + 1 && code.s[n] == '.',
	    "%s is of %s", info->code, info->check);
}
END_TEST

START_TEST(codes_are_unique_and_in_order)
{
	const struct finding_info *info = &finding_info[_i];

	ck_assert_int_eq(finding_by_code(str_of(info->code)), _i);
	if (_i > 0)
		ck_assert_msg(place_of(finding_info[_i - 1].check) <=
			place_of(info->check),
		    "%s stands behind %s", info->code,
		    finding_info[_i - 1].code);
}
END_TEST

START_TEST(rows_are_whole)
{
	const struct finding_info *info = &finding_info[_i];

	ck_assert(str_of(info->title).n > 0 && str_of(info->why).n > 0);
	ck_assert(str_of(info->fix).n > 0 && str_of(info->reference).n > 0);
	ck_assert_msg(
	    !str_ends(str_of(info->title), S(".")), "%s", info->title);
}
END_TEST

/* Each has lines, and the last one ends. */
START_TEST(codes_have_an_example)
{
	const struct example *e = &example[_i];
	const char *code = finding_info[_i].code;

	ck_assert_msg(e->before != NULL && e->after != NULL, "%s", code);
	ck_assert_msg(str_ends(str_of(e->before), S("\n")), "%s", code);
	ck_assert_msg(str_ends(str_of(e->after), S("\n")), "%s", code);
	ck_assert_msg(!str_eq(str_of(e->before), str_of(e->after)), "%s", code);
}
END_TEST

/* A status that is no answer has the code that tells of it. */
START_TEST(statuses_have_codes)
{
	static const struct {
		enum answer_status status;
		const char *code;
	} all[] = {
#define STATUS(id, text, finding, words) { ANSWER_##id, finding },
#include "dns/status.def"
#undef STATUS
	};

	for (size_t i = 0; i < LENGTH(all); i++) {
		struct answer answer = { .status = all[i].status };
		enum finding_id id = finding_by_code(str_of(all[i].code));

		if (answer_is_known(&answer) || all[i].status == ANSWER_ALIAS ||
		    all[i].status == ANSWER_REFERRAL)
			ck_assert_str_eq(all[i].code, "");
		else
			ck_assert_msg(id < FINDING_COUNT &&
				str_eq(
				    str_of(finding_info[id].check), S("dns")),
			    "no code: '%s'", all[i].code);
		ck_assert_int_eq(finding_of_status(all[i].status), id);
	}
}
END_TEST

Suite *
finding_suite(void)
{
	Suite *s = suite_create("finding");
	TCase *tc = tcase_create("finding");

	tcase_add_loop_test(tc, codes_begin_with_their_check, 0, FINDING_COUNT);
	tcase_add_loop_test(
	    tc, codes_are_unique_and_in_order, 0, FINDING_COUNT);
	tcase_add_loop_test(tc, rows_are_whole, 0, FINDING_COUNT);
	tcase_add_loop_test(tc, codes_have_an_example, 0, FINDING_COUNT);
	tcase_add_test(tc, statuses_have_codes);
	suite_add_tcase(s, tc);
	return s;
}
