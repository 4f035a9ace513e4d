#include "cli/frame.h"

#include "unit.h"

START_TEST(takes_what_was_put)
{
	struct buf b = { 0 };
	struct frame frame;
	struct str in, text;

	frame_put(&b,
	    (struct frame){
		.kind = FRAME_PART, .ticket = 7, .report = 2, .n = 5 },
	    "a\0\nbc");
	frame_put(&b,
	    (struct frame){ .kind = FRAME_DONE, .quit = 3, .verdict = 1 },
	    NULL);
	in = buf_view(&b);
	ck_assert_int_eq(frame_take(&in, &frame, &text), FRAME_HERE);
	ck_assert_uint_eq(frame.ticket, 7);
	ck_assert_uint_eq(frame.report, 2);
	ck_assert(str_eq(text, ((struct str){ "a\0\nbc", 5 })));
	ck_assert_int_eq(frame_take(&in, &frame, &text), FRAME_HERE);
	ck_assert_uint_eq(frame.quit, 3);
	ck_assert_uint_eq(text.n, 0);
	ck_assert_int_eq(frame_take(&in, &frame, &text), FRAME_LATER);
	/* Any part of it waits for the rest. */
	for (size_t n = 0; n < sizeof(frame) + 5; n++) {
		in = str_to(buf_view(&b), n);
		ck_assert_int_eq(frame_take(&in, &frame, &text), FRAME_LATER);
		ck_assert_uint_eq(in.n, n);
	}
	buf_free(&b);
}
END_TEST

static const struct frame bad[] = {
	{ .kind = FRAME_KINDS },
	{ .kind = FRAME_PART, .n = (uint32_t)FRAME_MAX + 1 },
};

START_TEST(refuses)
{
	struct str in = { (const char *)&bad[_i], sizeof(bad[_i]) }, text;
	struct frame frame;

	ck_assert_int_eq(frame_take(&in, &frame, &text), FRAME_BAD);
}
END_TEST

Suite *
frame_suite(void)
{
	Suite *s = suite_create("frame");
	TCase *tc = tcase_create("frame");

	tcase_add_test(tc, takes_what_was_put);
	tcase_add_loop_test(tc, refuses, 0, LENGTH(bad));
	suite_add_tcase(s, tc);
	return s;
}
