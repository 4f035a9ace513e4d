#include "recording/replay.h"

static const struct answer *
published(const struct recording *recording, const struct question *question)
{
	uint16_t type = question->type & (uint16_t)~TYPE_PUBLISHED;
	const struct answer *answer =
	    recording_get(recording, question->name, type, RECORDED_PUBLISHED);

	if (answer == NULL)
		answer =
		    recording_get(recording, question->name, type, RECORDED);
	return answer;
}

static const struct answer *
find(const struct replay *replay, const struct question *question)
{
	const struct answer *answer;

	if (replay->view == REPLAY_PUBLISHED ||
	    (question->type & TYPE_PUBLISHED) != 0)
		return published(replay->recording, question);
	answer = recording_get(
	    replay->recording, question->name, question->type, RECORDED);
	/* The change itself has the value. */
	if (answer != NULL && answer->is_secret &&
	    replay->view == REPLAY_PROPOSED)
		return NULL;
	return answer;
}

static bool
replay_ask(struct source *self, struct store *store, struct entry *entry)
{
	const struct replay *replay = (const struct replay *)self;
	const struct answer *answer = find(replay, &entry->question);
	const struct answer lacking = {
		.status = ANSWER_NOT_COVERED,
		.note = S("the recording does not have the question"),
	};

	if (answer == NULL && replay->view == REPLAY_PROPOSED)
		return false;
	if (answer == NULL && !replay->recording->is_late)
		answer = &lacking;
	/* What was open to the end stays open: the run ends as that did which
	 * was recorded, for what it gives up then is more than an answer. */
	if (answer != NULL && !answer->is_late)
		store_put(store, entry, answer);
	return true;
}

struct source *
replay_begin(struct replay *replay, const struct recording *recording,
    enum replay_view view)
{
	*replay = (struct replay){
		.source = { .ask = replay_ask },
		.recording = recording,
		.view = view,
	};
	return &replay->source;
}
