#include "cli/settings.h"
#include "base/date.h"
#include "cli/policy_args.h"
#include "cli/recording_files.h"
#include "cli/terminal.h"
#include "cli/value_error.h"
#include "dns/idna.h"

/* Reads a whole number of an option; keeps out where it is not given. */
static bool
read_number(struct arena *a, const struct args *args, enum option_id id,
    uint32_t max, uint32_t *out, struct str *error)
{
	struct str value = args_value(args, id);
	uint32_t number;

	if (value.s == NULL)
		return true;
	if (!str_u32(value, max, &number) || number == 0)
		return value_error(a, id, value, error,
		    "not a whole number from 1 to %u", max);
	*out = number;
	return true;
}

static bool
read_servers(struct arena *a, const struct args *args, struct settings *out,
    struct str *error)
{
	struct server *servers = arena_array(a, args->noptions, struct server);
	struct str value;
	size_t at = 0;

	while (args_next(args, OPTION_SERVER, &at, &value))
		if (!server_parse(value, &servers[out->nservers++]))
			return value_error(a, OPTION_SERVER, value, error,
			    "not an IP address, with #PORT or without");
	out->servers = servers;
	return true;
}

/* With no name the certificate must have the server's address. */
static bool
read_tls(struct arena *a, const struct args *args, struct settings *out,
    struct str *error)
{
	struct str value = args_value(args, OPTION_TLS);
	const char *reason;
	struct name name;

	out->tls = value.s != NULL;
	if (value.n == 0)
		return true;
	if (!idna_parse(a, value, &name, &reason))
		return value_error(a, OPTION_TLS, value, error, "%s", reason);
	out->tls_name = name_text(a, name);
	return true;
}

/* "90s", "30m", "2h", "1d". */
static bool
read_wait(struct arena *a, const struct args *args, struct settings *out,
    struct str *error)
{
	static const struct {
		char unit;
		uint32_t seconds;
	} units[] = { { 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', 86400 } };
	struct str value = args_value(args, OPTION_WAIT);
	uint32_t number;

	if (value.s == NULL)
		return true;
	for (size_t i = 0; value.n > 0 && i < sizeof(units) / sizeof(units[0]);
	     i++) {
		if (value.s[value.n - 1] != units[i].unit)
			continue;
		if (!str_u32(str_to(value, value.n - 1),
			WAIT_S_MAX / units[i].seconds, &number) ||
		    number == 0)
			break;
		out->wait_s = number * units[i].seconds;
		return true;
	}
	return value_error(a, OPTION_WAIT, value, error,
	    "not a whole number with its unit, as in 90s, 30m, 2h, 1d; 30d at "
	    "most");
}

/* The day of --date; keeps out where that is not given. */
static bool
read_date(
    struct arena *a, const struct args *args, int64_t *out, struct str *error)
{
	struct str value = args_value(args, OPTION_DATE);

	return value.s == NULL || date_parse(value, out) ||
	    value_error(
		a, OPTION_DATE, value, error, "not a day as YYYY-MM-DD");
}

/* A recording takes the place of all that answers otherwise. */
static bool
read_recordings(struct arena *a, const struct args *args, struct settings *out,
    struct str *error)
{
	struct str record = args_value(args, OPTION_RECORD);
	struct str replay = args_value(args, OPTION_REPLAY);

	if (record.s != NULL && record.n == 0)
		return value_error(
		    a, OPTION_RECORD, record, error, "it is empty");
	out->record_path = record.s;
	if (replay.s == NULL)
		return true;
	out->replayed = arena_new(a, struct recording);
	if (!recording_file_read(
		a, replay.s, out->replayed, &out->day, error)) {
		recording_free(out->replayed);
		return false;
	}
	out->timeless = true;
	out->authoritative = out->replayed->is_authoritative;
	return true;
}

/* The recording and a report cannot be one file. */
static bool
check_record(
    struct arena *a, const struct settings *settings, struct str *error)
{
	const char *path = settings->record_path;

	if (path == NULL || !targets_have(&settings->targets, path))
		return true;
	return value_error(a, OPTION_RECORD, str_of(path), error,
	    "a report goes to that file already");
}

/* Options that make no sense beside another one. */
static bool
check_pairs(struct arena *a, const struct args *args, struct str *error)
{
	static const struct {
		enum option_id id, beside;
	} pairs[] = {
		/* A proposal does not become true by waiting. */
		{ OPTION_WAIT, OPTION_OFFLINE },
		{ OPTION_WAIT, OPTION_ZONE },
		{ OPTION_WAIT, OPTION_CHANGE },
		{ OPTION_WAIT, OPTION_REPLAY },
		{ OPTION_WAIT, OPTION_RECORD },
		{ OPTION_AUTHORITATIVE, OPTION_OFFLINE },
		{ OPTION_TLS, OPTION_OFFLINE },
		{ OPTION_TLS, OPTION_AUTHORITATIVE },
		{ OPTION_SERVER, OPTION_REPLAY },
		{ OPTION_AUTHORITATIVE, OPTION_REPLAY },
		{ OPTION_TLS, OPTION_REPLAY },
		{ OPTION_ZONE, OPTION_REPLAY },
		{ OPTION_FETCH, OPTION_OFFLINE },
	};

	for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++)
		if (args_has(args, pairs[i].id) &&
		    args_has(args, pairs[i].beside)) {
			*error = arena_printf(a, "--%s: not with --%s",
			    option_info[pairs[i].id].name,
			    option_info[pairs[i].beside].name);
			return false;
		}
	return true;
}

/* What stands before '=' is no origin if it has a slash: "./a=b.zone". */
static bool
read_zone(struct arena *a, struct str value, struct zone_option *out,
    const char **reason)
{
	size_t equals = str_find(value, '=');
	struct str origin = str_to(value, equals);

	*out = (struct zone_option){ .path = value.s };
	if (equals == value.n || str_find(origin, '/') < origin.n)
		return true;
	out->path = value.s + equals + 1;
	return idna_parse(a, origin, &out->origin, reason);
}

/* All of one option, in their order. */
static bool
read_zones(struct arena *a, const struct args *args, enum option_id id,
    const struct zone_option **out, size_t *n, struct str *error)
{
	struct zone_option *zones =
	    arena_array(a, args->noptions, struct zone_option);
	struct str value;
	const char *reason;
	size_t at = 0;

	while (args_next(args, id, &at, &value))
		if (!read_zone(a, value, &zones[(*n)++], &reason))
			return value_error(a, id, value, error, "%s", reason);
	*out = zones;
	return true;
}

static bool
read_color(struct arena *a, const struct args *args, struct settings *out,
    struct str *error)
{
	struct str value = args_value(args, OPTION_COLOR);

	if (value.s == NULL || str_eq(value, S("auto")))
		out->color = terminal_has_color();
	else if (str_eq(value, S("always")))
		out->color = true;
	else if (!str_eq(value, S("never")))
		return value_error(a, OPTION_COLOR, value, error,
		    "not 'auto', 'always' or 'never'");
	return true;
}

/* "warn" or "fail". */
static bool
is_word(struct str value, enum severity *out)
{
	return severity_parse(value, out) &&
	    (*out == SEV_WARN || *out == SEV_FAIL);
}

/* --fail-on and --unknown. */
static bool
read_gate(struct arena *a, const struct args *args, struct gate *out,
    struct str *error)
{
	struct str fail_on = args_value(args, OPTION_FAIL_ON);
	struct str unknown = args_value(args, OPTION_UNKNOWN);

	*out = (struct gate){ SEV_FAIL, SEV_UNKNOWN };
	if (fail_on.s != NULL && !is_word(fail_on, &out->fail_on))
		return value_error(a, OPTION_FAIL_ON, fail_on, error,
		    "neither 'warn' nor 'fail'");
	if (unknown.s != NULL && !is_word(unknown, &out->unknown))
		return value_error(a, OPTION_UNKNOWN, unknown, error,
		    "neither 'fail' nor 'warn'");
	return true;
}

/* Each process has its part of the rate, a whole number: so many that hardly
 * any of it is lost. */
static bool
read_jobs(struct arena *a, const struct args *args, struct settings *out,
    struct str *error)
{
	if (!read_number(a, args, OPTION_JOBS, JOBS_MAX, &out->jobs, error))
		return false;
	if (out->jobs > 1 && args_has(args, OPTION_RECORD)) {
		*error = S("--record: not with --jobs");
		return false;
	}
	while (out->rate > 0 && out->rate % out->jobs > out->rate / 16)
		out->jobs--;
	out->rate /= out->jobs;
	return true;
}

bool
settings_read(struct arena *a, const struct args *args, struct settings *out,
    struct str *error)
{
	*out = (struct settings){
		.offline = args_has(args, OPTION_OFFLINE),
		.timeless = args_has(args, OPTION_OFFLINE),
		.authoritative = args_has(args, OPTION_AUTHORITATIVE),
		.find_selectors = args_has(args, OPTION_FIND_SELECTORS),
		.quiet = args_has(args, OPTION_QUIET),
		.verbose = args_has(args, OPTION_VERBOSE),
		.day = date_today(),
		.timeout_s = args->command == COMMAND_PROBE ? PROBE_TIMEOUT_S
							    : TIMEOUT_S,
		.port = SMTP_PORT,
		.first_line = 1,
		.jobs = 1,
		.columns = terminal_columns(),
		.lines = terminal_has_lines(),
	};
	return read_number(a, args, OPTION_TIMEOUT, TIMEOUT_S_MAX,
		   &out->timeout_s, error) &&
	    read_number(a, args, OPTION_TRIES, TRIES_MAX, &out->tries, error) &&
	    read_number(a, args, OPTION_RATE, RATE_MAX, &out->rate, error) &&
	    read_number(a, args, OPTION_PORT, PORT_MAX, &out->port, error) &&
	    read_number(a, args, OPTION_FIRST_LINE, FIRST_LINE_MAX,
		&out->first_line, error) &&
	    read_jobs(a, args, out, error) &&
	    read_servers(a, args, out, error) &&
	    read_tls(a, args, out, error) && read_wait(a, args, out, error) &&
	    check_pairs(a, args, error) &&
	    read_zones(
		a, args, OPTION_ZONE, &out->zones, &out->nzones, error) &&
	    read_zones(
		a, args, OPTION_CHANGE, &out->changes, &out->nchanges, error) &&
	    read_recordings(a, args, out, error) &&
	    read_date(a, args, &out->day, error) &&
	    policy_read(a, args, out->day, out->replayed, out->authoritative,
		&out->policy, error) &&
	    read_gate(a, args, &out->gate, error) &&
	    targets_read(a, args, &out->targets, error) &&
	    check_record(a, out, error) && read_color(a, args, out, error);
}
