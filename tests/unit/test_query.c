#include "client/query.h"

#include "unit.h"

static const unsigned char wire[] = "\1q\4test";
static const struct question question = { { wire, sizeof(wire) }, TYPE_MX };

#define HEADER(flags, counts) "\x12\x34" flags counts
#define ONE                   "\0\1\0\0\0\0\0\0"
#define NONE                  "\0\0\0\0\0\0\0\0"
#define QUESTION              "\1q\4test\0\0\17\0\1"

START_TEST(writes)
{
	static const struct str want =
	    STR("\x12\x34\1\40\0\1\0\0\0\0\0\1" QUESTION
		"\0\0\51\4\320\0\0\0\0\0\0");
	struct query_form form = { .id = 0x1234 };
	unsigned char out[QUERY_MAX];
	size_t n = query_write(out, &question, &form);

	ck_assert(str_eq((struct str){ (char *)out, n }, want));
}
END_TEST

/* Signatures are asked for beside the SOA that they sign. */
START_TEST(writes_do)
{
	static const struct str want =
	    STR("\x12\x34\1\40\0\1\0\0\0\0\0\1\1q\4test\0\0\6\0\1"
		"\0\0\51\4\320\0\0\200\0\0\0");
	static const struct question signatures = { { wire, sizeof(wire) },
		TYPE_RRSIG };
	struct query_form form = { .id = 0x1234 };
	unsigned char out[QUERY_MAX];
	size_t n = query_write(out, &signatures, &form);

	ck_assert(str_eq((struct str){ (char *)out, n }, want));
}
END_TEST

START_TEST(writes_capitals_cd_and_no_edns)
{
	static const struct str want =
	    STR("\x12\x34\1\60\0\1\0\0\0\0\0\0\1Q\4tEsT\0\0\17\0\1");
	/* Octets 1, 4 and 6 are letters, 0 and 2 are lengths. */
	struct query_form form = {
		.id = 0x1234,
		.no_edns = true,
		.no_check = true,
		.capitals = { 0x57 },
	};
	unsigned char out[QUERY_MAX];
	size_t n = query_write(out, &question, &form);

	ck_assert(str_eq((struct str){ (char *)out, n }, want));
}
END_TEST

static const struct {
	const char *label;
	struct str message;
	enum query_match want;
} cases[] = {
	{ "the question", STR(HEADER("\200\0", ONE) QUESTION), MATCH_EXACT },
	{ "and records behind it",
	    STR(HEADER("\201\200", "\0\1\0\1\0\0\0\0") QUESTION "x"),
	    MATCH_EXACT },
	{ "another case", STR(HEADER("\200\0", ONE) "\1Q\4test\0\0\17\0\1"),
	    MATCH_CASE },
	{ "another ID", STR("\x12\x35\200\0" ONE QUESTION), MATCH_NONE },
	{ "no QR", STR(HEADER("\1\0", ONE) QUESTION), MATCH_NONE },
	{ "another opcode", STR(HEADER("\210\0", ONE) QUESTION), MATCH_NONE },
	{ "another name", STR(HEADER("\200\0", ONE) "\1r\4test\0\0\17\0\1"),
	    MATCH_NONE },
	{ "a name below it",
	    STR(HEADER("\200\0", ONE) "\1x\1q\4test\0\0\17\0\1"), MATCH_NONE },
	{ "another type", STR(HEADER("\200\0", ONE) "\1q\4test\0\0\20\0\1"),
	    MATCH_NONE },
	{ "a type that would be the same letter",
	    STR(HEADER("\200\0", ONE) "\1q\4test\0\0\17\0!"), MATCH_NONE },
	{ "another class", STR(HEADER("\200\0", ONE) "\1q\4test\0\0\17\0\3"),
	    MATCH_NONE },
	{ "two questions",
	    STR(HEADER("\200\0", "\0\2\0\0\0\0\0\0") QUESTION QUESTION),
	    MATCH_NONE },
	{ "no question, no error", STR(HEADER("\200\0", NONE)), MATCH_NONE },
	{ "no question, FORMERR", STR(HEADER("\200\1", NONE)), MATCH_HEADER },
	{ "no question, NOTIMP", STR(HEADER("\200\4", NONE)), MATCH_HEADER },
	{ "no question, SERVFAIL", STR(HEADER("\200\2", NONE)), MATCH_NONE },
	{ "no question, FORMERR, and a record",
	    STR(HEADER("\200\1", "\0\0\0\1\0\0\0\0") QUESTION), MATCH_NONE },
	{ "cut in the question",
	    STR(HEADER("\200\0", ONE) "\1q\4test\0\0\17\0"), MATCH_NONE },
	{ "cut in the header", STR("\x12\x34\200\0\0\1\0\0\0\0\0"),
	    MATCH_NONE },
	{ "nothing", STR(""), MATCH_NONE },
};

START_TEST(matches)
{
	struct query_form form = { .id = 0x1234 };
	unsigned char out[QUERY_MAX];

	query_write(out, &question, &form);
	ck_assert_msg(query_match(out, question.name.n, cases[_i].message) ==
		cases[_i].want,
	    "%s", cases[_i].label);
}
END_TEST

Suite *
query_suite(void)
{
	Suite *s = suite_create("query");
	TCase *tc = tcase_create("query");

	tcase_add_test(tc, writes);
	tcase_add_test(tc, writes_do);
	tcase_add_test(tc, writes_capitals_cd_and_no_edns);
	tcase_add_loop_test(tc, matches, 0, LENGTH(cases));
	suite_add_tcase(s, tc);
	return s;
}
