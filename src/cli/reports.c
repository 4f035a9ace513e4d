#include "cli/reports.h"
#include "base/clock.h"
#include "base/workflow.h"
#include "cli/output.h"
#include "report/document.h"

static bool
add_to(void *owner, struct str text)
{
	buf_str(owner, text);
	return true;
}

static void
write_script(struct buf *out, const struct script_info *script,
    const struct report *report)
{
	struct buf text = { .a = report->a };

	if (!script_has_changes(report->changes))
		return;
	script->write(&text, report->changes);
	buf_str(out, buf_view(&text));
}

/* The whole document of one sender, without a copy where its part is plain. */
static void
make_report(struct buf *out, const struct target *target,
    const struct settings *settings, const struct report *report,
    struct str started)
{
	struct format_choice choice = {
		.color = settings->color && target->path == NULL,
		.columns = target->path == NULL ? settings->columns : 0,
		.lines = settings->lines,
		.workflow = is_workflow() && target->path == NULL,
		.quiet = settings->quiet,
		.verbose = settings->verbose,
		.timeless = settings->timeless,
		.gate = settings->gate,
		.started = started,
	};
	struct document doc;
	struct buf part = { 0 };

	if (target->filing != NULL) {
		filing_write(out, report, target->filing);
		return;
	}
	if (target->script != NULL) {
		write_script(out, target->script, report);
		return;
	}
	document_init(&doc, format_info[target->format].ways, &choice);
	doc.write = add_to;
	doc.owner = out;
	doc.started_us = clock_us() - report->elapsed_us;
	document_begin(&doc);
	if (document_is_plain(&doc)) {
		document_flush(&doc);
		doc.ways->sender(out, report, &choice);
	} else {
		doc.ways->sender(&part, report, &choice);
		document_put(&doc, buf_view(&part));
	}
	document_end(&doc);
	document_free(&doc);
	buf_free(&part);
}

enum quit
reports_write(struct arena *a, const struct settings *settings,
    const struct report *report, struct str started)
{
	struct buf *texts = arena_array(a, settings->targets.n, struct buf);
	enum quit quit = QUIT_PASSED;

	for (size_t i = 0; i < settings->targets.n; i++)
		make_report(&texts[i], &settings->targets.all[i], settings,
		    report, started);
	for (size_t i = 0; i < settings->targets.n; i++) {
		if (output_write(a, settings->targets.all[i].path,
			buf_view(&texts[i])) != QUIT_PASSED)
			quit = QUIT_ERROR;
		buf_free(&texts[i]);
	}
	return quit;
}
