#include "report/spf_lines.h"
#include "base/buf.h"
#include "report/spf_path.h"

enum {
	DEPTH_MAX = SPF_LINES_DEPTH_MAX, /* a receiver goes no deeper than 10 */
	LINES_MAX = 120, /* what is more is of no use to a reader */
	NETWORKS_MAX = 3 /* so many ip4 and ip6 have a line each */
};

struct drawing {
	struct arena *a;
	void (*draw)(void *owner, const struct spf_line *line);
	void *owner;
	const struct spf_node *drawn[SPF_TREE_NODES_MAX];
	size_t ndrawn;
	unsigned lines;
	bool has_last[DEPTH_MAX]; /* nothing follows at that depth */
};

/* What stands at the right of a line; its end may stand out. */
struct note {
	struct buf text;
	struct str last;
	enum ink ink; /* of last */
};

static void
draw_line(struct drawing *d, unsigned depth, struct str term, enum ink ink,
    const struct note *note)
{
	struct spf_line line = {
		.depth = depth,
		.term = term,
		.ink = ink,
		.note = buf_view(&note->text),
		.mark = note->last,
		.mark_ink = note->ink,
		.is_last = d->has_last[depth],
	};

	d->draw(d->owner, &line);
	d->lines++;
}

static const char *const state_notes[] = {
	[SPF_NODE_PENDING] = "not looked up",
	[SPF_NODE_OK] = NULL,
	[SPF_NODE_NONE] = "no record",
	[SPF_NODE_MULTIPLE] = "several records",
	[SPF_NODE_SYNTAX] = "in error",
	[SPF_NODE_UNKNOWN] = "no answer",
	[SPF_NODE_CUT] = "not looked up",
};

/* "lookup 3", "lookups 3-7" */
static void
note_lookups(struct buf *b, const struct spf_step *step)
{
	if (step->first == 0)
		return;
	if (step->first >= SPF_COST_MAX)
		buf_printf(b, "lookup %u+", SPF_COST_MAX);
	else if (step->last >= SPF_COST_MAX)
		buf_printf(b, "lookups %u-%u+", step->first, SPF_COST_MAX);
	else if (step->last > step->first)
		buf_printf(b, "lookups %u-%u", step->first, step->last);
	else
		buf_printf(b, "lookup %u", step->first);
}

static bool
is_void(const struct spf_branch *branch)
{
	return answer_is_void(branch->mx) ||
	    (answer_is_void(branch->a) &&
		(branch->aaaa == NULL || answer_is_void(branch->aaaa)));
}

/* What a term of an include that matched led to. */
static const char *
qualified(char qualifier)
{
	return qualifier == '-' ? "fail"
	    : qualifier == '~'  ? "softfail"
	    : qualifier == '?'  ? "neutral"
				: "pass";
}

static const char *
what_broke(const struct spf_outcome *o)
{
	switch (o == NULL ? SPF_PROBLEM_SYNTAX : o->problem) {
	case SPF_PROBLEM_DNS:
		return "NO ANSWER";
	case SPF_PROBLEM_MULTIPLE:
		return "SEVERAL RECORDS";
	case SPF_PROBLEM_LOOKUPS:
		return "ONE LOOKUP TOO MANY";
	case SPF_PROBLEM_VOIDS:
		return "ONE VOID LOOKUP TOO MANY";
	case SPF_PROBLEM_MX:
		return "TOO MANY NAMES";
	case SPF_PROBLEM_HELO:
		return "NO HELO NAME";
	case SPF_PROBLEM_INCLUDE_NONE:
	case SPF_PROBLEM_REDIRECT_NONE:
		return "NO RECORD";
	case SPF_PROBLEM_SYNTAX:
	case SPF_NO_PROBLEM:
		break;
	}
	return "ERROR";
}

/* A word in capitals where the result was made, and nowhere else. */
static void
note_role(struct note *note, const struct spf_place *place,
    const struct spf_term *term, const struct spf_step *step)
{
	const struct spf_outcome *o = place->outcome;

	if (step->role == SPF_DECIDED) {
		note->last = S("MATCH");
		note->ink = o->result == SPF_PASS ? INK_PASS : INK_FAIL;
	} else if (step->role == SPF_BROKE) {
		note->last = str_of(what_broke(o));
		note->ink = INK_FAIL;
	} else if (step->first > SPF_LOOKUPS_MAX) {
		note->last = S("too many");
		note->ink = INK_FAIL;
	} else if (term->err != SPF_ERROR_OK) {
		buf_item(&note->text, S("in error"));
	}
}

static struct note
term_note(struct drawing *d, const struct spf_place *place,
    const struct spf_step *step, size_t at)
{
	const struct spf_term *term = &place->node->record->terms[at];
	const struct spf_branch *branch = spf_branch_of(place->node, term);
	const struct spf_frame *frame = place->frame;
	const struct spf_frame *call = spf_frame_below(frame, at);
	struct note note = { .text = { .a = d->a } };

	note_lookups(&note.text, step);
	if (branch == NULL && term->kind != SPF_EXP && step->role != SPF_BROKE)
		buf_item(&note.text, S("never counts"));
	if (branch != NULL && is_void(branch))
		buf_item(&note.text, S("void"));
	if (branch != NULL && branch->node != NULL &&
	    state_notes[branch->node->state] != NULL)
		buf_item(&note.text, str_of(state_notes[branch->node->state]));
	if (frame != NULL && frame->matched != NULL &&
	    step->role == SPF_REACHED &&
	    frame->matched == &frame->record->terms[at])
		buf_item(&note.text, str_of(qualified(term->qualifier)));
	else if (call != NULL)
		buf_item(&note.text, str_of(spf_result_text(call->result)));
	note_role(&note, place, term, step);
	return note;
}

static void
draw_terms(struct drawing *d, unsigned depth, const struct spf_place *place);

/* The record that a term leads to, below it. */
static void
draw_below(struct drawing *d, unsigned depth, const struct spf_place *place)
{
	static const struct note nothing;

	for (size_t i = 0; i < d->ndrawn; i++)
		if (d->drawn[i] == place->node) {
			d->has_last[depth] = true;
			draw_line(d, depth, S("(as above)"), INK_DIM, &nothing);
			return;
		}
	draw_terms(d, depth, place);
}

static bool
is_network(const struct spf_place *place, const struct spf_step *steps,
    size_t at, size_t first)
{
	const struct spf_record *record = place->node->record;
	const struct spf_term *term;

	if (at >= record->n)
		return false;
	term = &record->terms[at];
	return (term->kind == SPF_IP4 || term->kind == SPF_IP6) &&
	    term->err == SPF_ERROR_OK &&
	    term->qualifier == record->terms[first].qualifier &&
	    steps[at].role == steps[first].role &&
	    steps[at].role != SPF_DECIDED &&
	    (place->frame == NULL || place->frame->matched == NULL ||
		place->frame->matched != &place->frame->record->terms[at]) &&
	    spf_branch_of(place->node, term) != NULL;
}

static enum ink
ink_of(const struct spf_place *place, const struct spf_step *step)
{
	if (step->role == SPF_NOT_REACHED)
		return INK_DIM;
	return step->role == SPF_REACHED || place->outcome == NULL ? INK_PLAIN
								   : INK_BOLD;
}

/* Draws a long run of networks as one line; how many terms that took. */
static size_t
draw_networks(struct drawing *d, unsigned depth, const struct spf_place *place,
    const struct spf_step *steps, size_t at)
{
	static const struct note nothing;
	char qualifier = place->node->record->terms[at].qualifier;
	size_t n = 0;

	while (is_network(place, steps, at + n, at))
		n++;
	if (n <= NETWORKS_MAX)
		return 0;
	d->has_last[depth] = at + n == place->node->record->n;
	draw_line(d, depth,
	    arena_printf(d->a, "%sip4 and ip6: %zu networks",
		qualifier == '+'       ? ""
		    : qualifier == '-' ? "-"
		    : qualifier == '~' ? "~"
				       : "?",
		n),
	    ink_of(place, &steps[at]), &nothing);
	return n;
}

/* Past the last line only what made the result is drawn. */
static bool
is_left_out(
    struct drawing *d, unsigned depth, const struct spf_step *step, bool *told)
{
	static const struct note nothing;

	if (depth + 1 < DEPTH_MAX &&
	    (d->lines < LINES_MAX || step->role == SPF_DECIDED ||
		step->role == SPF_BROKE))
		return false;
	if (!*told) {
		d->has_last[depth] = true;
		draw_line(d, depth, S("..."), INK_DIM, &nothing);
	}
	*told = true;
	return true;
}

static void
draw_terms(struct drawing *d, unsigned depth, const struct spf_place *place)
{
	const struct spf_record *record = place->node->record;
	struct spf_step *steps = spf_path_steps(d->a, place);
	bool told = false;
	size_t n;

	d->drawn[d->ndrawn++] = place->node;
	for (size_t i = 0; i < record->n; i += n) {
		const struct spf_term *term = &record->terms[i];
		const struct spf_branch *branch =
		    spf_branch_of(place->node, term);
		struct spf_place below;
		struct note note;

		n = 1;
		if (is_left_out(d, depth, &steps[i], &told))
			continue;
		n = draw_networks(d, depth, place, steps, i);
		if (n > 0)
			continue;
		n = 1;
		d->has_last[depth] = i + 1 == record->n;
		note = term_note(d, place, &steps[i], i);
		draw_line(
		    d, depth, term->text, ink_of(place, &steps[i]), &note);
		if (branch == NULL || branch->node == NULL ||
		    branch->node->record == NULL)
			continue;
		below = spf_path_below(place, steps, i);
		draw_below(d, depth + 1, &below);
	}
}

static void
note_root(struct note *note, const struct spf_report *report)
{
	const struct spf_outcome *o = report->outcome;
	const struct spf_node *root = report->tree->root;
	unsigned worst = root->cost.lookups;
	unsigned n = o != NULL ? o->lookups : worst;

	buf_printf(&note->text, "%u%s lookup%s", n,
	    n >= SPF_COST_MAX ? "+" : "", n == 1 ? "" : "s");
	if (o == NULL)
		buf_text(&note->text, " in the worst case");
	else if (n < worst)
		buf_printf(&note->text, " of %u%s in the worst case", worst,
		    worst >= SPF_COST_MAX ? "+" : "");
	if (state_notes[root->state] != NULL)
		buf_item(&note->text, str_of(state_notes[root->state]));
	if (o == NULL)
		return;
	note->last = str_of(spf_result_text(o->result));
	note->ink = o->result == SPF_PASS ? INK_PASS
	    : o->result == SPF_TEMPERROR  ? INK_UNKNOWN
					  : INK_FAIL;
}

void
spf_lines(struct arena *a, const struct spf_report *report,
    void (*draw)(void *owner, const struct spf_line *line), void *owner)
{
	struct drawing d = { .a = a, .draw = draw, .owner = owner };
	const struct spf_node *root = report->tree->root;
	struct spf_place place = spf_path_begin(report);
	struct note note = { .text = { .a = a } };

	if (root->record == NULL)
		return;
	note_root(&note, report);
	draw_line(&d, 0, name_text(a, root->domain), INK_BOLD, &note);
	draw_terms(&d, 1, &place);
}

struct str
spf_line_note(struct arena *a, const struct spf_line *line)
{
	struct buf b = { .a = a };

	buf_str(&b, line->note);
	if (line->mark.n > 0)
		buf_item(&b, line->mark);
	return buf_view(&b);
}
