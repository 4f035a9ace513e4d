#include "base/buf.h"
#include "mail/http_reply.h"

#include "unit.h"

#define OK "HTTP/1.1 200 OK\r\n"

static const struct {
	const char *label;
	struct str octets;
	bool is_all;
	enum http_got got;
	unsigned status;
	struct str body;
} replies[] = {
	{ "by its length", STR(OK "Content-Length: 3\r\n\r\nabc"), false,
	    HTTP_REPLY, 200, STR("abc") },
	{ "what follows is no part of it",
	    STR(OK "Content-Length: 3\r\n\r\nabcdef"), false, HTTP_REPLY, 200,
	    STR("abc") },
	{ "an octet short", STR(OK "Content-Length: 3\r\n\r\nab"), false,
	    HTTP_MORE, 0, STR("") },
	{ "cut off", STR(OK "Content-Length: 3\r\n\r\nab"), true, HTTP_NONE, 0,
	    STR("") },
	{ "until the end", STR(OK "\r\nabc"), true, HTTP_REPLY, 200,
	    STR("abc") },
	{ "until an end that has not come", STR(OK "\r\nabc"), false, HTTP_MORE,
	    0, STR("") },
	{ "line feeds alone", STR("HTTP/1.0 200\n\nabc"), true, HTTP_REPLY, 200,
	    STR("abc") },
	{ "chunks",
	    STR(OK "transfer-encoding: Chunked\r\n\r\n2\r\nab\r\n1;x=y\r\nc\r\n"
		   "0\r\n\r\n"),
	    false, HTTP_REPLY, 200, STR("abc") },
	{ "chunks and a trailer",
	    STR(OK "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\nA: b\r\n"
		   "\r\n"),
	    false, HTTP_REPLY, 200, STR("abc") },
	{ "chunks whose last is missing",
	    STR(OK "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n"), true,
	    HTTP_NONE, 0, STR("") },
	{ "a chunk that is longer than it says",
	    STR(OK "Transfer-Encoding: chunked\r\n\r\n2\r\nabc\r\n0\r\n\r\n"),
	    false, HTTP_NONE, 0, STR("") },
	{ "a chunk without a size",
	    STR(OK "Transfer-Encoding: chunked\r\n\r\n\r\n"), false, HTTP_NONE,
	    0, STR("") },
	{ "a huge chunk",
	    STR(OK "Transfer-Encoding: chunked\r\n\r\nffffffff\r\n"), false,
	    HTTP_LARGE, 0, STR("") },
	{ "a size that wraps",
	    STR(OK "Transfer-Encoding: chunked\r\n\r\n10000000000000003\r\n"),
	    false, HTTP_NONE, 0, STR("") },
	{ "another coding", STR(OK "Transfer-Encoding: gzip, chunked\r\n\r\n"),
	    false, HTTP_NONE, 0, STR("") },
	{ "64 KiB and one octet", STR(OK "Content-Length: 65537\r\n\r\n"),
	    false, HTTP_LARGE, 0, STR("") },
	{ "a length that wraps",
	    STR(OK "Content-Length: 18446744073709551617\r\n\r\n"), false,
	    HTTP_LARGE, 0, STR("") },
	{ "two lengths",
	    STR(OK "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab"), false,
	    HTTP_NONE, 0, STR("") },
	{ "no length", STR(OK "Content-Length: -1\r\n\r\n"), false, HTTP_NONE,
	    0, STR("") },
	{ "another status needs no body",
	    STR("HTTP/1.1 404 Not Found\r\nContent-Length: 9\r\n\r\n"), false,
	    HTTP_REPLY, 404, STR("") },
	{ "an interim reply before it",
	    STR("HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" OK
		"Content-Length: 1\r\n\r\na"),
	    false, HTTP_REPLY, 200, STR("a") },
	{ "an interim reply alone", STR("HTTP/1.1 100 Continue\r\n\r\n"), false,
	    HTTP_MORE, 0, STR("") },
	{ "other protocols", STR("HTTP/1.1 101 x\r\n\r\n"), false, HTTP_NONE, 0,
	    STR("") },
	{ "no HTTP", STR("SSH-2.0-OpenSSH\r\n"), false, HTTP_NONE, 0, STR("") },
	{ "another HTTP", STR("HTTP/2 200\r\n\r\n"), false, HTTP_NONE, 0,
	    STR("") },
	{ "a status of two digits", STR("HTTP/1.1 20 OK\r\n\r\n"), false,
	    HTTP_NONE, 0, STR("") },
	{ "a status of four digits", STR("HTTP/1.1 2000\r\n\r\n"), false,
	    HTTP_NONE, 0, STR("") },
	{ "a blank before the colon", STR(OK "A : b\r\n\r\n"), false, HTTP_NONE,
	    0, STR("") },
	{ "no colon", STR(OK "A\r\n\r\n"), false, HTTP_NONE, 0, STR("") },
	{ "nothing", STR(""), true, HTTP_NONE, 0, STR("") },
};

START_TEST(reads)
{
	struct arena a = { 0 };
	struct http_reply reply = { .body = S("") };

	ck_assert_msg(http_reply_read(&a, replies[_i].octets,
			  replies[_i].is_all, &reply) == replies[_i].got,
	    "%s", replies[_i].label);
	ck_assert_msg(reply.status == replies[_i].status &&
		str_eq(reply.body, replies[_i].body),
	    "%s: %u '%.*s'", replies[_i].label, reply.status, PSTR(reply.body));
	arena_free(&a);
}
END_TEST

START_TEST(has_fields)
{
	struct arena a = { 0 };
	struct http_reply reply;

	ck_assert(http_reply_read(&a,
		      S("HTTP/1.1 301 x\r\nLOCATION:  /a \r\n"
			"content-type: text/plain\r\nLocation: /b\r\n\r\n"),
		      false, &reply) == HTTP_REPLY);
	ck_assert(str_eq(reply.location, S("/a")));
	ck_assert(str_eq(reply.type, S("text/plain")));
	arena_free(&a);
}
END_TEST

/* What never ends is too large at some time, wherever it does not. */
START_TEST(has_an_end)
{
	static const struct str begins[] = { STR(""), STR(OK), STR(OK "A: "),
		STR(OK "\r\n"), STR(OK "Transfer-Encoding: chunked\r\n\r\n"),
		STR(OK "Transfer-Encoding: chunked\r\n\r\n0\r\n") };
	static const struct str mores[] = { STR("a"), STR("A: b\r\n"),
		STR("1\r\na\r\n"), STR("\r\n") };

	for (size_t i = 0; i < sizeof(begins) / sizeof(begins[0]); i++)
		for (size_t j = 0; j < sizeof(mores) / sizeof(mores[0]); j++) {
			struct arena a = { 0 };
			struct buf b = { .a = &a };
			struct http_reply reply;

			buf_str(&b, begins[i]);
			while (b.n <= HTTP_OCTETS_MAX)
				buf_str(&b, mores[j]);
			ck_assert(http_reply_read(&a, buf_view(&b), false,
				      &reply) != HTTP_MORE);
			arena_free(&a);
		}
}
END_TEST

/* A line of a trailer is no longer than a header. */
START_TEST(limits_a_trailer)
{
	for (size_t more = 0; more < 2; more++) {
		struct arena a = { 0 };
		struct buf b = { .a = &a };
		struct http_reply reply;

		buf_text(&b, OK "Transfer-Encoding: chunked\r\n\r\n0\r\n");
		for (size_t i = 0; i < HTTP_HEAD_MAX + more; i++)
			buf_byte(&b, 'a');
		ck_assert_int_eq(
		    http_reply_read(&a, buf_view(&b), false, &reply),
		    more > 0 ? HTTP_LARGE : HTTP_MORE);
		arena_free(&a);
	}
}
END_TEST

Suite *
http_reply_suite(void)
{
	Suite *s = suite_create("http_reply");
	TCase *tc = tcase_create("http_reply");

	tcase_add_loop_test(tc, reads, 0, sizeof(replies) / sizeof(replies[0]));
	tcase_add_test(tc, has_fields);
	tcase_add_test(tc, has_an_end);
	tcase_add_test(tc, limits_a_trailer);
	suite_add_tcase(s, tc);
	return s;
}
