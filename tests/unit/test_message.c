#include "mail/message.h"

#include "unit.h"

static const struct {
	const char *head;
	const char *want; /* "name=value;" of each field */
} heads[] = {
	{ "A: 1\r\nB:2\r\n\r\nC: body\r\n", "A= 1;B=2;" },
	{ "A: 1\nB:\t2\n\n", "A= 1;B=\t2;" },
	{ "A \t: 1\r\n", "A= 1;" },
	{ "A b: 1\r\n: 2\r\nC\x7f: 3\r\nD\xc3\xa9: 4\r\n!~: 5\r\n", "!~= 5;" },
	{ "A: 1\r\n\t2\r\n 3: x\r\nB: 4", "A= 1\r\n\t2\r\n 3: x;B= 4;" },
	{ "From a@example.com Thu Jan  1 00:00:00 2026\nA: 1\n", "A= 1;" },
	{ "no field\r\nA: 1\r\n", "A= 1;" },
	{ "\r\nA: 1\r\n", "" },
};

START_TEST(reads_fields)
{
	struct arena a = { 0 };
	struct buf b = { .a = &a };
	struct str text = str_of(heads[_i].head);
	struct message_reader r;
	struct message_head head;

	message_begin(&r, &a);
	message_take_head(&r, &text);
	head = message_fields(&r);
	for (size_t i = 0; i < head.n; i++)
		buf_printf(&b, "%.*s=%.*s;", PSTR(head.fields[i].name),
		    PSTR(head.fields[i].value));
	ck_assert_msg(str_eq(buf_view(&b), str_of(heads[_i].want)), "%s: %.*s",
	    heads[_i].head, PSTR(buf_view(&b)));
	arena_free(&a);
}
END_TEST

START_TEST(finds_from_the_top)
{
	struct arena a = { 0 };
	struct str text = S("X: 1\r\nY: 2\r\nx: 3\r\n");
	struct message_reader r;
	struct message_head head;

	message_begin(&r, &a);
	message_take_head(&r, &text);
	head = message_fields(&r);
	ck_assert(str_eq(message_find(&head, S("x"), 0)->value, S(" 1")));
	ck_assert(str_eq(message_find(&head, S("x"), 1)->value, S(" 3")));
	ck_assert_ptr_null(message_find(&head, S("x"), 2));
	ck_assert(
	    str_eq(message_unfold(&a, S(" a\r\n\tb \r\n  c ")), S("a\tb   c")));
	arena_free(&a);
}
END_TEST

static const struct {
	const char *body, *want; /* with CRLF at its lines' ends */
} bodies[] = {
	{ "a\nb\r\nc", "a\r\nb\r\nc" },
	{ "a\rb\r", "a\rb\r" },
	{ "\r\r\n\r\rx", "\r\r\n\r\rx" },
	{ "", "" },
};

/* The same in pieces of whatever size; an empty one is the end. */
START_TEST(takes_bodies)
{
	for (size_t size = 1; size < 5; size++) {
		struct arena a = { 0 };
		struct buf out = { .a = &a }, whole = { .a = &a };
		struct str text = str_of(bodies[_i].body);
		struct message_reader r;

		message_begin(&r, &a);
		for (; text.n > 0; text = str_from(text, size)) {
			message_take_body(&r, str_to(text, size), &out);
			buf_str(&whole, buf_view(&out));
		}
		message_take_body(&r, S(""), &out);
		buf_str(&whole, buf_view(&out));
		ck_assert_msg(str_eq(buf_view(&whole), str_of(bodies[_i].want)),
		    "%zu: %.*s", size, PSTR(buf_view(&whole)));
		arena_free(&a);
	}
}
END_TEST

Suite *
message_suite(void)
{
	Suite *s = suite_create("message");
	TCase *tc = tcase_create("message");

	tcase_add_loop_test(tc, reads_fields, 0, LENGTH(heads));
	tcase_add_test(tc, finds_from_the_top);
	tcase_add_loop_test(tc, takes_bodies, 0, LENGTH(bodies));
	suite_add_tcase(s, tc);
	return s;
}
