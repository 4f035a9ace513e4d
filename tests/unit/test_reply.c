#include "base/buf.h"
#include "client/query.h"
#include "client/reply.h"

#include "unit.h"

/* clang-format off */

/* Messages by hand.  The question is q.test, its name at octet 12. */
#define COUNTS(qd, an, ns, ar) "\0" qd "\0" an "\0" ns "\0" ar
#define ASKED(type)	       "\1q\4test\0\0" type "\0\1"
#define REPLY(an, ns, ar)      "\x12\x34\x81\x80" COUNTS("\1", an, ns, ar)
#define FAILED(rcode, ns, ar) \
	"\x12\x34\x81" rcode COUNTS("\1", "\0", ns, ar)
#define Q		   "\300\14" /* a pointer to the question's name */
#define TEST		   "\300\16" /* to test. */
#define N		   "\300\44" /* to the first record's data */
#define IN		   "\0\1"
#define TTL		   "\0\0\1\54" /* 300 */
#define RR(type, n, data)  Q "\0" type IN TTL "\0" n data
#define A(last)		   RR("\1", "\4", "\300\0\2" last)
#define OPT(n, options) "\0\0\51\4\320\0\0\0\0\0" n options

#define A_TYPE	  "\1"
#define NS_TYPE	  "\2"
#define CNAME_TYPE "\5"
#define PTR_TYPE  "\14"
#define MX_TYPE	  "\17"
#define TXT_TYPE  "\20"

/* An SOA with the root for both names and a MINIMUM of 60. */
#define SOA_DATA \
	"\0\26\0\0" \
	"\0\0\0\1\0\0\0\2\0\0\0\3\0\0\0\4\0\0\0\74"
#define SOA(owner) owner "\0\6" IN TTL SOA_DATA

/* clang-format on */

static const struct {
	const char *label;
	uint16_t type;
	struct str wire;
	const char *want; /* NULL: not to be believed */
} cases[] = {
	{ "an address", TYPE_A,
	    STR(REPLY("\1", "\0", "\0") ASKED(A_TYPE) A("\1")),
	    "NOERROR 192.0.2.1 ttl=300" },
	{ "records in order, none twice", TYPE_A,
	    STR(REPLY("\3", "\0", "\0") ASKED(A_TYPE) A("\2") A("\1") A("\2")),
	    "NOERROR 192.0.2.1 192.0.2.2 ttl=300" },
	{ "the least TTL", TYPE_A,
	    STR(REPLY("\2", "\0", "\0") ASKED(A_TYPE) A("\1") Q
		"\0\1" IN "\0\0\0\7\0\4\300\0\2\2"),
	    "NOERROR 192.0.2.1 192.0.2.2 ttl=7" },
	{ "a TTL with the top bit is 0", TYPE_A,
	    STR(REPLY("\1", "\0", "\0") ASKED(A_TYPE) Q
		"\0\1" IN "\200\0\0\7\0\4\300\0\2\1"),
	    "NOERROR 192.0.2.1 ttl=0" },
	{ "octets behind the last record don't matter", TYPE_A,
	    STR(REPLY("\1", "\0", "\0") ASKED(A_TYPE) A("\1") "junk"),
	    "NOERROR 192.0.2.1 ttl=300" },
	{ "another owner", TYPE_A,
	    STR(REPLY("\1", "\0", "\0") ASKED(A_TYPE) "\1r\300\16\0\1" IN TTL
						      "\0\4\300\0\2\1"),
	    "NODATA ttl=0" },
	{ "another class", TYPE_A,
	    STR(REPLY("\1", "\0", "\0") ASKED(A_TYPE) Q "\0\1\0\3" TTL
							"\0\4\300\0\2\1"),
	    "NODATA ttl=0" },
	{ "another type", TYPE_A,
	    STR(REPLY("\1", "\0", "\0") ASKED(A_TYPE) RR("\20", "\2", "\1x")),
	    "NODATA ttl=0" },
	{ "authority and additional records are no answer", TYPE_A,
	    STR(REPLY("\0", "\1", "\1") ASKED(A_TYPE) A("\1") A("\2")),
	    "NODATA ttl=0" },
	{ "NODATA, and how long", TYPE_A,
	    STR(REPLY("\0", "\1", "\0") ASKED(A_TYPE) SOA("\300\16")),
	    "NODATA ttl=60" },
	{ "an SOA of another zone does not count", TYPE_A,
	    STR(REPLY("\0", "\1", "\0") ASKED(A_TYPE) SOA("\1x\0")),
	    "NODATA ttl=0" },
	{ "a referral", TYPE_A,
	    STR(REPLY("\0", "\1", "\0") ASKED(A_TYPE) RR("\2", "\1", "\0")),
	    "REFERRAL ns=q.test . ttl=300" },
	{ "a referral with glue", TYPE_A,
	    STR(REPLY("\0", "\1", "\2") ASKED(A_TYPE) TEST
		"\0\2" IN TTL "\0\4\1n\300\16" N "\0\1" IN TTL
		"\0\4\300\0\2\1" N "\0\1\0\3" TTL "\0\4\300\0\2\2"),
	    "REFERRAL ns=test n.test ttl=300 n.test=192.0.2.1" },
	{ "an address of a server that a referral does not name", TYPE_A,
	    STR(REPLY("\0", "\1", "\1") ASKED(A_TYPE) TEST
		"\0\2" IN TTL "\0\4\1n\300\16" A("\1")),
	    "REFERRAL ns=test n.test ttl=300" },
	{ "a referral to where the name is not", TYPE_A,
	    STR(REPLY("\0", "\1", "\0") ASKED(A_TYPE) "\1x\300\16\0\2" IN TTL
						      "\0\2\300\14"),
	    "REFERRAL ttl=0" },
	{ "a referral, and NS records of another zone", TYPE_A,
	    STR(REPLY("\0", "\2", "\0") ASKED(A_TYPE) RR(
		NS_TYPE, "\2", "\300\14") TEST "\0\2" IN TTL "\0\4\1n\300\16"),
	    "REFERRAL ns=q.test q.test ttl=300" },
	{ "a referral with damaged glue", TYPE_A,
	    STR(REPLY("\0", "\1", "\1") ASKED(A_TYPE) TEST
		"\0\2" IN TTL "\0\4\1n\300\16" N "\0\1" IN TTL "\0\3\300\0\2"),
	    "REFERRAL ttl=0" },
	{ "NS records beside an SOA are no referral", TYPE_A,
	    STR(REPLY("\0", "\2", "\0") ASKED(A_TYPE) RR("\2", "\1", "\0")
		    SOA("\300\16")),
	    "NODATA ttl=60" },
	{ "NXDOMAIN", TYPE_A,
	    STR(FAILED("\203", "\1", "\0") ASKED(A_TYPE) SOA("\300\16")),
	    "NXDOMAIN ttl=60" },
	{ "SERVFAIL", TYPE_A, STR(FAILED("\202", "\0", "\0") ASKED(A_TYPE)),
	    "SERVFAIL ttl=0" },
	{ "REFUSED", TYPE_A, STR(FAILED("\205", "\0", "\0") ASKED(A_TYPE)),
	    "REFUSED ttl=0" },
	{ "records beside an error don't count", TYPE_A,
	    STR("\x12\x34\x81\x82" COUNTS("\1", "\1", "\0", "\0") ASKED(A_TYPE)
		    A("\1")),
	    "SERVFAIL ttl=0" },
	{ "records beside NXDOMAIN don't count", TYPE_A,
	    STR("\x12\x34\x81\x83" COUNTS("\1", "\1", "\0", "\0") ASKED(A_TYPE)
		    A("\1")),
	    "NXDOMAIN ttl=0" },
	{ "TC: the rest is not even read", TYPE_A,
	    STR("\x12\x34\x83\x80" COUNTS("\1", "\7", "\0", "\0")
		    ASKED(A_TYPE) "x"),
	    "truncated" },
	{ "AD", TYPE_A,
	    STR("\x12\x34\x81\xa0" COUNTS("\1", "\1", "\0", "\0") ASKED(A_TYPE)
		    A("\1")),
	    "NOERROR 192.0.2.1 ttl=300 ad" },

	{ "a CNAME, and its address before it", TYPE_A,
	    STR(REPLY("\2", "\0", "\0")
		    ASKED(A_TYPE) "\1r\300\16\0\1" IN TTL "\0\4\300\0\2\1" RR(
			"\5", "\4", "\1R\300\16")),
	    "NOERROR cname=r.test 192.0.2.1 ttl=300" },
	{ "an address beside a CNAME does not count", TYPE_A,
	    STR(REPLY("\2", "\0", "\0") ASKED(A_TYPE) A("\1")
		    RR("\5", "\4", "\1r\300\16")),
	    "ALIAS cname=r.test ttl=300" },
	{ "a CNAME of another class", TYPE_A,
	    STR(REPLY("\1", "\0", "\0") ASKED(A_TYPE) Q "\0\5\0\3" TTL
							"\0\4\1r\300\16"),
	    "NODATA ttl=0" },
	{ "the type CNAME is not followed", TYPE_CNAME,
	    STR(REPLY("\1", "\0", "\0") ASKED(CNAME_TYPE)
		    RR("\5", "\4", "\1r\300\16")),
	    "NOERROR r.test ttl=300" },
	{ "a CNAME whose target is left to ask for", TYPE_A,
	    STR(REPLY("\1", "\0", "\0") ASKED(A_TYPE)
		    RR("\5", "\4", "\1r\300\16")),
	    "ALIAS cname=r.test ttl=300" },
	{ "a CNAME whose target has no such record", TYPE_A,
	    STR(REPLY("\1", "\1", "\0") ASKED(A_TYPE)
		    RR("\5", "\4", "\1r\300\16") SOA("\300\16")),
	    "NODATA cname=r.test ttl=60" },
	{ "an SOA that does not cover the target", TYPE_A,
	    STR(REPLY("\1", "\1", "\0") ASKED(A_TYPE) RR("\5", "\3", "\1r\0")
		    SOA("\300\16")),
	    "ALIAS cname=r ttl=300" },
	{ "a CNAME to itself", TYPE_A,
	    STR(REPLY("\1", "\0", "\0") ASKED(A_TYPE) RR("\5", "\2", Q)),
	    "LOOP ttl=300" },
	{ "two CNAMEs", TYPE_A,
	    STR(REPLY("\2", "\0", "\0") ASKED(A_TYPE) RR("\5", "\3", "\1r\0")
		    RR("\5", "\3", "\1s\0")),
	    "SERVFAIL ttl=0 note=a name has more than one CNAME" },
	{ "one CNAME twice", TYPE_A,
	    STR(REPLY("\2", "\0", "\0") ASKED(A_TYPE) RR("\5", "\3", "\1r\0")
		    RR("\5", "\3", "\1R\0")),
	    "ALIAS cname=r ttl=300" },
	{ "a CNAME with octets to spare", TYPE_A,
	    STR(REPLY("\1", "\0", "\0") ASKED(A_TYPE) RR("\5", "\4", "\1r\0x")),
	    NULL },

	{ "MX", TYPE_MX,
	    STR(REPLY("\1", "\0", "\0") ASKED(MX_TYPE)
		    RR("\17", "\6", "\0\12\1M\300\16")),
	    "NOERROR 10 m.test ttl=300" },
	{ "MX with an octet to spare", TYPE_MX,
	    STR(REPLY("\1", "\0", "\0") ASKED(MX_TYPE)
		    RR("\17", "\6", "\0\12\1m\0x")),
	    NULL },
	{ "MX of two octets", TYPE_MX,
	    STR(REPLY("\1", "\0", "\0") ASKED(MX_TYPE)
		    RR("\17", "\2", "\0\12")),
	    NULL },
	{ "MX whose name goes on behind it", TYPE_MX,
	    STR(REPLY("\1", "\0", "\0") ASKED(MX_TYPE)
		    RR("\17", "\4", "\0\12\1m\0")),
	    NULL },
	{ "TXT with a NUL", TYPE_TXT,
	    STR(REPLY("\1", "\0", "\0") ASKED(TXT_TYPE)
		    RR("\20", "\5", "\2a\0\1b")),
	    "NOERROR \"a\\000\" \"b\" ttl=300" },
	{ "TXT that its strings don't fill", TYPE_TXT,
	    STR(REPLY("\1", "\0", "\0") ASKED(TXT_TYPE)
		    RR("\20", "\3", "\1ab")),
	    NULL },
	{ "TXT whose string goes on behind it", TYPE_TXT,
	    STR(REPLY("\1", "\0", "\0") ASKED(TXT_TYPE) RR("\20", "\2", "\2a")),
	    NULL },
	{ "TXT without a string", TYPE_TXT,
	    STR(REPLY("\1", "\0", "\0") ASKED(TXT_TYPE) RR("\20", "\0", "")),
	    NULL },
	{ "a dot in a label is not the dot between labels", TYPE_PTR,
	    STR(REPLY("\1", "\0", "\0") ASKED(PTR_TYPE)
		    RR("\14", "\5", "\3a.b\0")),
	    "NOERROR a\\.b ttl=300" },
	{ "an address of five octets", TYPE_A,
	    STR(REPLY("\1", "\0", "\0") ASKED(A_TYPE)
		    RR("\1", "\5", "\300\0\2\1x")),
	    NULL },

	{ "more records than there are", TYPE_A,
	    STR(REPLY("\2", "\0", "\0") ASKED(A_TYPE) A("\1")), NULL },
	{ "65535 of each", TYPE_A,
	    STR("\x12\x34\x81\x80\0\1\377\377\377\377\377\377" ASKED(A_TYPE)
		    A("\1")),
	    NULL },
	{ "data past the end", TYPE_A,
	    STR(REPLY("\1", "\0", "\0") ASKED(A_TYPE) Q "\0\1" IN TTL
							"\377\377\300\0\2\1"),
	    NULL },
	{ "a pointer to itself", TYPE_A,
	    STR(REPLY("\1", "\0", "\0") ASKED(A_TYPE) "\300\30\0\1" IN TTL
						      "\0\4\300\0\2\1"),
	    NULL },
	{ "a pointer forward", TYPE_A,
	    STR(REPLY("\1", "\0", "\0") ASKED(A_TYPE) "\300\40\0\1" IN TTL
						      "\0\4\300\0\2\1"),
	    NULL },
	{ "a pointer back into its own name", TYPE_A,
	    STR(REPLY("\1", "\0", "\0") ASKED(A_TYPE) "\1x\300\27\0\1" IN TTL
						      "\0\4\300\0\2\1"),
	    NULL },
	{ "a label of another kind", TYPE_A,
	    STR(REPLY("\1", "\0", "\0") ASKED(A_TYPE) "\100\0\0\1" IN TTL
						      "\0\4\300\0\2\1"),
	    NULL },

	{ "an extended error", TYPE_A,
	    STR(FAILED("\202", "\0", "\1") ASKED(A_TYPE)
		    OPT("\10", "\0\17\0\4\0\6no")),
	    "SERVFAIL ttl=0 note=DNSSEC bogus (extended error 6): no" },
	{ "the question's capitals are ours, and not part of the text", TYPE_A,
	    STR(FAILED("\202", "\0", "\1") ASKED(A_TYPE)
		    OPT("\30", "\0\17\0\24\0\6<Q.tESt.> Bad TEST")),
	    "SERVFAIL ttl=0 note=DNSSEC bogus (extended error 6): "
	    "<q.test.> Bad test" },
	{ "one that says that the answer was altered goes first", TYPE_A,
	    STR(REPLY("\0", "\0", "\1") ASKED(A_TYPE)
		    OPT("\14", "\0\17\0\2\0\3\0\17\0\2\0\17")),
	    "NODATA ttl=0 filtered note=blocked (extended error 15)" },
	{ "one that nobody knows", TYPE_A,
	    STR(REPLY("\0", "\0", "\1") ASKED(A_TYPE)
		    OPT("\6", "\0\17\0\2\377\377")),
	    "NODATA ttl=0 note=unknown error (extended error 65535)" },
	{ "one without its code is none", TYPE_A,
	    STR(REPLY("\0", "\0", "\1") ASKED(A_TYPE) OPT("\5", "\0\17\0\1\0")),
	    "NODATA ttl=0" },
	{ "an option past the end of OPT", TYPE_A,
	    STR(REPLY("\0", "\0", "\1") ASKED(A_TYPE)
		    OPT("\6", "\0\17\0\3\0\6")),
	    NULL },
	{ "an OPT record past the end", TYPE_A,
	    STR(REPLY("\0", "\0", "\1") ASKED(A_TYPE) OPT("\6", "\0\17")),
	    NULL },
	{ "two OPT records", TYPE_A,
	    STR(REPLY("\0", "\0", "\2") ASKED(A_TYPE) OPT("\0", "")
		    OPT("\0", "")),
	    NULL },
	{ "BADVERS: an RCODE's upper bits", TYPE_A,
	    STR(REPLY("\1", "\0", "\1") ASKED(A_TYPE)
		    A("\1") "\0\0\51\4\320\1\0\0\0\0\0"),
	    "SERVFAIL ttl=300" },
	{ "an error without the question", TYPE_A,
	    STR("\x12\x34\x81\x81" COUNTS("\0", "\0", "\0", "\0")),
	    "SERVFAIL ttl=0" },
	{ "two questions", TYPE_A,
	    STR("\x12\x34\x81\x80" COUNTS("\2", "\0", "\0", "\0") ASKED(A_TYPE)
		    ASKED(A_TYPE)),
	    NULL },
};

static struct str
describe(struct arena *a, const struct reply *reply)
{
	const struct answer *answer = &reply->answer;
	struct buf b = { .a = a };

	if (reply->is_truncated)
		return S("truncated");
	buf_str(&b, answer_status_text(answer->status));
	if (answer->status == ANSWER_REFERRAL && answer->n > 0)
		buf_printf(&b, " ns=%.*s", PSTR(name_text(a, answer->zone)));
	for (size_t i = 0; i < answer->ncnames; i++)
		buf_printf(
		    &b, " cname=%.*s", PSTR(name_text(a, answer->cnames[i])));
	for (size_t i = 0; i < answer->n; i++)
		buf_printf(
		    &b, " %.*s", PSTR(record_text(a, &answer->records[i])));
	buf_printf(&b, " ttl=%u", answer->ttl);
	for (size_t i = 0; i < answer->nglue; i++)
		buf_printf(&b, " %.*s=%.*s",
		    PSTR(name_text(a, answer->glue[i].server)),
		    PSTR(record_text(a, &answer->glue[i].address)));
	if (answer->authenticated)
		buf_text(&b, " ad");
	if (reply->is_filtered)
		buf_text(&b, " filtered");
	if (answer->note.n > 0)
		buf_printf(&b, " note=%.*s", PSTR(answer->note));
	return buf_view(&b);
}

static struct question
question_of(struct arena *a, uint16_t type)
{
	struct question q = { .type = type };

	ck_assert(name_parse(a, S("q.test"), &q.name));
	return q;
}

START_TEST(reads)
{
	struct arena a = { 0 };
	struct question q = question_of(&a, cases[_i].type);
	struct reply reply = { 0 };
	bool ok = reply_read(&a, cases[_i].wire, &q, &reply);
	struct str got = ok ? describe(&a, &reply) : S("(nothing)");

	ck_assert_msg(ok == (cases[_i].want != NULL), "%s: %.*s",
	    cases[_i].label, PSTR(got));
	if (ok)
		ck_assert_msg(str_eq(got, str_of(cases[_i].want)), "%s: %.*s",
		    cases[_i].label, PSTR(got));
	arena_free(&a);
}
END_TEST

/* Cut anywhere, no message says anything that it did not. */
START_TEST(believes_no_part)
{
	struct arena a = { 0 };
	struct question q = question_of(&a, cases[_i].type);
	struct str wire = cases[_i].wire;
	struct reply reply;

	for (size_t n = 0; n < wire.n; n++) {
		struct str part = arena_str(&a, str_to(wire, n));

		if (reply_read(&a, part, &q, &reply) &&
		    reply.answer.status == ANSWER_NOERROR &&
		    !reply.is_truncated)
			ck_assert_msg(reply.answer.n > 0, "%s: %zu octets",
			    cases[_i].label, n);
	}
	arena_free(&a);
}
END_TEST

START_TEST(follows_16_cnames)
{
	struct arena a = { 0 };
	struct question q = question_of(&a, TYPE_A);
	struct reply reply;

	for (int n = CNAME_CHAIN_MAX; n <= CNAME_CHAIN_MAX + 1; n++) {
		struct buf b = { .a = &a };

		buf_printf(&b, "\x12\x34\x81\x80%c\1%c%c%c%c%c%c", 0, 0, n, 0,
		    0, 0, 0);
		buf_str(&b, S(ASKED(A_TYPE)));
		for (int i = 0; i < n; i++) {
			if (i == 0)
				buf_str(&b, S(Q));
			else
				buf_printf(&b, "\1%c%c", 'a' + i, 0);
			buf_str(&b, S("\0\5" IN TTL "\0\3"));
			buf_printf(&b, "\1%c%c", 'a' + i + 1, 0);
		}
		ck_assert(reply_read(&a, buf_view(&b), &q, &reply));
		ck_assert_int_eq(reply.answer.status,
		    n == CNAME_CHAIN_MAX ? ANSWER_ALIAS : ANSWER_SERVFAIL);
	}
	arena_free(&a);
}
END_TEST

/* MX records whose names are a pointer in the message and 250 octets without
 * compression. */
START_TEST(expands_no_bomb)
{
	struct arena a = { 0 };
	struct question q = question_of(&a, TYPE_MX);
	struct reply reply;

	for (int n = 300; n <= 700; n += 400) {
		struct buf b = { .a = &a };

		buf_str(&b, S("\x12\x34\x81\x80\0\1"));
		buf_printf(&b, "%c%c%c%c%c%c", n >> 8, n & 0xff, 0, 0, 0, 0);
		buf_str(&b, S(ASKED(MX_TYPE)));
		for (int i = 0; i < n; i++) {
			buf_str(&b, S(Q "\0\17" IN TTL));
			if (i > 0) {
				buf_printf(&b, "%c%c%c%c", 0, 4, i >> 8, i);
				buf_str(&b, S("\300\46"));
				continue;
			}
			/* The name, at octet 38. */
			buf_printf(&b, "%c%c%c%c", 0, 252, 0, 0);
			for (int k = 0; k < 4; k++)
				buf_printf(&b, "%c%060d", 60, k);
			buf_printf(&b, "%c%04d%c", 4, 0, 0);
		}
		ck_assert(reply_read(&a, buf_view(&b), &q, &reply));
		ck_assert_int_eq(reply.answer.status,
		    n == 300 ? ANSWER_NOERROR : ANSWER_SERVFAIL);
		ck_assert_uint_eq(reply.answer.n, n == 300 ? 300 : 0);
	}
	arena_free(&a);
}
END_TEST

Suite *
reply_suite(void)
{
	Suite *s = suite_create("reply");
	TCase *tc = tcase_create("reply");

	tcase_add_loop_test(tc, reads, 0, LENGTH(cases));
	tcase_add_loop_test(tc, believes_no_part, 0, LENGTH(cases));
	tcase_add_test(tc, follows_16_cnames);
	tcase_add_test(tc, expands_no_bomb);
	suite_add_tcase(s, tc);
	return s;
}
