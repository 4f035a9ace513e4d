#include "base/buf.h"
#include "client/unite.h"

#include "unit.h"

/* What a server says: a letter, and data after it.
 *	a1	records 192.0.2.1, with authority
 *	c1	an alias to 1.example.com, to nothing that it knows
 *	ca	an alias to a.example.com and its record 192.0.2.9
 *	d, x	NODATA, NXDOMAIN
 *	n1	as a1, without authority
 *	t, r, s	TIMEOUT, REFUSED, SERVFAIL
 *	-	it has no address
 *	^1	behind the others: the parent says what a1 does */
static const struct {
	const char *label;
	const char *said; /* one word a server */
	const char *want; /* status, chain, records; then each server's */
} unions[] = {
	{ "all say the same", "a1 a1",
	    "NOERROR 192.0.2.1 | NOERROR 192.0.2.1 | NOERROR 192.0.2.1" },
	{ "the union of two", "a1 a2",
	    "NOERROR 192.0.2.1 192.0.2.2 (mixed) | NOERROR 192.0.2.1 | "
	    "NOERROR 192.0.2.2" },
	{ "records win over none", "x d a1",
	    "NOERROR 192.0.2.1 (mixed) | NXDOMAIN NXDOMAIN | NODATA NODATA | "
	    "NOERROR 192.0.2.1" },
	{ "NODATA wins over NXDOMAIN", "x d",
	    "NODATA | NXDOMAIN NXDOMAIN | NODATA NODATA" },
	{ "an alias wins over NODATA", "d c1",
	    "ALIAS >1.example.com | NODATA NODATA | "
	    "ALIAS CNAME 1.example.com" },
	{ "records win over an alias, and stand alone", "c1 a1",
	    "NOERROR 192.0.2.1 (mixed) | ALIAS CNAME 1.example.com | "
	    "NOERROR 192.0.2.1" },
	{ "records at the end of an alias don't mix with others", "a1 ca",
	    "NOERROR 192.0.2.1 (mixed) | NOERROR 192.0.2.1 | "
	    "NOERROR CNAME a.example.com, 192.0.2.9" },
	{ "without authority it does not count", "n1 a2",
	    "NOERROR 192.0.2.2 | REFUSED it answers without authority | "
	    "NOERROR 192.0.2.2" },
	{ "failures don't count while one answers", "t r s - x",
	    "NXDOMAIN | TIMEOUT  | REFUSED  | SERVFAIL  | "
	    "TIMEOUT it has no address | NXDOMAIN NXDOMAIN" },
	{ "nobody answers", "t -",
	    "TIMEOUT | TIMEOUT  | TIMEOUT it has no address" },
	{ "nobody answers, and one says why", "t r",
	    "SERVFAIL | TIMEOUT  | REFUSED " },
	{ "the parent's word is no server's", "x ^1",
	    "NXDOMAIN | NXDOMAIN NXDOMAIN | ^NOERROR 192.0.2.1" },
	{ "nor does it make them differ", "a2 ^1",
	    "NOERROR 192.0.2.2 | NOERROR 192.0.2.2 | ^NOERROR 192.0.2.1" },
	{ "only one without authority", "n1",
	    "SERVFAIL | REFUSED it answers without authority" },
};

static struct record
address(struct arena *a, char last)
{
	unsigned char *data = arena_alloc(a, 4, 1);

	data[0] = 192;
	data[2] = 2;
	data[3] = (unsigned char)(last - '0');
	return (struct record){ TYPE_A, 4, 300, data };
}

static struct name
name_of(struct arena *a, const char *text)
{
	struct name name;

	ck_assert(name_parse(a, str_of(text), &name));
	return name;
}

static void
put_alias(struct arena *a, struct answer *answer, char label)
{
	struct name *cname = arena_new(a, struct name);

	*cname = name_of(a, "example.com");
	ck_assert(name_below(a, (struct str){ &label, 1 }, *cname, cname));
	answer->cnames = cname;
	answer->ncnames = 1;
}

static void
put_record(struct arena *a, struct answer *answer, char last)
{
	struct record *record = arena_new(a, struct record);

	*record = address(a, last);
	answer->records = record;
	answer->n = 1;
}

static const struct answer *
answer_of(struct arena *a, struct str word)
{
	static const struct {
		char letter;
		enum answer_status status;
	} statuses[] = {
		{ 'a', ANSWER_NOERROR },
		{ 'n', ANSWER_NOERROR },
		{ '^', ANSWER_REFERRAL },
		{ 'c', ANSWER_ALIAS },
		{ 'd', ANSWER_NODATA },
		{ 'x', ANSWER_NXDOMAIN },
		{ 't', ANSWER_TIMEOUT },
		{ 'r', ANSWER_REFUSED },
		{ 's', ANSWER_SERVFAIL },
	};
	struct answer *answer = arena_new(a, struct answer);

	if (word.s[0] == '-')
		return NULL;
	for (size_t i = 0; i < LENGTH(statuses); i++)
		if (statuses[i].letter == word.s[0])
			answer->status = statuses[i].status;
	answer->ttl = 300;
	answer->authoritative = word.s[0] != 'n';
	if (word.s[0] == 'a' || word.s[0] == 'n' || word.s[0] == '^')
		put_record(a, answer, word.s[1]);
	if (word.s[0] == 'c')
		put_alias(a, answer, word.s[1]);
	if (str_eq(word, S("ca"))) {
		answer->status = ANSWER_NOERROR;
		put_record(a, answer, '9');
	}
	return answer;
}

static struct str
text_of(struct arena *a, const struct answer *answer)
{
	struct buf b = { .a = a };

	buf_str(&b, answer_status_text(answer->status));
	for (size_t i = 0; i < answer->ncnames; i++)
		buf_printf(&b, " >%.*s", PSTR(name_text(a, answer->cnames[i])));
	for (size_t i = 0; i < answer->n; i++)
		buf_printf(
		    &b, " %.*s", PSTR(record_text(a, &answer->records[i])));
	if (answer->is_mixed)
		buf_text(&b, " (mixed)");
	for (size_t i = 0; i < answer->nservers; i++)
		buf_printf(&b, " | %s%.*s %.*s",
		    answer->servers[i].is_parent ? "^" : "",
		    PSTR(answer_status_text(answer->servers[i].status)),
		    PSTR(answer->servers[i].text));
	return buf_view(&b);
}

START_TEST(unites)
{
	struct arena a = { 0 };
	struct question question = { name_of(&a, "example.com"), TYPE_A };
	struct str rest = str_of(unions[_i].said), word, got;
	struct heard heard[8];
	const struct heard *parent;
	struct answer answer;
	size_t n = 0;

	while (str_cut(&rest, ' ', &word))
		heard[n++] = (struct heard){
			.why = S("it has no address"),
			.server = S("server"),
			.answer = answer_of(&a, word),
		};
	parent = word.s[0] == '^' ? &heard[--n] : NULL;
	answer = unite_answers(&a, &question, question.name, heard, n, parent);
	got = text_of(&a, &answer);
	ck_assert_msg(str_eq(got, str_of(unions[_i].want)), "%s: %.*s",
	    unions[_i].label, PSTR(got));
	arena_free(&a);
}
END_TEST

Suite *
unite_suite(void)
{
	Suite *s = suite_create("unite");
	TCase *tc = tcase_create("unite");

	tcase_add_loop_test(tc, unites, 0, LENGTH(unions));
	suite_add_tcase(s, tc);
	return s;
}
