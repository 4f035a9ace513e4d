#include <stdlib.h>

#include "base/clock.h"
#include "recording/recorder.h"

/* A question under way. */
struct task {
	struct recorder *recorder;
	struct store *store;
	struct entry *entry;
	struct entry *asked; /* in the recorder's store */
	struct sleeper sleeper;
	struct task *next, **at;
};

struct recorder {
	struct source source; /* first: the source is the recorder */
	struct recording *recording;
	enum recorded kind;
	struct source *sources;
	bool (*is_secret)(const struct record *record);
	struct name (*shown)(struct arena *a, struct name name);
	struct store below; /* what the sources answer to */
	struct task *tasks;
};

static enum recorded
kind_of(const struct recorder *r, const struct entry *entry)
{
	return (entry->question.type & TYPE_PUBLISHED) != 0 ? RECORDED_PUBLISHED
							    : r->kind;
}

static uint16_t
type_of(const struct entry *entry)
{
	return entry->question.type & (uint16_t)~TYPE_PUBLISHED;
}

/* A value that nobody may be shown leaves a mark that is judged like it. */
static const struct record private_key = {
	.type = TYPE_TXT,
	.n = sizeof("\13PRIVATE KEY") - 1,
	.data = (const unsigned char *)"\13PRIVATE KEY",
};

static void
keep(struct recorder *r, const struct entry *entry, const struct answer *answer)
{
	struct arena a = { 0 };
	struct answer kept = *answer;
	struct record *records = arena_array(&a, answer->n, struct record);

	for (size_t i = 0; i < answer->n; i++) {
		records[i] = answer->records[i];
		if (r->is_secret(&records[i])) {
			records[i].n = private_key.n;
			records[i].data = private_key.data;
		}
	}
	kept.records = records;
	if (answer->is_secret) {
		kept.status = ANSWER_UNDECIDED;
		kept.n = 0;
		kept.note = S("a sensitive value of the plan, which a "
			      "recording does not hold");
	}
	recording_put(r->recording, r->shown(&a, entry->question.name),
	    type_of(entry), kind_of(r, entry), &kept);
	arena_free(&a);
}

static void
end_task(struct task *task)
{
	struct recorder *r = task->recorder;

	store_release(&r->below, task->asked, &task->sleeper);
	*task->at = task->next;
	if (task->next != NULL)
		task->next->at = task->at;
	free(task);
}

static void
hand_on(struct task *task)
{
	struct recorder *r = task->recorder;
	struct answer answer = *task->asked->answer;

	keep(r, task->entry, &answer);
	store_put(task->store, task->entry, &answer);
	end_task(task);
}

/* Whether an answer has come. */
static bool
hand_on_all(struct recorder *r)
{
	struct sleeper *sleeper;
	bool any = false;

	while ((sleeper = store_next_ready(&r->below)) != NULL) {
		hand_on(sleeper->owner);
		any = true;
	}
	return any;
}

static bool
recorder_ask(struct source *self, struct store *store, struct entry *entry)
{
	struct recorder *r = (struct recorder *)self;
	struct arena a = { 0 };
	const struct answer *known =
	    recording_get(r->recording, r->shown(&a, entry->question.name),
		type_of(entry), kind_of(r, entry));
	struct task *task;

	arena_free(&a);

	if (known != NULL) {
		store_put(store, entry, known);
		return true;
	}
	task = mem_new(1, sizeof(*task));
	*task = (struct task){
		.recorder = r,
		.store = store,
		.entry = entry,
		.sleeper = { .owner = task, .until_us = entry->until_us },
		.next = r->tasks,
		.at = &r->tasks,
	};
	if (r->tasks != NULL)
		r->tasks->at = &task->next;
	r->tasks = task;
	task->asked = store_hold(&r->below, entry->question.name,
	    entry->question.type, &task->sleeper);
	if (task->asked->answer != NULL) {
		hand_on(task);
		return true;
	}
	sources_ask(r->sources, &r->below);
	hand_on_all(r);
	return true;
}

static bool
recorder_wait(struct source *self, struct store *store, int64_t until_us)
{
	struct recorder *r = (struct recorder *)self;

	(void)store;
	if (r->tasks == NULL)
		return false;
	while (!hand_on_all(r)) {
		sources_ask(r->sources, &r->below);
		if (clock_us() >= until_us)
			return true;
		if (!sources_wait(r->sources, &r->below, until_us))
			return false;
	}
	return true;
}

struct recorder *
recorder_new(struct recording *recording, enum recorded kind,
    struct source *sources, bool (*is_secret)(const struct record *record),
    struct name (*shown)(struct arena *a, struct name name))
{
	struct recorder *r = mem_new(1, sizeof(*r));

	r->source.ask = recorder_ask;
	r->source.wait = recorder_wait;
	r->recording = recording;
	r->kind = kind;
	r->sources = sources;
	r->is_secret = is_secret;
	r->shown = shown;
	store_init(&r->below);
	return r;
}

void
recorder_end(struct recorder *r)
{
	static const struct answer timed_out = {
		.status = ANSWER_TIMEOUT,
		.is_late = true,
	};

	r->recording->is_late |= r->tasks != NULL;
	while (r->tasks != NULL) {
		struct task *task = r->tasks;

		keep(r, task->entry, &timed_out);
		end_task(task);
	}
}

void
recorder_free(struct recorder *r)
{
	store_free(&r->below);
	free(r);
}

struct source *
recorder_source(struct recorder *r)
{
	return &r->source;
}
