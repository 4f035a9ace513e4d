/*
 * cmd_probe.c - whether mail can leave this host: the one command that
 * connects to a mail server.
 */
#include "base/clock.h"
#include "check/judge.h"
#include "cli/confined.h"
#include "cli/output.h"
#include "cli/quit.h"
#include "cli/reports.h"
#include "cli/request_build.h"
#include "cli/settings.h"
#include "cli/sources.h"
#include "client/client.h"
#include "fix/change.h"
#include "talk/outbound.h"

/* The receiver's mail exchanges, and who answers there. */
static void
choose_checks(struct policy *policy)
{
	for (enum check_id id = 0; id < CHECK_COUNT; id++)
		policy->chosen[id] = id == CHECK_MX || id == CHECK_PORT25;
}

static bool
read_probe(struct arena *a, const struct args *args, struct request *out,
    struct str *error)
{
	struct request_text text = {
		.host = args_value(args, OPTION_HOST),
		.helo = args_value(args, OPTION_HELO),
		.stage = args_value(args, OPTION_STAGE),
		.is_probe = true,
	};
	struct request_error err;

	if (args->noperands == 0) {
		*error = S("RECEIVER: none given");
		return false;
	}
	if (args_has(args, OPTION_IPV4) && args_has(args, OPTION_IPV6)) {
		*error = S("-4 and -6: one of them only");
		return false;
	}
	text.domain = args->operands[0];
	text.ips = args->operands + 1;
	text.nips = args->noperands - 1;
	if (request_build(a, &text, out, &err))
		return true;
	*error = request_error_text(a, &err);
	return false;
}

/* Half of the time at most goes to the DNS. */
static const struct outbound *
probe(struct arena *a, const struct args *args, const struct settings *settings,
    struct run *run, struct source *sources)
{
	int64_t us = (int64_t)settings->timeout_s * SECOND_US;
	struct outbound_choice choice = {
		.port = (uint16_t)settings->port,
		.until_us = run->started_us + us,
	};

	if (args_has(args, OPTION_IPV4))
		choice.only = IP_V4;
	else if (args_has(args, OPTION_IPV6))
		choice.only = IP_V6;
	run_to_end(run, sources, run->started_us + us / 2);
	return run->is_given_up ? outbound_none(a)
				: outbound_run(a, &run->facts, choice);
}

enum quit
cmd_probe(struct arena *a, const struct args *args)
{
	struct str started = clock_rfc3339(a), error;
	struct settings settings;
	struct request req;
	struct sources sources;
	struct store store;
	struct check_goal goal = check_goal(&settings.policy);
	struct run run = { 0 };
	struct report report;
	enum quit quit;

	if (!settings_read(a, args, &settings, &error) ||
	    !read_probe(a, args, &req, &error) ||
	    !sources_open(a, &settings, false, &sources, &error))
		return complain(a, QUIT_USAGE, "%.*s", PSTR(error));
	choose_checks(&settings.policy);
	targets_add(a, &settings.targets, FORMAT_TEXT);
	confined_begin(a, &settings, settings.port);
	store_init(&store);
	run_begin(&run, &store, &req, &goal.goal);
	req.outbound = probe(a, args, &settings, &run, sources.first);
	judge_run(&run, &settings.policy, &report);
	/* No record is at fault. */
	report.changes = arena_new(a, struct changes);
	quit = reports_write(a, &settings, &report, started);
	if (quit == QUIT_PASSED)
		quit = quit_from_report(&report, &settings.gate);
	run_end(&run);
	run_free(&run);
	sources_close(&sources);
	store_free(&store);
	return quit;
}
