#include <stddef.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"

#include "unit.h"

START_TEST(rewinds)
{
	struct arena a = { 0 }, mark;
	char *kept = arena_alloc(&a, 100, 1);

	memset(kept, 'k', 100);
	mark = a;
	for (int i = 0; i < 100; i++)
		memset(arena_alloc(&a, 1, 500), 'x', 500);
	memset(arena_alloc(&a, 1, 100000), 'x', 100000);
	arena_rewind(&a, mark);
	ck_assert_ptr_eq(a.large, mark.large);
	ck_assert_ptr_eq(a.blocks, mark.blocks);
	ck_assert_int_eq(kept[99], 'k');
	ck_assert_int_eq(*(char *)arena_alloc(&a, 1, 1), 0);
	arena_reset(&a);
	ck_assert_int_eq(*(char *)arena_alloc(&a, 1, 1), 0);
	arena_free(&a);
	ck_assert_ptr_null(a.blocks);
}
END_TEST

START_TEST(aligns)
{
	struct arena a = { 0 };

	for (size_t n = 1; n < 40; n++)
		ck_assert_uint_eq(
		    (uintptr_t)arena_alloc(&a, n, 1) % _Alignof(max_align_t),
		    0);
	arena_free(&a);
}
END_TEST

START_TEST(buffers_grow)
{
	struct arena a = { 0 };
	struct buf in_arena = { .a = &a }, on_heap = { 0 };

	for (int i = 0; i < 1000; i++) {
		buf_printf(&in_arena, "%d,", i);
		buf_printf(&on_heap, "%d,", i);
	}
	ck_assert(str_eq(buf_view(&in_arena), buf_view(&on_heap)));
	ck_assert(str_ends(buf_view(&on_heap), S(",998,999,")));
	on_heap.n = 0;
	buf_item(&on_heap, S("a"));
	buf_item(&on_heap, S("b"));
	ck_assert(str_eq(buf_view(&on_heap), S("a, b")));
	buf_free(&on_heap);
	arena_free(&a);
}
END_TEST

Suite *
arena_suite(void)
{
	Suite *s = suite_create("arena");
	TCase *tc = tcase_create("arena");

	tcase_add_test(tc, rewinds);
	tcase_add_test(tc, aligns);
	tcase_add_test(tc, buffers_grow);
	suite_add_tcase(s, tc);
	return s;
}
