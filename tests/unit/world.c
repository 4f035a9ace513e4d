#include <stdlib.h>
#include <string.h>

#include "base/clock.h"

#include "unit.h"
#include "world.h"

enum { FOREVER_US = 10 * 1000 * 1000 };

struct world_fault {
	struct question question;
	enum answer_status status;
	struct world_fault *next;
};

struct world_run {
	struct goal goal; /* first: a goal is its run */
	struct run run;
	struct world *world;
	void (*need)(struct facts *facts, void *arg);
	void *arg;
	struct world_run *next;
};

static void
answer_now(struct world *w, struct entry *entry)
{
	struct source *zones = zones_source(w->zones);
	struct answer answer = {
		.question = entry->question,
		.status = ANSWER_NOT_COVERED,
	};

	for (const struct world_fault *f = w->faults; f != NULL; f = f->next)
		if (f->question.type == entry->question.type &&
		    name_eq(f->question.name, entry->question.name)) {
			answer.status = f->status;
			store_put(&w->store, entry, &answer);
			return;
		}
	if (!zones->ask(zones, &w->store, entry))
		store_put(&w->store, entry, &answer);
}

static bool
ask(struct source *self, struct store *store, struct entry *entry)
{
	struct world *w = (struct world *)self;

	ck_assert(store == &w->store);
	if (w->seed == 0) {
		answer_now(w, entry);
		return true;
	}
	w->held = mem_grow(w->held, w->nheld + 1, sizeof(struct entry *));
	w->held[w->nheld++] = entry;
	return true;
}

/* Reveals one of the answers that are held back. */
static bool
wait(struct source *self, struct store *store, int64_t until_us)
{
	struct world *w = (struct world *)self;
	struct entry *entry;
	size_t at;

	(void)store;
	(void)until_us;
	if (w->nheld == 0)
		return false;
	w->seed = w->seed * 1103515245U + 12345U;
	at = w->seed / 65536 % w->nheld;
	entry = w->held[at];
	w->held[at] = w->held[--w->nheld];
	answer_now(w, entry);
	return true;
}

void
world_begin(struct world *w, const char *zone)
{
	*w = (struct world){ .source = { .ask = ask, .wait = wait } };
	w->zones = zones_new(&w->arena);
	store_init(&w->store);
	if (zone != NULL)
		world_zone(w, ".", zone);
}

void
world_zone(struct world *w, const char *origin, const char *zone)
{
	struct zone_error err;

	/* No zone is empty: a type that nobody asks for. */
	if (zone[strspn(zone, "\n")] == '\0')
		zone = "@ TYPE65534 \\# 0\n";
	if (!zones_add_text(w->zones, str_of(zone), str_of(origin),
		world_name(w, origin), &err))
		ck_abort_msg("zone %s, line %u: %.*s", origin, err.line,
		    PSTR(err.reason));
}

void
world_fail(
    struct world *w, const char *name, uint16_t type, enum answer_status status)
{
	struct world_fault *fault = arena_new(&w->arena, struct world_fault);

	fault->question = (struct question){ world_name(w, name), type };
	fault->status = status;
	fault->next = w->faults;
	w->faults = fault;
}

void
world_shuffle(struct world *w, uint32_t seed)
{
	w->seed = seed;
}

static void
derive(struct facts *facts, const struct goal *goal)
{
	const struct world_run *r = (const struct world_run *)goal;

	r->world->rounds++;
	r->need(facts, r->arg);
}

void
world_run(
    struct world *w, void (*need)(struct facts *facts, void *arg), void *arg)
{
	static const struct request nothing = { .nips = 0 };
	struct world_run *r = arena_new(&w->arena, struct world_run);

	*r = (struct world_run){
		.goal = { derive },
		.world = w,
		.need = need,
		.arg = arg,
		.next = w->runs,
	};
	w->runs = r;
	w->rounds = 0;
	run_begin(&r->run, &w->store, &nothing, &r->goal);
	run_to_end(&r->run, &w->source, clock_us() + FOREVER_US);
	ck_assert_msg(!r->run.facts.lookup.expired, "answers are missing");
	facts_answers(&r->run.facts, &w->arena, &w->nasked);
}

struct single {
	struct question question;
	const struct answer *answer;
};

static void
ask_single(struct facts *facts, void *arg)
{
	struct single *single = arg;

	single->answer =
	    facts_answer(facts, single->question.name, single->question.type);
}

const struct answer *
world_ask(struct world *w, const char *name, uint16_t type)
{
	struct single single = { .question = { world_name(w, name), type } };

	world_run(w, ask_single, &single);
	return single.answer;
}

struct name
world_name(struct world *w, const char *text)
{
	struct name name = { 0 };

	ck_assert_msg(
	    name_parse(&w->arena, str_of(text), &name), "no name: %s", text);
	return name;
}

struct source *
world_source(struct world *w)
{
	return &w->source;
}

void
world_end(struct world *w)
{
	for (struct world_run *r = w->runs; r != NULL; r = r->next) {
		run_end(&r->run);
		run_free(&r->run);
	}
	store_free(&w->store);
	free(w->held);
	arena_free(&w->arena);
}
