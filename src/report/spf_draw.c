#include "report/spf_draw.h"
#include "base/escape.h"
#include "report/wrap.h"

enum {
	DEPTH_MAX = 12,  /* a receiver goes no deeper than 10 */
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

/* Lines of text. */
struct lines {
	struct buf *out;
	struct arena *a;
	size_t indent;
	bool has_last[DEPTH_MAX + 1]; /* nothing follows at that depth */
};

/* A line's left part is cut where the right one needs the room. */
static void
draw_text(void *owner, const struct spf_line *line)
{
	struct lines *l = owner;
	struct str left = escape(l->a, line->term);
	struct buf branch = { .a = l->a };
	size_t room, used;

	l->has_last[line->depth] = line->is_last;
	for (unsigned i = 1; i <= line->depth; i++)
		buf_text(&branch,
		    i < line->depth ? (l->has_last[i] ? "   " : "|  ")
				    : (l->has_last[i] ? "`- " : "|- "));
	room = WRAP_COLUMNS - l->indent - branch.n -
	    (line->note.n > 0 ? columns(line->note) + 1 : 0);
	if (columns(left) > room)
		left = arena_printf(
		    l->a, "%.*s...", PSTR(columns_first(left, room - 3)));
	buf_fill(l->out, ' ', l->indent);
	buf_str(l->out, buf_view(&branch));
	buf_str(l->out, left);
	used = columns(left);
	if (line->note.n > 0)
		buf_fill(l->out, ' ', room - used + 1);
	buf_str(l->out, line->note);
	buf_byte(l->out, '\n');
}

static void
draw_line(struct drawing *d, unsigned depth, struct str term, struct str note)
{
	struct spf_line line = { depth, term, note, d->has_last[depth] };

	d->draw(d->owner, &line);
	d->lines++;
}

/* "3 lookups, no match" */
static void
note(struct buf *b, const char *text)
{
	buf_item(b, str_of(text));
}

static void
note_lookups(struct buf *b, unsigned n)
{
	if (b->n > 0)
		buf_text(b, ", ");
	buf_printf(b, "%u%s lookup%s", n, n >= SPF_COST_MAX ? "+" : "",
	    n == 1 ? "" : "s");
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

static const struct spf_branch *
branch_of(const struct spf_node *node, const struct spf_term *term)
{
	for (size_t i = 0; i < node->n; i++)
		if (node->branches[i].term == term)
			return &node->branches[i];
	return NULL;
}

static bool
is_matched(const struct spf_frame *frame, size_t term)
{
	return frame != NULL && frame->matched != NULL &&
	    (size_t)(frame->matched - frame->record->terms) == term;
}

static struct str
term_note(struct drawing *d, const struct spf_node *node,
    const struct spf_frame *frame, size_t at)
{
	const struct spf_term *term = &node->record->terms[at];
	const struct spf_branch *branch = branch_of(node, term);
	const struct spf_frame *call = spf_frame_below(frame, at);
	struct buf b = { .a = d->a };

	if (term->err != SPF_ERROR_OK)
		note(&b, "in error");
	else if (branch == NULL && term->kind != SPF_EXP)
		note(&b, "never counts");
	if (branch != NULL && branch->cost.lookups > 0)
		note_lookups(&b, branch->cost.lookups);
	if (branch != NULL &&
	    (spf_is_void(branch->mx) ||
		(spf_is_void(branch->a) &&
		    (branch->aaaa == NULL || spf_is_void(branch->aaaa)))))
		note(&b, "void");
	if (branch != NULL && branch->node != NULL &&
	    state_notes[branch->node->state] != NULL)
		note(&b, state_notes[branch->node->state]);
	if (call != NULL)
		note(&b, spf_result_text(call->result));
	if (is_matched(frame, at))
		note(&b, "MATCH");
	return buf_view(&b);
}

static void draw_terms(struct drawing *d, unsigned depth,
    const struct spf_node *node, const struct spf_frame *frame);

/* The record that a term leads to, below it. */
static void
draw_below(struct drawing *d, unsigned depth, const struct spf_node *node,
    const struct spf_frame *frame)
{
	for (size_t i = 0; i < d->ndrawn; i++)
		if (d->drawn[i] == node) {
			d->has_last[depth] = true;
			draw_line(d, depth, S("(as above)"), S(""));
			return;
		}
	draw_terms(d, depth, node, frame);
}

static bool
is_network(const struct spf_node *node, const struct spf_frame *frame,
    size_t at, char qualifier)
{
	const struct spf_term *term;

	if (at >= node->record->n)
		return false;
	term = &node->record->terms[at];
	return (term->kind == SPF_IP4 || term->kind == SPF_IP6) &&
	    term->err == SPF_ERROR_OK && term->qualifier == qualifier &&
	    branch_of(node, term) != NULL && !is_matched(frame, at);
}

/* Draws a long run of networks as one line; how many terms that took. */
static size_t
draw_networks(struct drawing *d, unsigned depth, const struct spf_node *node,
    const struct spf_frame *frame, size_t at)
{
	char qualifier = node->record->terms[at].qualifier;
	size_t n = 0;

	while (is_network(node, frame, at + n, qualifier))
		n++;
	if (n <= NETWORKS_MAX)
		return 0;
	d->has_last[depth] = at + n == node->record->n;
	draw_line(d, depth,
	    arena_printf(d->a, "%sip4 and ip6: %zu networks",
		qualifier == '+'       ? ""
		    : qualifier == '-' ? "-"
		    : qualifier == '~' ? "~"
				       : "?",
		n),
	    S(""));
	return n;
}

static void
draw_terms(struct drawing *d, unsigned depth, const struct spf_node *node,
    const struct spf_frame *frame)
{
	size_t n;

	d->drawn[d->ndrawn++] = node;
	for (size_t i = 0; i < node->record->n; i += n) {
		const struct spf_term *term = &node->record->terms[i];
		const struct spf_branch *branch = branch_of(node, term);

		n = draw_networks(d, depth, node, frame, i);
		if (n > 0)
			continue;
		n = 1;
		d->has_last[depth] = i + 1 == node->record->n;
		if (d->lines >= LINES_MAX || depth + 1 >= DEPTH_MAX) {
			d->has_last[depth] = true;
			draw_line(d, depth, S("..."), S(""));
			return;
		}
		draw_line(d, depth, term->text, term_note(d, node, frame, i));
		if (branch != NULL && branch->node != NULL &&
		    branch->node->record != NULL)
			draw_below(d, depth + 1, branch->node,
			    spf_frame_below(frame, i));
	}
}

void
spf_draw_lines(struct arena *a, const struct spf_report *report,
    void (*draw)(void *owner, const struct spf_line *line), void *owner)
{
	struct drawing d = { .a = a, .draw = draw, .owner = owner };
	const struct spf_node *root = report->tree->root;
	const struct spf_frame *frame =
	    report->outcome != NULL ? report->outcome->frame : NULL;
	struct buf b = { .a = a };

	if (root->record == NULL)
		return;
	note_lookups(&b, root->cost.lookups);
	if (state_notes[root->state] != NULL)
		note(&b, state_notes[root->state]);
	if (frame != NULL)
		note(&b, spf_result_text(frame->result));
	draw_line(&d, 0, name_text(a, root->domain), buf_view(&b));
	draw_terms(&d, 1, root, frame);
}

void
spf_draw(struct buf *out, struct arena *a, size_t indent,
    const struct spf_report *report)
{
	struct lines l = { .out = out, .a = a, .indent = indent };

	spf_draw_lines(a, report, draw_text, &l);
}
