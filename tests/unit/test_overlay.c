#include "base/buf.h"
#include "dns/overlay.h"

#include "unit.h"

/* What is put, one after the other: name, type A, and the octets that come
 * and go, each a record 192.0.2.N. */
struct step {
	enum overlay_state state;
	bool clears;
	const char *id;
	unsigned char comes[3], goes[3];
};

static const struct {
	const char *label;
	struct step steps[4];
	size_t n;
	const char *want; /* the sets, and what each makes of 1 and 2 */
} cases[] = {
	{ "records take the place of records",
	    { { .state = OVERLAY_RECORDS, .comes = { 5 } },
		{ .state = OVERLAY_RECORDS, .comes = { 6, 7 } } },
	    2, "records 6 7;" },
	{ "one of them twice is one",
	    { { .state = OVERLAY_EDIT, .comes = { 1, 1 } } }, 1, "edit 1 2;" },
	{ "an edit of what is published",
	    { { .state = OVERLAY_EDIT, .comes = { 5 }, .goes = { 1 } } }, 1,
	    "edit 2 5;" },
	{ "edits join",
	    { { .state = OVERLAY_EDIT, .comes = { 5 } },
		{ .state = OVERLAY_EDIT, .goes = { 1 } } },
	    2, "edit 2 5;" },
	{ "what comes and goes again is gone",
	    { { .state = OVERLAY_EDIT, .comes = { 5, 6 } },
		{ .state = OVERLAY_EDIT, .goes = { 5 } } },
	    2, "edit 1 2 6;" },
	{ "what goes and comes again is there",
	    { { .state = OVERLAY_EDIT, .goes = { 1 } },
		{ .state = OVERLAY_EDIT, .comes = { 1 } } },
	    2, "edit 1 2;" },
	{ "an edit of new records makes others",
	    { { .state = OVERLAY_RECORDS, .comes = { 5 } },
		{ .state = OVERLAY_EDIT, .comes = { 6 }, .goes = { 5 } } },
	    2, "records 6;" },
	{ "an edit that leaves none",
	    { { .state = OVERLAY_RECORDS, .comes = { 5 } },
		{ .state = OVERLAY_EDIT, .goes = { 5 } } },
	    2, "nothing;" },
	{ "an edit of nothing",
	    { { .state = OVERLAY_NOTHING },
		{ .state = OVERLAY_EDIT, .comes = { 5 } } },
	    2, "records 5;" },
	{ "an edit of what nobody knows",
	    { { .state = OVERLAY_LATER },
		{ .state = OVERLAY_EDIT, .comes = { 5 } } },
	    2, "later;" },
	{ "nothing in place of records",
	    { { .state = OVERLAY_RECORDS, .comes = { 5 } },
		{ .state = OVERLAY_NOTHING } },
	    2, "nothing;" },
	{ "a name is cleared",
	    { { .state = OVERLAY_RECORDS, .comes = { 5 } },
		{ .clears = true } },
	    2, "cleared;" },
	{ "an edit of a cleared name",
	    { { .clears = true },
		{ .state = OVERLAY_EDIT, .comes = { 5 }, .goes = { 1 } } },
	    2, "cleared;records 5;" },
	{ "routed sets stand beside one another",
	    { { .state = OVERLAY_RECORDS, .id = "x", .comes = { 5 } },
		{ .state = OVERLAY_AS_IS, .id = "y" },
		{ .state = OVERLAY_RECORDS, .id = "x", .comes = { 6 } } },
	    3, "records 6;as is;" },
};

static const char *const state_names[] = {
	[OVERLAY_AS_IS] = "as is",
	[OVERLAY_RECORDS] = "records",
	[OVERLAY_NOTHING] = "nothing",
	[OVERLAY_LATER] = "later",
	[OVERLAY_ALIAS] = "alias",
	[OVERLAY_EDIT] = "edit",
};

static size_t
make_records(
    struct arena *a, const unsigned char octets[3], struct record records[3])
{
	size_t n = 0;

	for (; n < 3 && octets[n] != 0; n++) {
		unsigned char *data = arena_alloc(a, 4, 1);

		data[0] = 192;
		data[2] = 2;
		data[3] = octets[n];
		records[n] = (struct record){ TYPE_A, 4, 300, data };
	}
	return n;
}

static void
put(struct overlay *overlay, struct name name, const struct step *step)
{
	struct record comes[3], goes[3];
	struct overlay_set set = {
		.name = name,
		.type = TYPE_A,
		.state = step->state,
		.id = str_of(step->id),
		.records = comes,
		.gone = goes,
	};

	set.n = make_records(overlay->a, step->comes, comes);
	set.ngone = make_records(overlay->a, step->goes, goes);
	if (step->clears)
		overlay_clear(overlay, name);
	else
		overlay_put(overlay, &set);
}

static struct str
node_text(struct arena *a, const struct overlay_node *node)
{
	static const unsigned char published[3] = { 1, 2 };
	struct buf b = { .a = a };

	if (node->is_cleared)
		buf_text(&b, "cleared;");
	for (size_t i = 0; i < node->n; i++) {
		const struct overlay_set *set = &node->sets[i];
		struct record old[3], *new;
		size_t n = make_records(a, published, old);

		if (set->state != OVERLAY_EDIT)
			n = 0;
		buf_text(&b, state_names[set->state]);
		new = overlay_edit(a, set, old, n, &n);
		for (size_t j = 0; j < n; j++)
			buf_printf(&b, " %u", new[j].data[3]);
		buf_byte(&b, ';');
	}
	return buf_view(&b);
}

START_TEST(lays_sets)
{
	struct arena a = { 0 };
	struct overlay *overlay = overlay_new(&a), *copy = overlay_new(&a);
	struct name name;
	struct str got;

	ck_assert(name_parse(&a, S("example.com"), &name));
	for (size_t i = 0; i < cases[_i].n; i++)
		put(overlay, name, &cases[_i].steps[i]);
	got = node_text(&a, overlay_node(overlay, name));
	ck_assert_msg(str_eq(got, str_of(cases[_i].want)), "%s: %.*s",
	    cases[_i].label, PSTR(got));
	/* Laid over another one it is the same again. */
	overlay_lay(copy, overlay);
	got = node_text(&a, overlay_node(copy, name));
	ck_assert_msg(str_eq(got, str_of(cases[_i].want)), "%s, laid: %.*s",
	    cases[_i].label, PSTR(got));
	arena_free(&a);
}
END_TEST

/* One name and type at a time, not their product. */
START_TEST(chooses)
{
	static const char *const ids[] = { "x", "y", "z" };
	struct arena a = { 0 };
	struct overlay *overlay = overlay_new(&a);
	struct name one, two;
	struct buf b = { .a = &a };

	ck_assert(name_parse(&a, S("one.example"), &one));
	ck_assert(name_parse(&a, S("two.example"), &two));
	for (size_t i = 0; i < 3; i++) {
		struct step step = { .state = OVERLAY_RECORDS,
			.id = ids[i],
			.comes = { (unsigned char)(i + 1) } };

		put(overlay, one, &step);
		if (i < 2)
			put(overlay, two, &step);
	}
	ck_assert_uint_eq(overlay_choices(overlay), 4);
	for (size_t i = 0; i < 4; i++) {
		overlay_choose(overlay, i);
		buf_printf(&b, "%.*s%.*s ",
		    PSTR(
			overlay_set(overlay, overlay_node(overlay, one), TYPE_A)
			    ->id),
		    PSTR(
			overlay_set(overlay, overlay_node(overlay, two), TYPE_A)
			    ->id));
	}
	ck_assert_msg(str_eq(buf_view(&b), S("xx yx zx xy ")), "%.*s",
	    PSTR(buf_view(&b)));
	ck_assert_ptr_null(
	    overlay_set(overlay, overlay_node(overlay, one), TYPE_MX));
	arena_free(&a);
}
END_TEST

START_TEST(chooses_among_so_many)
{
	struct arena a = { 0 };
	struct overlay *overlay = overlay_new(&a);
	struct name name;

	ck_assert(name_parse(&a, S("one.example"), &name));
	ck_assert_uint_eq(overlay_choices(overlay), 1);
	for (size_t i = 0; i < 50; i++) {
		struct step step = { .state = OVERLAY_LATER,
			.id = arena_printf(&a, "%zu", i).s };

		put(overlay, name, &step);
	}
	ck_assert_uint_eq(overlay_choices(overlay), OVERLAY_CHOICES_MAX);
	arena_free(&a);
}
END_TEST

Suite *
overlay_suite(void)
{
	Suite *s = suite_create("overlay");
	TCase *tc = tcase_create("overlay");

	tcase_add_loop_test(tc, lays_sets, 0, LENGTH(cases));
	tcase_add_test(tc, chooses);
	tcase_add_test(tc, chooses_among_so_many);
	suite_add_tcase(s, tc);
	return s;
}
