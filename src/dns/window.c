#include "dns/window.h"

enum {
	WINDOW_MIN = 8,
	WINDOW_MAX = 1024,
	GROWTH = 8,      /* at a time, beyond WINDOW_START */
	PART = 8,        /* more than this part in trouble is too much */
	TROUBLE_MIN = 3, /* and so is no less than this */
	SECOND_US = 1000000,
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

static void
note_trouble(struct window *w)
{
	uint32_t rate = answers_a_second(w);

	w->trouble++;
	if (rate > w->keeps_up)
		w->keeps_up = rate;
}

void
window_lost(struct window *w, int64_t now_us)
{
	count_second(w, now_us);
	note_trouble(w);
}

void
window_slow(struct window *w, int64_t now_us)
{
	count_second(w, now_us);
	w->trouble++;
}

void
window_failed(struct window *w)
{
	note_trouble(w);
}

static void
begin_anew(struct window *w, int64_t now_us)
{
	w->in_time = w->late = w->trouble = 0;
	w->looked_us = now_us;
}

static void
grow(struct window *w)
{
	w->size += w->size < WINDOW_START ? w->size / 8 : GROWTH;
	if (w->size > WINDOW_MAX)
		w->size = WINDOW_MAX;
}

static void
halve(struct window *w, int64_t now_us)
{
	uint32_t rate = answers_a_second(w) / 10 * 9;

	w->size /= 2;
	if (w->size < WINDOW_MIN)
		w->size = WINDOW_MIN;
	if (rate < RATE_MIN)
		rate = RATE_MIN;
	if (w->rate == 0 || rate < w->rate)
		w->rate = rate;
	w->raised_us = now_us;
	begin_anew(w, now_us);
}

void
window_proved(struct window *w)
{
	grow(w);
}

void
window_disproved(struct window *w, int64_t now_us)
{
	halve(w, now_us);
}

/* A limit that was needed once need not be now. */
static void
raise_rate(struct window *w, int64_t now_us)
{
	if (w->rate == 0 || now_us - w->raised_us < RAISE_US)
		return;
	w->raised_us = now_us;
	w->rate += w->rate / 32 + 1;
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
	is_late = w->late > n / 4;
	if (w->trouble <= limit && !is_late)
		grow(w);
	if (w->trouble <= limit)
		begin_anew(w, now_us);
	return is_late;
}
