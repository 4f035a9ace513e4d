#include "client/finish.h"
#include "client/line.h"
#include "client/send.h"

void
finish_uncount(struct traffic *x, struct query *q, size_t *as)
{
	if (!q->is_counted)
		return;
	q->is_counted = false;
	x->window.counted--;
	++*as;
}

/* What an answer says of how much may be under way. */
static void
note_answer(struct traffic *x, const struct query *q)
{
	if (q->timeouts == 0)
		window_answered(&x->window, x->now_us);
	else
		window_slow(&x->window, x->now_us);
	x->resent += q->timeouts > 0;
}

void
finish_untold(struct traffic *x, struct query *q)
{
	line_leave(x, q);
	send_drop_all(x, q);
	query_end(&x->flight, q);
}

void
finish_with(struct traffic *x, struct query *q, struct answer *answer)
{
	int64_t us = x->now_us - q->asked_us;

	if (q->store == NULL) {
		q->own.told(x, q, answer);
		finish_untold(x, q);
		return;
	}
	answer->server = x->upstreams[q->server].text;
	answer->us = us < 0 ? 0 : us < UINT32_MAX ? (uint32_t)us : UINT32_MAX;
	answer->truncated = q->was_truncated;
	if (answer_is_failure(answer))
		x->unanswered++;
	else
		note_answer(x, q);
	finish_uncount(x, q, &x->window.in_time);
	store_put(q->store, q->entry, answer);
	finish_untold(x, q);
	x->answered++;
}

void
finish_without(struct traffic *x, struct query *q, enum answer_status why)
{
	struct answer answer = {
		.question = q->entry->question,
		.status = why,
		.ttl = TRAFFIC_KEEP_S,
		.note = buf_view(&q->note),
	};

	finish_with(x, q, &answer);
}
