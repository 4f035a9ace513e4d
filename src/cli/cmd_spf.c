#include <time.h>

#include "base/clock.h"
#include "base/workflow.h"
#include "check/judge.h"
#include "check/spf.h"
#include "cli/confined.h"
#include "cli/output.h"
#include "cli/quit.h"
#include "cli/settings.h"
#include "cli/sources.h"
#include "cli/spf_args.h"
#include "facts/driver.h"
#include "report/spf_json.h"
#include "report/spf_text.h"

/* The evaluation with its explanation, and the check's findings. */
struct both {
	struct goal goal;
	struct spf_goal alone;
	struct check_goal check;
	bool has_check;
};

static void
need_both(struct facts *facts, const struct goal *goal)
{
	const struct both *both = (const struct both *)goal;

	both->alone.goal.derive(facts, &both->alone.goal);
	if (both->has_check)
		both->check.goal.derive(facts, &both->check.goal);
}

static void
choose_spf(struct policy *policy)
{
	for (enum check_id id = 0; id < CHECK_COUNT; id++)
		policy->chosen[id] = id == CHECK_SPF;
}

/* With an IP the result alone decides, without one the findings. */
static enum quit
quit_of(const struct spf_verdict *verdict, const struct gate *gate)
{
	const struct spf_outcome *o = verdict->spf.outcome;

	if (o == NULL)
		return verdict->report != NULL
		    ? quit_from_report(verdict->report, gate)
		    : QUIT_UNKNOWN;
	if (o->result == SPF_PASS)
		return QUIT_PASSED;
	return o->result == SPF_TEMPERROR || o->result == SPF_NOT_KNOWN
	    ? QUIT_UNKNOWN
	    : QUIT_FAILED;
}

static void
make_text(struct buf *out, const struct target *target,
    const struct settings *settings, const struct spf_verdict *verdict)
{
	struct format_choice choice = {
		.color = settings->color && target->path == NULL,
		.columns = target->path == NULL ? settings->columns : 0,
		.lines = settings->lines,
		.quiet = settings->quiet,
		.verbose = settings->verbose,
		.timeless = settings->timeless,
	};

	bool is_json = target->format == FORMAT_JSON;
	struct str safe;

	if (is_json)
		spf_json(out, verdict);
	else
		spf_text(out, verdict, &choice);
	if (!is_workflow() || target->path != NULL)
		return;
	safe = workflow_safe_as(
	    out->a, buf_view(out), is_json ? &json_marks : &workflow_plain);
	*out = (struct buf){ .a = out->a };
	buf_str(out, safe);
}

static enum quit
write_all(struct arena *a, const struct settings *settings,
    const struct spf_verdict *verdict)
{
	enum quit quit = QUIT_PASSED;

	for (size_t i = 0; i < settings->targets.n; i++) {
		const struct target *target = &settings->targets.all[i];
		struct buf out = { .a = a };

		make_text(&out, target, settings, verdict);
		if (output_write(a, target->path, buf_view(&out)) !=
		    QUIT_PASSED)
			quit = QUIT_ERROR;
	}
	return quit;
}

/* Other formats are made of checks. */
static bool
check_formats(
    struct arena *a, const struct settings *settings, struct str *error)
{
	for (size_t i = 0; i < settings->targets.n; i++) {
		enum format_id id = settings->targets.all[i].format;

		if (id == FORMAT_TEXT || id == FORMAT_JSON)
			continue;
		*error = arena_printf(
		    a, "--format '%s': not of 'spf'", format_info[id].name);
		return false;
	}
	return true;
}

enum quit
cmd_spf(struct arena *a, const struct args *args)
{
	struct spf_asked asked;
	struct spf_verdict verdict = { .report = NULL };
	struct settings settings;
	struct both goal = { .goal.derive = need_both };
	struct sources sources;
	struct store store;
	struct run run = { 0 };
	struct report report;
	struct str error;
	enum quit quit;

	if (!settings_read(a, args, &settings, &error) ||
	    !check_formats(a, &settings, &error) ||
	    !spf_args_read(a, args, &asked, &error) ||
	    !sources_open(a, &settings, false, &sources, &error))
		return complain(a, QUIT_USAGE, "%.*s", PSTR(error));
	targets_add(a, &settings.targets, FORMAT_TEXT);
	/* Without the network the same input gives the same bytes. */
	if (!settings.timeless && settings.record_path == NULL)
		asked.client.now = time(NULL);
	choose_spf(&settings.policy);
	goal.alone = spf_goal(&asked.client);
	goal.check = check_goal(&settings.policy);
	goal.has_check = asked.req.domain.n > 0;
	confined_begin(a, &settings, 0);
	store_init(&store);
	run_begin(&run, &store, &asked.req, &goal.goal);
	run_to_end(&run, sources.first,
	    run.started_us + (int64_t)settings.timeout_s * SECOND_US);
	sources_note_late(&sources, &run);
	if (run.is_given_up)
		return complain(a, QUIT_UNKNOWN,
		    "evaluating the records was given up: it takes too long");
	verdict.spf.client = asked.client;
	if (asked.client.ip.family != IP_NONE)
		verdict.spf.outcome = facts_spf(&run.facts, &asked.client);
	verdict.spf.tree = facts_spf_tree(&run.facts, &asked.client);
	if (goal.has_check) {
		judge_run(&run, &settings.policy, &report);
		verdict.report = &report;
	}
	quit = write_all(a, &settings, &verdict);
	if (sources_write_recording(&sources, a) != QUIT_PASSED)
		quit = QUIT_ERROR;
	if (quit == QUIT_PASSED)
		quit = quit_of(&verdict, &settings.gate);
	run_end(&run);
	run_free(&run);
	sources_close(&sources);
	store_free(&store);
	return quit;
}
