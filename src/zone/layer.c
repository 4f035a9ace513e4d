#include <stdlib.h>

#include "base/clock.h"
#include "dns/lookup.h"
#include "zone/layer.h"
#include "zone/layer_live.h"

/* A question under way. */
struct task {
	struct store *store;
	struct entry *entry;
	struct lookup lookup; /* to what is below */
	bool is_delegated;    /* by a zone that is given */
	bool is_hidden;       /* by a delegation that the change makes */
	struct task *next;
};

struct layer {
	struct source source; /* first: the source is the layer */
	struct arena a;
	struct arena scratch; /* one step's */
	const struct overlay *overlay;
	const struct zones *zones;
	struct zones_view *view; /* NULL: no zones */
	struct name_map shape;
	struct store *below;
	struct source *sources;
	struct task *tasks;
};

/* What is below, whatever the change says. */
static bool
hand_on_published(struct live *live)
{
	const struct answer *published =
	    lookup_ask_once(live->lookup, live->question.name,
		live->question.type & (uint16_t)~TYPE_PUBLISHED);

	if (published == NULL)
		return false;
	live->answer = *published;
	return true;
}

static bool
resolve(struct live *live)
{
	return (live->question.type & TYPE_PUBLISHED) != 0
	    ? hand_on_published(live)
	    : live_resolve(live);
}

/* Goes through the question from its start; false while an answer from below
 * is missing. */
static bool
step(struct layer *layer, struct task *task)
{
	struct asked asked = { .a = &layer->scratch };
	struct live live = {
		.a = &layer->scratch,
		.overlay = layer->overlay,
		.shape = &layer->shape,
		.lookup = &task->lookup,
		.question = task->entry->question,
		.is_delegated = task->is_delegated,
		.is_hidden = task->is_hidden,
	};
	bool ok;

	arena_reset(&layer->scratch);
	task->lookup.asked = &asked;
	ok = resolve(&live);
	task->lookup.asked = NULL;
	if (!ok)
		return false;
	store_put(task->store, task->entry, &live.answer);
	lookup_end(&task->lookup);
	free(task);
	return true;
}

static bool
layer_ask(struct source *self, struct store *store, struct entry *entry)
{
	struct layer *layer = (struct layer *)self;
	enum zones_found found = ZONES_OUTSIDE;
	struct task *task;

	if (layer->view != NULL && (entry->question.type & TYPE_PUBLISHED) == 0)
		found = zones_view_ask(layer->view, store, entry);
	if (found == ZONES_ANSWER)
		return true;
	task = mem_new(1, sizeof(*task));
	task->is_delegated = found == ZONES_DELEGATED;
	task->is_hidden = task->is_delegated &&
	    zones_cover(layer->zones, entry->question.name);
	task->store = store;
	task->entry = entry;
	lookup_begin(&task->lookup, layer->below, NULL);
	do {
		if (step(layer, task))
			return true;
	} while (sources_ask(layer->sources, layer->below));
	task->next = layer->tasks;
	layer->tasks = task;
	return true;
}

/* Whether a task came to its end. */
static bool
step_all(struct layer *layer)
{
	struct task **at = &layer->tasks, *next;
	bool has_ended = false;

	while (*at != NULL) {
		next = (*at)->next;
		if (step(layer, *at)) {
			*at = next;
			has_ended = true;
		} else {
			at = &(*at)->next;
		}
	}
	return has_ended;
}

static bool
layer_wait(struct source *self, struct store *store, int64_t until_us)
{
	struct layer *layer = (struct layer *)self;
	bool has_ended = false;

	(void)store;
	while (layer->tasks != NULL && !has_ended) {
		do
			has_ended |= step_all(layer);
		while (sources_ask(layer->sources, layer->below));
		if (has_ended || clock_us() >= until_us)
			return true;
		if (!sources_wait(layer->sources, layer->below, until_us))
			return false;
	}
	return has_ended;
}

struct layer *
layer_new(const struct overlay *overlay, const struct zones *zones,
    struct store *below, struct source *sources)
{
	struct layer *layer = mem_new(1, sizeof(*layer));

	layer->source.ask = layer_ask;
	layer->source.wait = layer_wait;
	layer->overlay = overlay;
	layer->zones = zones;
	layer->below = below;
	layer->sources = sources;
	if (zones != NULL)
		layer->view = zones_view(&layer->a, zones, overlay);
	overlay_shape(&layer->a, overlay, &layer->shape);
	return layer;
}

void
layer_free(struct layer *layer)
{
	struct task *next;

	for (struct task *task = layer->tasks; task != NULL; task = next) {
		next = task->next;
		lookup_end(&task->lookup);
		free(task);
	}
	arena_free(&layer->scratch);
	arena_free(&layer->a);
	free(layer);
}

struct source *
layer_source(struct layer *layer)
{
	return &layer->source;
}
