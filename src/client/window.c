#include "client/window.h"
#include "base/clock.h"

enum {
	WINDOW_MIN = 8,
	WINDOW_MAX = 1024,
	SILENT_MAX = 2 * WINDOW_START,
	GROWTH = 8,        /* at a time, beyond WINDOW_START */
	PART = 8,          /* more than this part in trouble is too much */
	TROUBLE_MIN = 3,   /* and so is no less than this */
	HALVE_US = 200000, /* no more often: what is under way says the same */
	RAISE_US = 250000,
	RATE_MIN = 40
};

void
window_init(struct window *w)
{
	*w = (struct window){ .size = WINDOW_START };
}

bool
window_has_room(const struct window *w)
{
	return w->counted < w->size;
}

static void
count_second(struct window *w, int64_t now_us)
{
	int64_t past_us = now_us - w->second_us;

	if (past_us < SECOND_US)
		return;
	w->before = past_us < 2 * SECOND_US ? w->answered : 0;
	w->answered = 0;
	w->second_us = now_us;
}

void
window_answered(struct window *w, int64_t now_us)
{
	count_second(w, now_us);
	w->answered++;
}

static uint32_t
answers_a_second(const struct window *w)
{
	return (uint32_t)(w->answered > w->before ? w->answered : w->before);
}

void
window_slow(struct window *w, int64_t now_us)
{
	count_second(w, now_us);
	w->trouble++;
	w->slow++;
}

void
window_failed(struct window *w)
{
	w->trouble++;
}

static void
begin_anew(struct window *w, int64_t now_us)
{
	w->in_time = w->late = w->trouble = w->slow = 0;
	w->looked_us = now_us;
}

static void
grow(struct window *w)
{
	w->size += w->size < WINDOW_START ? w->size / 8 : GROWTH;
	if (w->size > WINDOW_MAX)
		w->size = WINDOW_MAX;
}

/* What is slow may be so however little is asked: that makes it no smaller than
 * half of the start. */
static void
halve(struct window *w, int64_t now_us)
{
	size_t least = w->slow > w->trouble / 2 ? WINDOW_START / 2 : WINDOW_MIN;

	if (w->size / 2 >= least)
		w->size /= 2;
	else if (w->size > least)
		w->size = least;
	begin_anew(w, now_us);
}

/* The silence is that of dead names; but not all that is slow has shown that
 * it is, so that there is an end to this. */
void
window_proved(struct window *w)
{
	if (w->is_silent && w->size < SILENT_MAX)
		grow(w);
}

void
window_disproved(struct window *w, int64_t now_us)
{
	halve(w, now_us);
}

/* To a little less than what got through. */
void
window_lost(struct window *w, int64_t now_us)
{
	uint32_t through, rate;

	count_second(w, now_us);
	through = answers_a_second(w);
	rate = through / 10 * 9;
	if (through > w->keeps_up)
		w->keeps_up = through;
	if (rate < RATE_MIN)
		rate = RATE_MIN;
	if (w->rate == 0 || rate < w->rate)
		w->rate = rate;
	w->raised_us = now_us;
}

/* A limit that was needed once need not be now. */
static void
raise_rate(struct window *w, int64_t now_us)
{
	if (w->rate == 0 || now_us - w->raised_us < RAISE_US)
		return;
	w->raised_us = now_us;
	w->rate += w->rate / 16 + 1;
	if (w->keeps_up > 0 && w->rate > 4 * w->keeps_up)
		w->rate = 0;
}

bool
window_adapt(struct window *w, int64_t now_us)
{
	size_t n = w->in_time + w->late + w->trouble;
	size_t limit = n / PART > TROUBLE_MIN ? n / PART : TROUBLE_MIN;
	bool is_late;

	if (w->trouble > limit && now_us - w->looked_us >= HALVE_US) {
		halve(w, now_us);
		return false;
	}
	raise_rate(w, now_us);
	if (n < w->size)
		return false;
	is_late = w->late + w->trouble > n / 4;
	w->is_silent = w->late > n / 4 && w->trouble <= limit;
	if (w->trouble <= limit && !is_late)
		grow(w);
	if (w->trouble <= limit)
		begin_anew(w, now_us);
	return is_late;
}
