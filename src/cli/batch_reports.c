#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/workflow.h"
#include "cli/batch_reports.h"
#include "cli/interrupt.h"

static bool
write_to(void *owner, struct str text)
{
	struct batch_report *report = owner;

	return output_put(&report->to, text);
}

bool
batch_reports_init(
    struct batch_reports *r, const struct settings *settings, const char *input)
{
	static const struct target otherwise = { .format = FORMAT_JSON };
	const struct target *targets =
	    settings->targets.n > 0 ? settings->targets.all : &otherwise;
	struct format_choice choice = {
		.many = true,
		.timeless = settings->timeless,
		.is_brief = settings->policy.is_brief,
		.gate = settings->gate,
		.input = input,
	};

	r->n = settings->targets.n > 0 ? settings->targets.n : 1;
	r->list = mem_new(r->n, sizeof(*r->list));
	for (size_t i = 0; i < r->n; i++) {
		struct batch_report *report = &r->list[i];

		choice.workflow = is_workflow() && targets[i].path == NULL;
		document_init(
		    &report->doc, format_info[targets[i].format].ways, &choice);
		report->doc.write = write_to;
		report->doc.owner = report;
		report->to.path = targets[i].path;
		report->order.written = settings->first_line - 1;
		if (report->doc.ways->names_senders)
			r->names_senders = true;
	}
	for (size_t i = 0; i < r->n; i++)
		if (!document_open_spool(&r->list[i].doc))
			return false;
	return true;
}

/* A report has failed; the others are left as they were, too. */
static enum quit
fail(struct arena *a, struct batch_reports *r, struct batch_report *report)
{
	enum quit quit;

	/* A signal ends what waited for a reader, and is no failure. */
	if (!report->is_open && interrupt_caught() != 0) {
		batch_reports_abandon(r);
		interrupt_die();
	}
	quit = output_fail(a, &report->to);
	report->is_open = false;
	batch_reports_abandon(r);
	return quit;
}

enum quit
batch_reports_begin(struct arena *a, struct batch_reports *r)
{
	for (size_t i = 0; i < r->n; i++) {
		struct batch_report *report = &r->list[i];

		if (!output_begin(a, report->to.path, &report->to))
			return fail(a, r, report);
		report->is_open = true;
		document_begin(&report->doc);
	}
	return QUIT_PASSED;
}

struct batch_place
batch_reports_take(struct batch_reports *r, uint64_t line, struct str domain)
{
	struct batch_place place = { .line = line };

	for (size_t i = 0; i < r->n; i++)
		place.ticket = reorder_take(&r->list[i].order, line);
	if (r->names_senders && domain.n > 0)
		place.is_again = seen_before(&r->domains, domain);
	return place;
}

/* What is in order of one report. */
static void
write_ready(struct batch_reports *r, struct batch_report *report)
{
	for (struct str text; (text = reorder_ready(&report->order)).n > 0;) {
		document_put(&report->doc, text);
		reorder_written(&report->order);
	}
	r->is_broken = r->is_broken || report->doc.broken != 0;
}

/* Puts the text in its place; one that is large is not left there for long. */
void
batch_reports_put_part(
    struct batch_reports *r, size_t i, uint64_t ticket, struct buf *text)
{
	bool is_large = text->n > REORDER_READY_MAX;

	reorder_put(&r->list[i].order, ticket, text);
	if (is_large)
		write_ready(r, &r->list[i]);
}

static void
put_text(struct batch_reports *r, size_t i, uint64_t ticket)
{
	if (r->send != NULL)
		r->send(r->owner, i, ticket, &r->text);
	else
		batch_reports_put_part(r, i, ticket, &r->text);
}

/* Nothing that a format makes is kept but its text. */
void
batch_reports_put_sender(struct batch_reports *r,
    const struct batch_place *place, const struct report *report,
    struct str started)
{
	for (size_t i = 0; i < r->n; i++) {
		struct document *doc = &r->list[i].doc;
		struct format_choice choice = doc->choice;
		struct arena mark = *report->a;

		choice.started = started;
		choice.line = place->line;
		choice.is_again = place->is_again;
		doc->ways->sender(&r->text, report, &choice);
		arena_rewind(report->a, mark);
		put_text(r, i, place->ticket);
	}
}

void
batch_reports_put_error(
    struct batch_reports *r, const struct batch_place *place, struct str error)
{
	for (size_t i = 0; i < r->n; i++) {
		struct document *doc = &r->list[i].doc;
		struct format_choice choice = doc->choice;

		choice.line = place->line;
		doc->ways->bad_line(&r->text, error, &choice);
		put_text(r, i, place->ticket);
	}
}

void
batch_reports_put_bad_line(
    struct batch_reports *r, uint64_t line, struct str error)
{
	struct batch_place place = batch_reports_take(r, line, S(""));

	batch_reports_put_error(r, &place, error);
}

void
batch_reports_write(struct batch_reports *r)
{
	for (size_t i = 0; i < r->n; i++)
		write_ready(r, &r->list[i]);
}

bool
batch_reports_are_ready(const struct batch_reports *r)
{
	return reorder_ready(&r->list[0].order).n > 0;
}

bool
batch_reports_are_full(const struct batch_reports *r)
{
	return reorder_is_full(&r->list[0].order) ||
	    batch_reports_octets(r) >= REORDER_OCTETS_MAX;
}

size_t
batch_reports_octets(const struct batch_reports *r)
{
	size_t n = 0;

	for (size_t i = 0; i < r->n; i++)
		n += r->list[i].order.octets;
	return n;
}

uint64_t
batch_reports_written(const struct batch_reports *r)
{
	return r->list[0].order.written;
}

/* The report that could not be written. */
static struct batch_report *
broken(struct batch_reports *r)
{
	for (size_t i = 0; i < r->n; i++) {
		struct batch_report *report = &r->list[i];

		errno = report->doc.broken;
		if (errno != 0)
			return report;
	}
	return NULL;
}

enum quit
batch_reports_end(struct arena *a, struct batch_reports *r)
{
	struct batch_report *report = broken(r);

	if (report != NULL)
		return fail(a, r, report);
	for (size_t i = 0; i < r->n; i++)
		if (!document_end(&r->list[i].doc))
			return fail(a, r, &r->list[i]);
	for (size_t i = 0; i < r->n; i++) {
		report = &r->list[i];
		if (!output_end(&report->to))
			return fail(a, r, report);
		report->is_open = false;
	}
	return QUIT_PASSED;
}

void
batch_reports_abandon(struct batch_reports *r)
{
	for (size_t i = 0; i < r->n; i++) {
		if (r->list[i].is_open)
			output_abandon(&r->list[i].to);
		r->list[i].is_open = false;
	}
}

/* What is true of the report on standard output, or in the file. */
static const char *
remains(const struct batch_report *report)
{
	if (report->to.path != NULL)
		return "is left as it was";
	return report->doc.ways->end == NULL ? NULL : "is not complete";
}

void
batch_reports_interrupted(struct arena *a, const struct batch_reports *r)
{
	unsigned long long line = batch_reports_written(r);
	struct buf what = { .a = a };

	for (size_t i = 0; i < r->n; i++) {
		const char *path = r->list[i].to.path;
		const char *state = remains(&r->list[i]);

		if (state == NULL)
			continue;
		buf_printf(&what, "; %s%s%s %s", path != NULL ? "'" : "",
		    path != NULL ? path : "the output", path != NULL ? "'" : "",
		    state);
	}
	if (what.n > 0)
		complain(a, QUIT_ERROR,
		    "interrupted at line %llu of the input%.*s", line,
		    PSTR(buf_view(&what)));
	else
		complain(a, QUIT_ERROR,
		    "interrupted; the output is complete up to line %llu of "
		    "the input",
		    line);
}

void
batch_reports_free(struct batch_reports *r)
{
	for (size_t i = 0; i < r->n; i++) {
		document_free(&r->list[i].doc);
		reorder_free(&r->list[i].order);
	}
	free(r->list);
	seen_free(&r->domains);
	buf_free(&r->text);
}
