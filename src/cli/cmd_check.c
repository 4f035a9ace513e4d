#include "base/escape.h"
#include "cli/confined.h"
#include "cli/look.h"
#include "cli/message_request.h"
#include "cli/output.h"
#include "cli/quit.h"
#include "cli/reports.h"
#include "cli/request_build.h"
#include "cli/settings.h"
#include "cli/typed.h"
#include "cli/wait.h"
#include "fix/script_text.h"

static const struct str *
collect(struct arena *a, const struct args *args, enum option_id id, size_t *n)
{
	struct str *values = arena_array(a, args->noptions, struct str), value;
	size_t at = 0;

	*n = 0;
	while (args_next(args, id, &at, &value))
		values[(*n)++] = value;
	return values;
}

/* The domain is what is no address, wherever it stands; a message may have
 * it. */
static bool
read_operands(struct arena *a, const struct args *args,
    struct request_text *text, struct str *error)
{
	struct str *ips = arena_array(a, args->noperands, struct str);

	for (size_t i = 0; i < args->noperands; i++) {
		struct str word = args->operands[i];

		if (text->domain.s == NULL && !typed_is_ip(word))
			text->domain = word;
		else
			ips[text->nips++] = word;
	}
	text->ips = ips;
	if (text->domain.s != NULL || args_has(args, OPTION_MESSAGE))
		return true;
	*error = args->noperands == 0
	    ? S("DOMAIN: none given")
	    : arena_printf(a, "DOMAIN: none given, only '%.*s'",
		  PSTR(excerpt(a, args->operands[0], EXCERPT_COLUMNS)));
	return false;
}

/* What is to be filed is judged as it is before that. */
static struct str
stage_of(const struct args *args)
{
	return args_has(args, OPTION_REQUEST) ? S("request")
					      : args_value(args, OPTION_STAGE);
}

static bool
read_request(struct arena *a, const struct args *args,
    const struct settings *settings, struct request *out, struct str *error)
{
	struct request_text text = {
		.host = args_value(args, OPTION_HOST),
		.helo = args_value(args, OPTION_HELO),
		.mail_from = args_value(args, OPTION_MAIL_FROM),
		.stage = stage_of(args),
		.profile = args_value(args, OPTION_PROFILE),
		.key_files = true,
	};
	struct request_error err;
	struct sent *sent;

	if (args_has(args, OPTION_REQUEST) &&
	    str_eq(args_value(args, OPTION_STAGE), S("live"))) {
		*error = S("--request: not with --stage live");
		return false;
	}
	if (!read_operands(a, args, &text, error))
		return false;
	text.selectors = collect(a, args, OPTION_SELECTOR, &text.nselectors);
	text.providers = collect(a, args, OPTION_PROVIDER, &text.nproviders);
	if (!message_request(a, args, settings, &text, &sent, error))
		return false;
	if (!request_build(a, &text, out, &err)) {
		*error = request_error_text(a, &err);
		return false;
	}
	out->sent = sent;
	if (sent != NULL)
		message_selectors(a, &text, sent, out);
	return true;
}

/* With --fix: what is not the zone's owner's to change, and what was left
 * out. */
static void
say_what_scripts_cannot(struct arena *a, const struct settings *settings,
    const struct changes *changes)
{
	struct buf lines = { .a = a };
	struct str rest, line;
	size_t i = 0;

	while (
	    i < settings->targets.n && settings->targets.all[i].script == NULL)
		i++;
	if (i == settings->targets.n)
		return;
	if (!script_has_changes(changes))
		buf_text(
		    &lines, "nothing that a change of the zone would mend\n");
	script_remarks(&lines, changes, "");
	rest = buf_view(&lines);
	while (str_cut(&rest, '\n', &line))
		if (line.n > 0)
			complain(a, QUIT_PASSED, "%.*s",
			    PSTR(escape(a, str_trim(line))));
}

enum quit
cmd_check(struct arena *a, const struct args *args)
{
	struct settings settings;
	struct request req;
	struct look look;
	struct str error;
	enum quit quit;

	if (!settings_read(a, args, &settings, &error) ||
	    !read_request(a, args, &settings, &req, &error) ||
	    !look_open(&look, a, &settings, &req, &error))
		return complain(a, QUIT_USAGE, "%.*s", PSTR(error));
	/* A report in a file leaves standard output to the text. */
	targets_add(a, &settings.targets, FORMAT_TEXT);
	confined_begin(a, &settings, 0);
	if (settings.wait_s > 0)
		wait_for(&look, &settings, &req);
	else
		look_judge(&look, &settings);
	look_advise(&look);
	quit = reports_write(a, &settings, &look.report, look.started);
	if (sources_write_recording(&look.sources, a) != QUIT_PASSED)
		quit = QUIT_ERROR;
	say_what_scripts_cannot(a, &settings, look.report.changes);
	if (quit == QUIT_PASSED)
		quit = quit_from_report(&look.report, &settings.gate);
	look_close(&look);
	return quit;
}
