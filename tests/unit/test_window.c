#include "base/clock.h"
#include "client/window.h"

#include "unit.h"

enum { PER_STEP_US = 1000 };

/* What a resolver does with sends of a window's size, one step each. */
struct resolver {
	size_t at_once; /* more at once is refused; 0: no limit */
	bool is_dead;   /* what it is asked for never has an answer */
};

static const struct window_case {
	const char *label;
	struct resolver resolver;
	size_t from, to; /* the size that it comes to */
} cases[] = {
	{ "all goes well", { 0, false }, 512, 1024 },
	{ "dead names make it no smaller", { 0, true }, 64, 150 },
	{ "no more than 150 at once", { 150, false }, 60, 180 },
	{ "no more than 20 at once", { 20, false }, 8, 30 },
};

static void
step(struct window *w, const struct resolver *r, int64_t now_us)
{
	size_t n = w->size;

	for (size_t i = 0; i < n; i++) {
		if (r->is_dead) {
			w->late++;
		} else if (r->at_once > 0 && i >= r->at_once) {
			window_failed(w);
		} else {
			w->in_time++;
			window_answered(w, now_us);
		}
	}
}

START_TEST(finds_its_size)
{
	const struct window_case *c = &cases[_i];
	struct window w;

	window_init(&w);
	ck_assert_uint_eq(w.size, WINDOW_START);
	for (int64_t now_us = SECOND_US; now_us < 4 * SECOND_US;
	     now_us += PER_STEP_US) {
		step(&w, &c->resolver, now_us);
		/* The probe that tells silence from loss is answered. */
		if (window_adapt(&w, now_us))
			window_proved(&w);
	}
	ck_assert_msg(
	    w.size >= c->from && w.size <= c->to, "%s: %zu", c->label, w.size);
}
END_TEST

/* A lost probe, or questions that had to be sent again. */
START_TEST(holds_back_after_losses)
{
	struct window w;

	window_init(&w);
	for (int i = 0; i < 1000; i++)
		window_answered(&w, SECOND_US);
	window_lost(&w, 2 * SECOND_US - 1);
	window_disproved(&w, 2 * SECOND_US - 1);
	ck_assert_uint_eq(w.size, WINDOW_START / 2);
	ck_assert_uint_eq(w.rate, 900);
	ck_assert_uint_eq(w.keeps_up, 1000);
	/* Much later it is worth another try. */
	for (int64_t now_us = 2 * SECOND_US; now_us < 60 * SECOND_US;
	     now_us += SECOND_US / 10) {
		w.trouble = 0;
		window_adapt(&w, now_us);
	}
	ck_assert_uint_eq(w.rate, 0);
}
END_TEST

Suite *
window_suite(void)
{
	Suite *s = suite_create("window");
	TCase *tc = tcase_create("window");

	tcase_add_loop_test(
	    tc, finds_its_size, 0, sizeof(cases) / sizeof(cases[0]));
	tcase_add_test(tc, holds_back_after_losses);
	suite_add_tcase(s, tc);
	return s;
}
