#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "dns/lookup.h"
#include "zone/layer.h"

#include "unit.h"
#include "world.h"

/*
 * The law of overlays: what is answered over a zone and a change is what the
 * edited zone file answers.  Here zones are lists of lines and changes edit
 * these lists; the overlay knows nothing of them.
 */

enum { LINES_MAX = 40, ROUNDS = 300 };

struct line {
	const char *owner; /* below example.com; "@" is the apex */
	uint16_t type;
	const char *data;
};

struct lines {
	struct line line[LINES_MAX];
	size_t n;
};

static const char *const owners[] = { "@", "a", "b", "*", "a.a", "b.a", "*.a",
	"a.b", "*.b", "a.a.a", "*.a.a", "b.b.a", "a.*" };
static const char *const asked[] = { "@", "a", "b", "c", "*", "a.a", "b.a",
	"c.a", "*.a", "a.b", "c.b", "*.b", "a.c", "a.a.a", "c.a.a", "*.a.a",
	"b.b.a", "c.b.a", "c.c.a", "a.*", "c.c.c" };

static const struct {
	uint16_t type;
	const char *data[3];
} kinds[] = {
	{ TYPE_A, { "192.0.2.1", "192.0.2.2", "192.0.2.3" } },
	{ TYPE_TXT, { "\"one\"", "\"two\"", "\"three\"" } },
	{ TYPE_MX, { "10 a", "10 b", "0 ." } },
	{ TYPE_CNAME, { "a", "c.b", "www.example.net." } },
	{ TYPE_NS, { "ns.example.net.", "b", "a.b" } },
};

struct dice {
	uint32_t seed;
};

static size_t throw(struct dice * dice, size_t sides)
{
	dice->seed = dice->seed * 1664525U + 1013904223U;
	return (dice->seed >> 8) % sides;
}

static bool
is_line(const struct line *x, const struct line *y)
{
	return x->owner == y->owner && x->type == y->type && x->data == y->data;
}

static void
lines_add(struct lines *lines, struct line line)
{
	for (size_t i = 0; i < lines->n; i++)
		if (is_line(&lines->line[i], &line))
			return;
	if (lines->n < LINES_MAX)
		lines->line[lines->n++] = line;
}

/* Removes the lines of an owner; type 0 is every type, and NULL all data. */
static void
lines_remove(
    struct lines *lines, const char *owner, uint16_t type, const char *data)
{
	size_t kept = 0;

	for (size_t i = 0; i < lines->n; i++) {
		const struct line *line = &lines->line[i];

		if (line->owner != owner || (type != 0 && line->type != type) ||
		    (data != NULL && line->data != data))
			lines->line[kept++] = *line;
	}
	lines->n = kept;
}

/* A CNAME stands alone, and NS at the apex is nobody's delegation. */
static bool
lines_are_a_zone(const struct lines *lines)
{
	for (size_t i = 0; i < lines->n; i++)
		for (size_t j = 0; j < lines->n; j++)
			if (i != j &&
			    lines->line[i].owner == lines->line[j].owner &&
			    lines->line[i].type == TYPE_CNAME)
				return false;
	for (size_t i = 0; i < lines->n; i++)
		if (str_eq(str_of(lines->line[i].owner), S("@")) &&
		    (lines->line[i].type == TYPE_CNAME ||
			lines->line[i].type == TYPE_NS))
			return false;
	return true;
}

static struct str
line_text(struct arena *a, const struct line *line)
{
	return arena_printf(a, "%s 300 IN %.*s %s\n", line->owner,
	    PSTR(type_text(a, line->type)), line->data);
}

static struct str
lines_text(struct arena *a, const struct lines *lines)
{
	struct buf b = { .a = a };

	buf_text(&b, "$ORIGIN example.com.\n@ SOA a b 1 1 1 1 60\n");
	for (size_t i = 0; i < lines->n; i++)
		buf_str(&b, line_text(a, &lines->line[i]));
	return buf_view(&b);
}

static struct line
random_line(struct dice *dice)
{
	size_t kind = throw(dice, LENGTH(kinds));

	/* Delegations and aliases hide much: not too many. */
	if (kinds[kind].type == TYPE_NS && throw(dice, 3) > 0)
		kind = 0;
	return (struct line){
		owners[throw(dice, LENGTH(owners))],
		kinds[kind].type,
		kinds[kind].data[throw(dice, 3)],
	};
}

/* Adds a line where the zone is still one with it. */
static void
lines_try(struct lines *lines, struct line line)
{
	struct lines more = *lines;

	lines_add(&more, line);
	if (lines_are_a_zone(&more))
		*lines = more;
}

static struct lines
random_lines(struct dice *dice)
{
	struct lines lines = { .n = 0 };

	for (size_t n = throw(dice, 14); n > 0; n--)
		lines_try(&lines, random_line(dice));
	return lines;
}

/* A published zone and a change to it, as an overlay and as lines. */
struct scene {
	struct arena a;
	struct zones *zones;
	struct overlay *overlay;
	struct layer *layer;
	struct store store, below;
	struct lookup lookup;
	struct asked asked;
	struct lines before, after;
};

static struct name
owner_name(struct arena *a, const char *owner)
{
	struct name origin, name;

	ck_assert(name_parse(a, S("example.com"), &origin));
	if (str_eq(str_of(owner), S("@")))
		return origin;
	ck_assert(name_below(a, str_of(owner), origin, &name));
	return name;
}

/* The record of a line, by way of a zone's text. */
static struct record
line_record(struct arena *a, const struct line *line)
{
	struct zone_reader reader;
	struct zone_record record;

	zone_reader_begin_text(&reader, a,
	    arena_printf(
		a, "$ORIGIN example.com.\n%.*s", PSTR(line_text(a, line))),
	    S("line"), (struct name){ 0 });
	ck_assert(zone_reader_next(&reader, &record));
	zone_reader_end(&reader);
	return record.record;
}

static void
put(struct scene *scene, const struct line *line, enum overlay_state state,
    const struct record *records, size_t n, bool goes)
{
	struct overlay_set set = {
		.name = owner_name(&scene->a, line->owner),
		.type = line->type,
		.state = state,
		.ttl = 300,
	};

	if (goes) {
		set.gone = records;
		set.ngone = n;
	} else {
		set.records = records;
		set.n = n;
	}
	overlay_put(scene->overlay, &set);
}

/* One random edit of both. */
static void
change(struct scene *scene, struct dice *dice)
{
	struct line line = random_line(dice), other = line;
	struct record records[2];
	size_t n = 1;

	records[0] = line_record(&scene->a, &line);
	switch (throw(dice, 6)) {
	case 0: /* no record of the type */
		lines_remove(&scene->after, line.owner, line.type, NULL);
		put(scene, &line, OVERLAY_NOTHING, NULL, 0, false);
		break;
	case 1: /* one record comes */
		lines_add(&scene->after, line);
		put(scene, &line, OVERLAY_EDIT, records, 1, false);
		break;
	case 2: /* one record goes */
		lines_remove(&scene->after, line.owner, line.type, line.data);
		put(scene, &line, OVERLAY_EDIT, records, 1, true);
		break;
	case 3: /* all of a name goes */
		lines_remove(&scene->after, line.owner, 0, NULL);
		overlay_clear(
		    scene->overlay, owner_name(&scene->a, line.owner));
		break;
	case 4: /* and something comes in its place */
		lines_remove(&scene->after, line.owner, 0, NULL);
		overlay_clear(
		    scene->overlay, owner_name(&scene->a, line.owner));
		lines_add(&scene->after, line);
		put(scene, &line, OVERLAY_RECORDS, records, 1, false);
		break;
	default: /* a set of one or two records */
		lines_remove(&scene->after, line.owner, line.type, NULL);
		lines_add(&scene->after, line);
		if (line.type != TYPE_CNAME) {
			other.data = random_line(dice).data;
			for (size_t i = 0; i < LENGTH(kinds); i++)
				if (kinds[i].type == line.type)
					other.data =
					    kinds[i].data[throw(dice, 3)];
			lines_add(&scene->after, other);
			records[n++] = line_record(&scene->a, &other);
		}
		put(scene, &line, OVERLAY_RECORDS, records, n, false);
		break;
	}
}

/* The zone is given, or is behind what stands for the network. */
static void
scene_open(struct scene *scene, bool is_live)
{
	store_init(&scene->store);
	store_init(&scene->below);
	scene->layer = layer_new(scene->overlay, is_live ? NULL : scene->zones,
	    &scene->below, is_live ? zones_source(scene->zones) : NULL);
	lookup_begin(&scene->lookup, &scene->store, scene);
	scene->lookup.asked = &scene->asked;
}

/* False where the change makes no zone: servers would refuse it. */
static bool
scene_begin(struct scene *scene, uint32_t seed, bool is_live)
{
	struct dice dice = { seed };
	struct zone_error err;

	*scene = (struct scene){ .before = random_lines(&dice) };
	scene->after = scene->before;
	scene->overlay = overlay_new(&scene->a);
	scene->zones = zones_new(&scene->a);
	ck_assert(
	    zones_add_text(scene->zones, lines_text(&scene->a, &scene->before),
		S("before"), (struct name){ 0 }, &err));
	for (size_t n = throw(&dice, 4); n > 0; n--)
		change(scene, &dice);
	store_init(&scene->store);
	store_init(&scene->below);
	scene->layer = layer_new(scene->overlay, is_live ? NULL : scene->zones,
	    &scene->below, is_live ? zones_source(scene->zones) : NULL);
	lookup_begin(&scene->lookup, &scene->store, scene);
	scene->lookup.asked = &scene->asked;
	return lines_are_a_zone(&scene->after);
}

static void
scene_end(struct scene *scene)
{
	lookup_end(&scene->lookup);
	layer_free(scene->layer);
	store_free(&scene->store);
	store_free(&scene->below);
	arena_free(&scene->a);
}

static const struct answer *
scene_ask(struct scene *scene, struct name name, uint16_t type)
{
	const struct answer *answer;

	for (int i = 0; i < 64; i++) {
		scene->asked = (struct asked){ .a = &scene->a };
		answer = lookup_ask(&scene->lookup, name, type);
		if (answer != NULL)
			return answer;
		sources_ask(layer_source(scene->layer), &scene->store);
	}
	ck_abort_msg("no answer");
}

static struct str
answer_text(struct arena *a, const struct answer *answer, bool is_live)
{
	bool is_negative = answer->status == ANSWER_NODATA ||
	    answer->status == ANSWER_NXDOMAIN;
	struct buf b = { .a = a };

	/* Nobody outside can tell the two apart for certain. */
	if (is_live && is_negative)
		buf_text(&b, "none");
	else
		buf_str(&b, answer_status_text(answer->status));
	if (!answer_is_known(answer))
		return buf_view(&b);
	if (!is_live && answer->wildcard)
		buf_text(&b, " *");
	if (!is_live)
		buf_printf(&b, " %u", answer->ttl);
	for (size_t i = 0; i < answer->ncnames; i++)
		buf_printf(&b, " >%.*s", PSTR(name_text(a, answer->cnames[i])));
	for (size_t i = 0; i < answer->n; i++)
		buf_printf(
		    &b, " %.*s", PSTR(record_text(a, &answer->records[i])));
	return buf_view(&b);
}

static struct str
lines_dump(struct scene *scene)
{
	struct buf b = { .a = &scene->a };

	buf_printf(&b, "before:\n%.*safter:\n%.*schange:\n",
	    PSTR(lines_text(&scene->a, &scene->before)),
	    PSTR(lines_text(&scene->a, &scene->after)));
	for (size_t i = 0; i < scene->overlay->n; i++) {
		const struct overlay_node *node = scene->overlay->nodes[i];

		buf_printf(&b, "%.*s%s:", PSTR(name_text(b.a, node->name)),
		    node->is_cleared ? " cleared" : "");
		for (size_t j = 0; j < node->n; j++)
			buf_printf(&b, " %.*s/%d +%zu -%zu",
			    PSTR(type_text(b.a, node->sets[j].type)),
			    (int)node->sets[j].state, node->sets[j].n,
			    node->sets[j].ngone);
		buf_byte(&b, '\n');
	}
	return buf_view(&b);
}

struct tally {
	size_t asked, undecided;
};

static void
compare(struct scene *scene, struct world *edited, const char *owner,
    uint16_t type, bool is_live, struct tally *tally)
{
	struct name name = owner_name(&scene->a, owner);
	struct str text = name_text(&scene->a, name);
	const struct answer *answer = scene_ask(scene, name, type);
	struct str want = answer_text(&scene->a,
	    world_ask(edited, arena_str(&scene->a, text).s, type), is_live);
	struct str got = answer_text(&scene->a, answer, is_live);

	tally->asked++;
	if (is_live && !answer_is_known(answer)) {
		tally->undecided += answer->status == ANSWER_UNDECIDED;
		return;
	}
	/* Another zone's: nobody knows.  In front of the network, what the
	 * change says is taken for that zone's. */
	if (str_eq(want, S("NOT-COVERED")) &&
	    (is_live || !answer_is_known(answer)))
		return;
	ck_assert_msg(str_eq(got, want), "%s %.*s:\ngot  %.*s\nwant %.*s\n%.*s",
	    owner, PSTR(type_text(&scene->a, type)), PSTR(got), PSTR(want),
	    PSTR(lines_dump(scene)));
}

static void
compare_all(uint32_t seed, bool is_live, struct tally *tally)
{
	static const uint16_t types[] = { TYPE_A, TYPE_TXT, TYPE_MX, TYPE_CNAME,
		TYPE_AAAA };
	struct scene scene;
	struct world edited;

	if (scene_begin(&scene, seed, is_live)) {
		struct zone_error err;

		world_begin(&edited, NULL);
		ck_assert(zones_add_text(edited.zones,
		    lines_text(&edited.arena, &scene.after), S("after"),
		    (struct name){ 0 }, &err));
		for (size_t i = 0; i < LENGTH(asked); i++)
			for (size_t j = 0; j < LENGTH(types); j++)
				compare(&scene, &edited, asked[i], types[j],
				    is_live, tally);
		world_end(&edited);
	}
	scene_end(&scene);
}

START_TEST(a_change_over_a_zone_is_the_edited_zone)
{
	struct tally tally = { 0 };

	for (uint32_t i = 0; i < ROUNDS; i++)
		compare_all((uint32_t)_i * ROUNDS + i, false, &tally);
	ck_assert_uint_gt(tally.asked, 10000);
}
END_TEST

/* In front of the network it may be open, and is never wrong. */
START_TEST(a_change_before_the_network_is_never_wrong)
{
	struct tally tally = { 0 };

	for (uint32_t i = 0; i < ROUNDS; i++)
		compare_all((uint32_t)_i * ROUNDS + i, true, &tally);
	ck_assert_uint_gt(tally.asked, 10000);
	ck_assert_msg(tally.undecided * 5 < tally.asked,
	    "%zu of %zu are undecided", tally.undecided, tally.asked);
}
END_TEST

/* What is published, and what is put over it: A and CNAME by their data,
 * else a state. */
static const struct {
	const char *label, *published;
	const char *name;
	enum overlay_state state;
	const char *address; /* of RECORDS */
	const char *target;  /* of ALIAS */
	bool over_network;
	const char *asked, *want;
} questions[] = {
	{ "a set that comes", "b A 192.0.2.9\n", "a", OVERLAY_RECORDS,
	    "192.0.2.1", NULL, true, "a", "NOERROR 300 192.0.2.1" },
	{ "what is not known yet", "a A 192.0.2.9\n", "a", OVERLAY_LATER, NULL,
	    NULL, true, "a", "UNDECIDED" },
	{ "the same over a zone", "a A 192.0.2.9\n", "a", OVERLAY_LATER, NULL,
	    NULL, false, "a", "UNDECIDED" },
	{ "a name beside it", "a A 192.0.2.9\n", "b", OVERLAY_LATER, NULL, NULL,
	    true, "a", "NOERROR 3600 192.0.2.9" },
	{ "an alias", "b A 192.0.2.9\n", "a", OVERLAY_ALIAS, NULL, "b", true,
	    "a", "NOERROR 300 192.0.2.9" },
	{ "the same over a zone", "b A 192.0.2.9\n", "a", OVERLAY_ALIAS, NULL,
	    "b", false, "a", "NOERROR 300 192.0.2.9" },
	{ "an alias to no address", "b MX 0 .\n", "a", OVERLAY_ALIAS, NULL, "b",
	    false, "a", "NODATA 60" },
	{ "one of several sets, as it is", "a A 192.0.2.9\n", "a",
	    OVERLAY_AS_IS, NULL, NULL, true, "a", "NOERROR 3600 192.0.2.9" },
	{ "an alias that leads to what changes", "b CNAME a\na A 192.0.2.9\n",
	    "a", OVERLAY_RECORDS, "192.0.2.1", NULL, true, "b",
	    "NOERROR 300 >a.example.com 192.0.2.1" },
	{ "a wildcard that may be the name's own record",
	    "* A 192.0.2.9\na MX 0 .\n", "b.a", OVERLAY_RECORDS, "192.0.2.1",
	    NULL, true, "a", "NODATA 60" },
	{ "a wildcard that a new name hides", "* A 192.0.2.9\n", "b.a",
	    OVERLAY_RECORDS, "192.0.2.1", NULL, true, "a", "UNDECIDED" },
	{ "the same over a zone", "* A 192.0.2.9\n", "b.a", OVERLAY_RECORDS,
	    "192.0.2.1", NULL, false, "a", "NODATA 60" },
	{ "a wildcard that comes", "a A 192.0.2.9\n", "*", OVERLAY_RECORDS,
	    "192.0.2.1", NULL, true, "c", "NOERROR * 300 192.0.2.1" },
	{ "a name beside a wildcard that comes", "a A 192.0.2.9\n", "*",
	    OVERLAY_RECORDS, "192.0.2.1", NULL, true, "a",
	    "NOERROR 3600 192.0.2.9" },
};

static void
put_question(struct scene *scene, size_t i)
{
	struct line line = { questions[i].name, TYPE_A, questions[i].address };
	struct overlay_set set = {
		.name = owner_name(&scene->a, questions[i].name),
		.type = TYPE_A,
		.state = questions[i].state,
		.ttl = 300,
	};
	struct record record;

	if (questions[i].target != NULL)
		set.alias = owner_name(&scene->a, questions[i].target);
	if (questions[i].address != NULL) {
		record = line_record(&scene->a, &line);
		set.records = &record;
		set.n = 1;
	}
	overlay_put(scene->overlay, &set);
}

START_TEST(answers)
{
	struct scene scene = { .before = { .n = 0 } };
	bool is_live = questions[_i].over_network;
	const struct answer *answer;
	struct zone_error err;
	struct str got;

	scene.overlay = overlay_new(&scene.a);
	scene.zones = zones_new(&scene.a);
	ck_assert(zones_add_text(scene.zones,
	    arena_printf(&scene.a,
		"$ORIGIN example.com.\n@ 60 SOA a b 1 1 1 1 60\n"
		"$TTL 3600\n%s",
		questions[_i].published),
	    S("published"), (struct name){ 0 }, &err));
	put_question(&scene, (size_t)_i);
	scene_open(&scene, is_live);
	answer = scene_ask(
	    &scene, owner_name(&scene.a, questions[_i].asked), TYPE_A);
	got = answer_text(&scene.a, answer, false);
	ck_assert_msg(str_eq(got, str_of(questions[_i].want)), "%s: %.*s",
	    questions[_i].label, PSTR(got));
	scene_end(&scene);
}
END_TEST

Suite *
layer_suite(void)
{
	Suite *s = suite_create("layer");
	TCase *tc = tcase_create("layer");

	tcase_set_timeout(tc, 60);
	tcase_add_loop_test(tc, answers, 0, LENGTH(questions));
	tcase_add_loop_test(tc, a_change_over_a_zone_is_the_edited_zone, 0, 3);
	tcase_add_loop_test(
	    tc, a_change_before_the_network_is_never_wrong, 0, 3);
	suite_add_tcase(s, tc);
	return s;
}
