#include "mail/authres.h"

#include "unit.h"

static const struct {
	const char *value;
	const char *want; /* "server: method=result domain selector; ..." */
} values[] = {
	{ "example.org 1; none", "example.org:" },
	{ "mx.example.net; spf=pass smtp.mailfrom=a@Example.com.",
	    "mx.example.net: spf=pass example.com ;" },
	{ " mx.example.net ;\r\n\tSPF = Fail (x (y\\)=) z) smtp.mailfrom = <>"
	  " smtp.helo=mta1.example.com",
	    "mx.example.net: spf=fail mta1.example.com ;" },
	{ "mx; dkim/1=pass reason=\"a; dkim=fail header.d=b\" header.d=c.example"
	  " header.s=\"s1\";",
	    "mx: dkim=pass c.example s1;" },
	{ "mx.google.com; dkim=pass header.i=@example.com header.s=s1"
	  " header.b=AbCd; arc=none",
	    "mx.google.com: dkim=pass example.com s1; arc=none  ;" },
	{ "spf=pass (sender IP is 192.0.2.1) smtp.mailfrom=b.example;"
	  "dmarc=pass action=none header.from=b.example;compauth=pass",
	    ": spf=pass b.example ; dmarc=pass b.example ; compauth=pass  ;" },
	{ "mx; =x; y=; z", "mx:" },
	{ "mx; spf=pass (never closed smtp.mailfrom=a.example",
	    "mx: spf=pass  ;" },
	{ "mx; spf=pass smtp.mailfrom=\"never closed",
	    "mx: spf=pass never_closed ;" },
	{ "", ":" },
};

static struct str
text_of(struct arena *a, const struct authres *read)
{
	struct buf b = { .a = a };

	buf_printf(&b, "%.*s:", PSTR(read->server));
	for (size_t i = 0; i < read->n; i++)
		buf_printf(&b, " %.*s=%.*s %.*s %.*s;",
		    PSTR(read->results[i].method),
		    PSTR(read->results[i].result),
		    PSTR(read->results[i].domain),
		    PSTR(read->results[i].selector));
	return buf_view(&b);
}

START_TEST(reads)
{
	struct arena a = { 0 };
	struct authres read = authres_read(&a, str_of(values[_i].value));
	struct str got = text_of(&a, &read);

	ck_assert_msg(str_eq(got, str_of(values[_i].want)), "%s: %.*s",
	    values[_i].value, PSTR(got));
	arena_free(&a);
}
END_TEST

static const struct {
	const char *head, *by;
	const char *want; /* the result of spf; NULL: none is found */
} heads[] = {
	{ "Authentication-Results: mx.example.net; spf=pass\r\n"
	  "Authentication-Results: mx.example.net; spf=fail\r\n",
	    "MX.example.net", "pass" },
	{ "Authentication-Results: mx.example.org; spf=pass\r\n"
	  "Authentication-Results: a.example.net; spf=fail\r\n",
	    "mx.example.net", "fail" },
	{ "Authentication-Results: mx.example.org; spf=pass\r\n",
	    "mx.example.net", NULL },
	{ "Authentication-Results: mx.example.net; spf=pass\r\n", "", NULL },
	{ "Authentication-Results: spf=pass\r\n", "x.prod.outlook.com",
	    "pass" },
	{ "Authentication-Results: a.example; spf=none\r\n"
	  "Authentication-Results: spf=pass\r\n",
	    "x.prod.outlook.com", NULL },
};

START_TEST(finds)
{
	struct arena a = { 0 };
	struct message_reader r;
	struct message_head head;
	struct str text = str_of(heads[_i].head);
	struct authres found;

	message_begin(&r, &a);
	message_take_head(&r, &text);
	head = message_fields(&r);
	if (!authres_find(&a, &head, NULL, str_of(heads[_i].by), &found))
		ck_assert_msg(heads[_i].want == NULL, "%s", heads[_i].head);
	else
		ck_assert_msg(heads[_i].want != NULL &&
			str_eq(found.results[0].result, str_of(heads[_i].want)),
		    "%s", heads[_i].head);
	arena_free(&a);
}
END_TEST

Suite *
authres_suite(void)
{
	Suite *s = suite_create("authres");
	TCase *tc = tcase_create("authres");

	tcase_add_loop_test(tc, reads, 0, LENGTH(values));
	tcase_add_loop_test(tc, finds, 0, LENGTH(heads));
	suite_add_tcase(s, tc);
	return s;
}
