#include <stdlib.h>

#include "base/clock.h"
#include "client/early.h"

#include "unit.h"

enum { RTT_US = 20000, ASKED = 8 };

/* Questions that a server was asked at once; nothing is sent. */
struct fixture {
	struct traffic *x;
	struct upstream *u;
	struct query *q[ASKED];
};

static void
begin(struct fixture *f, size_t n)
{
	*f = (struct fixture){ .x = mem_new(1, sizeof(*f->x)) };
	f->u = &f->x->upstreams[0];
	f->x->nupstreams = 1;
	f->x->is_patient = true;
	f->x->socket_uses = 1;
	f->x->now_us = SECOND_US;
	flight_init(&f->x->flight);
	upstream_answered(f->u, RTT_US);
	for (size_t i = 0; i < n; i++) {
		f->q[i] = query_begin(&f->x->flight, NULL, NULL);
		timer_set(&f->x->flight.timers, &f->q[i]->timer,
		    f->x->now_us + SECOND_US);
		early_begin(f->x, f->q[i]);
	}
}

static void
answer(struct fixture *f, struct query *q)
{
	upstream_answered(f->u, RTT_US);
	query_end(&f->x->flight, q);
}

static void
end(struct fixture *f)
{
	while (f->x->flight.newest != NULL)
		query_end(&f->x->flight, f->x->flight.newest);
	flight_free(&f->x->flight);
	free(f->x);
}

/* Goes to the time of the query's early timer: whether it is due. */
static bool
is_due(struct fixture *f, struct query *q)
{
	ck_assert_uint_ne(q->early.place, 0);
	f->x->now_us = q->early.at_us;
	return early_is_due(f->x, q);
}

START_TEST(waits_a_few_round_trips)
{
	struct fixture f;

	begin(&f, 1);
	ck_assert_int_eq(f.q[0]->early.at_us, f.x->now_us + 3 * f.u->rtt_us);
	ck_assert(is_due(&f, f.q[0]));
	end(&f);
}
END_TEST

START_TEST(once_a_question)
{
	struct fixture f;

	begin(&f, 1);
	ck_assert(is_due(&f, f.q[0]));
	early_begin(f.x, f.q[0]);
	ck_assert_uint_eq(f.q[0]->early.place, 0);
	end(&f);
}
END_TEST

/* While most are open the server is slow, and nothing was lost. */
START_TEST(waits_for_the_rest_of_the_round)
{
	struct fixture f;

	begin(&f, ASKED);
	for (size_t i = 0; i < ASKED / 2 - 1; i++)
		answer(&f, f.q[i]);
	ck_assert(!is_due(&f, f.q[ASKED - 1]));
	answer(&f, f.q[ASKED / 2 - 1]);
	ck_assert(is_due(&f, f.q[ASKED - 1]));
	end(&f);
}
END_TEST

START_TEST(two_and_one_for_ten_answers)
{
	struct fixture f;

	begin(&f, ASKED);
	for (size_t i = 0; i < 5; i++)
		answer(&f, f.q[i]);
	ck_assert(is_due(&f, f.q[5]));
	ck_assert(is_due(&f, f.q[6]));
	ck_assert(!is_due(&f, f.q[7]));
	for (size_t i = 0; i < 5; i++)
		upstream_answered(f.u, RTT_US);
	answer(&f, f.q[5]);
	answer(&f, f.q[6]);
	early_begin(f.x, f.q[7]);
	ck_assert(is_due(&f, f.q[7]));
	end(&f);
}
END_TEST

/* A server that takes a second for all is not asked early at all. */
START_TEST(not_if_the_time_out_is_earlier)
{
	struct fixture f;

	begin(&f, 0);
	f.u->rtt_us = SECOND_US;
	f.q[0] = query_begin(&f.x->flight, NULL, NULL);
	timer_set(&f.x->flight.timers, &f.q[0]->timer,
	    f.x->now_us + upstream_wait_us(f.u));
	early_begin(f.x, f.q[0]);
	ck_assert_uint_eq(f.q[0]->early.place, 0);
	end(&f);
}
END_TEST

static void
rate_has_no_turn(struct fixture *f)
{
	f->u->pace = pace_of(1);
	pace_sent(&f->u->pace, f->x->now_us);
}

static void
others_are_in_line(struct fixture *f)
{
	f->u->line = f->q[0];
}

static void
goes_over_tcp(struct fixture *f)
{
	f->q[0]->by_stream = true;
}

static void
has_paused(struct fixture *f)
{
	f->q[0]->is_paused = true;
}

static void
has_timed_out(struct fixture *f)
{
	f->q[0]->timeouts = 1;
}

static void
is_of_a_batch(struct fixture *f)
{
	f->x->socket_uses = 2;
}

static void
has_its_number_of_tries(struct fixture *f)
{
	f->x->is_patient = false;
}

static const struct never {
	const char *label;
	void (*put)(struct fixture *f);
} nevers[] = {
	{ "the rate has no turn", rate_has_no_turn },
	{ "others are in line", others_are_in_line },
	{ "it goes over TCP", goes_over_tcp },
	{ "it pauses", has_paused },
	{ "it has timed out", has_timed_out },
	{ "it is one of a batch", is_of_a_batch },
	{ "the number of tries is given", has_its_number_of_tries },
};

START_TEST(never)
{
	struct fixture f;

	begin(&f, 1);
	nevers[_i].put(&f);
	ck_assert_msg(!is_due(&f, f.q[0]), "%s", nevers[_i].label);
	ck_assert_uint_eq(f.u->early_sends, 0);
	end(&f);
}
END_TEST

Suite *
early_suite(void)
{
	Suite *s = suite_create("early");
	TCase *tc = tcase_create("early");

	tcase_add_test(tc, waits_a_few_round_trips);
	tcase_add_test(tc, once_a_question);
	tcase_add_test(tc, waits_for_the_rest_of_the_round);
	tcase_add_test(tc, two_and_one_for_ten_answers);
	tcase_add_test(tc, not_if_the_time_out_is_earlier);
	tcase_add_loop_test(
	    tc, never, 0, (int)(sizeof(nevers) / sizeof(nevers[0])));
	suite_add_tcase(s, tc);
	return s;
}
