#include <time.h>

#include "base/escape.h"
#include "base/workflow.h"
#include "check/spf.h"
#include "cli/output.h"
#include "cli/settings.h"
#include "cli/sources.h"
#include "cli/terminal.h"
#include "cli/value_error.h"
#include "dns/idna.h"
#include "facts/driver.h"
#include "report/json_print.h"
#include "report/spf_text.h"

/* A domain that is no legal name stays "no name": its result is none (RFC
 * 7208 section 4.3), not bad usage. */
static struct name
read_domain(struct arena *a, struct str text)
{
	struct name name = { 0 };
	const char *reason;

	if (idna_parse(a, text, &name, &reason) || str_starts(text, S("[")))
		return name;
	spf_target_name(a, text, &name);
	return name;
}

/* ADDR or DOMAIN; empty, or not given, the HELO name (section 2.4). */
static bool
read_sender(struct arena *a, struct str text, struct spf_client *client)
{
	size_t at;

	if (text.n == 0)
		text = client->helo;
	at = str_find_last(text, '@');
	client->local_part =
	    at > 0 && at < text.n ? str_to(text, at) : S("postmaster");
	if (at < text.n)
		text = str_from(text, at + 1);
	client->domain = read_domain(a, text);
	client->sender_domain =
	    client->domain.n > 0 ? spf_name_plain(a, client->domain) : text;
	return true;
}

/* No client can be made to say anything else. */
static bool
check_printable(
    struct arena *a, enum option_id id, struct str value, struct str *error)
{
	if (str_eq(escape(a, value), value))
		return true;
	return value_error(
	    a, id, value, error, "it has a character that cannot be seen");
}

static bool
read_client(struct arena *a, const struct args *args, struct spf_client *client,
    struct str *error)
{
	struct str ip = args_value(args, OPTION_IP);
	struct str from = args_value(args, OPTION_MAIL_FROM);

	*client = (struct spf_client){
		.helo = args_value(args, OPTION_HELO),
		.explain = true,
	};
	if (args->noperands > 0) {
		*error = arena_printf(a, "'%.*s': not expected",
		    PSTR(excerpt(a, args->operands[0], EXCERPT_COLUMNS)));
		return false;
	}
	if (ip.s == NULL) {
		*error = S("--ip: none given");
		return false;
	}
	if (!ip_parse(ip, &client->ip))
		return value_error(
		    a, OPTION_IP, ip, error, "not an IPv4 or IPv6 address");
	if (from.n == 0 && client->helo.n == 0) {
		*error = from.s == NULL
		    ? S("--mail-from: none given, and no --helo")
		    : S("--helo: none given, and the sender is empty");
		return false;
	}
	return check_printable(a, OPTION_MAIL_FROM, from, error) &&
	    check_printable(a, OPTION_HELO, client->helo, error) &&
	    read_sender(a, from, client);
}

static void
write_json(struct buf *out, struct arena *a, const struct spf_report *report)
{
	const struct spf_outcome *o = report->outcome;
	struct value *object = value_object(a);
	struct str problem = spf_problem_text(a, o);

	value_add_str(a, object, "result", str_of(spf_result_text(o->result)));
	if (o->explanation.s != NULL)
		value_add_str(a, object, "explanation", o->explanation);
	else
		value_add_null(a, object, "explanation");
	value_add_str(
	    a, object, "domain", escape(a, report->client.sender_domain));
	value_add_str(a, object, "ip", ip_text(a, report->client.ip));
	value_add_str(a, object, "helo", escape(a, report->client.helo));
	spf_add_matched(a, object, o);
	value_add_int(a, object, "lookups", o->lookups);
	value_add_int(a, object, "void_lookups", o->voids);
	value_add_int(a, object, "void_queries", o->voids_per_query);
	if (problem.s != NULL)
		value_add_str(a, object, "problem", problem);
	else
		value_add_null(a, object, "problem");
	spf_add_tree(a, object, report);
	json_print(out, object, false);
}

static enum quit
quit_of(enum spf_result result)
{
	if (result == SPF_PASS)
		return QUIT_PASSED;
	return result == SPF_TEMPERROR || result == SPF_NOT_KNOWN ? QUIT_UNKNOWN
								  : QUIT_FAILED;
}

enum quit
cmd_spf(struct arena *a, const struct args *args)
{
	const struct request nobody = { .nips = 0 };
	struct spf_report report = { .outcome = NULL };
	struct spf_goal goal = spf_goal(&report.client);
	struct settings settings;
	struct sources sources;
	struct store store;
	struct run run = { 0 };
	struct buf out = { .a = a };
	struct page page;
	struct str error;
	enum quit quit;

	if (!settings_read(a, args, &settings, &error) ||
	    !read_client(a, args, &report.client, &error) ||
	    !sources_open(a, &settings, false, &sources, &error))
		return complain(a, QUIT_USAGE, "%.*s", PSTR(error));
	/* Without the network the same input gives the same bytes. */
	if (!settings.offline)
		report.client.now = time(NULL);
	output_confine(a, &settings);
	store_init(&store);
	run_begin(&run, &store, &nobody, &goal.goal);
	run_to_end(&run, sources.first,
	    run.started_us + (int64_t)settings.timeout_s * 1000000);
	if (run.is_given_up)
		return complain(a, QUIT_UNKNOWN,
		    "evaluating the records was given up: it takes too long");
	report.outcome = facts_spf(&run.facts, &report.client);
	report.tree = facts_spf_tree(&run.facts, &report.client);
	if (args_has(args, OPTION_JSON))
		write_json(&out, a, &report);
	else {
		page = terminal_page(&out, a);
		page.has_color = settings.color;
		spf_text(&page, &report);
		if (is_workflow())
			workflow_break_up(&out, 0);
	}
	quit = output_write(a, NULL, buf_view(&out));
	if (quit == QUIT_PASSED)
		quit = quit_of(report.outcome->result);
	run_end(&run);
	run_free(&run);
	sources_close(&sources);
	store_free(&store);
	return quit;
}
