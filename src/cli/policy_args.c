#include "cli/policy_args.h"
#include "base/escape.h"
#include "base/file.h"
#include "cli/baseline.h"
#include "cli/nearest.h"
#include "cli/value_error.h"
#include "cli/waivers.h"
#include "mail/dnsbl.h"
#include "mail/psl.h"

/* A key is shorter; a file of one has a line end or two. */
enum { DNSBL_KEY_FILE_MAX = 256 };

static bool
is_label(struct str text)
{
	for (size_t i = 0; i < text.n; i++)
		if (!byte_is_alnum(text.s[i]))
			return false;
	return text.n > 0 && text.n <= LABEL_MAX_OCTETS;
}

static struct str
first_line(struct str text)
{
	struct str line = text;

	str_cut(&text, '\n', &line);
	return str_trim(str_to(line, str_find(line, '\r')));
}

static struct str
nearest_check(struct arena *a, struct str name)
{
	struct nearest near = nearest_begin(name);

	for (enum check_id id = 0; id < CHECK_COUNT; id++)
		nearest_try(&near, str_of(check_info[id].name));
	return nearest_text(a, &near, "");
}

/* Sets the checks that a list names: "spf,dkim". */
static bool
choose(struct arena *a, enum option_id id, struct str value, bool chosen,
    struct policy *out, struct str *error)
{
	struct str rest = value, name;

	while (str_cut(&rest, ',', &name)) {
		enum check_id check = check_by_name(name);

		if (check == CHECK_COUNT)
			return value_error(a, id, value, error,
			    "'%.*s' is no check%.*s",
			    PSTR(excerpt(a, name, EXCERPT_COLUMNS)),
			    PSTR(nearest_check(a, name)));
		if (check == CHECK_PORT25)
			return value_error(a, id, value, error,
			    "port25 is judged by 'mailpreflight probe' alone");
		out->chosen[check] = chosen;
	}
	return true;
}

static bool
choose_all(struct arena *a, const struct args *args, enum option_id id,
    bool chosen, struct policy *out, struct str *error)
{
	struct str value;
	size_t at = 0;

	while (args_next(args, id, &at, &value))
		if (!choose(a, id, value, chosen, out, error))
			return false;
	return true;
}

static bool
is_any_chosen(const struct policy *policy)
{
	for (enum check_id id = 0; id < CHECK_COUNT; id++)
		if (policy->chosen[id])
			return true;
	return false;
}

/* CODE=SEVERITY */
static bool
set(struct arena *a, struct str value, struct policy *out, struct str *error)
{
	size_t equals = str_find(value, '=');
	enum finding_id id = finding_by_code(str_to(value, equals));
	enum severity severity;

	if (equals == value.n)
		return value_error(
		    a, OPTION_SET, value, error, "not CODE=SEVERITY");
	if (id == FINDING_COUNT)
		return value_error(a, OPTION_SET, value, error,
		    "no such finding code%.*s",
		    PSTR(nearest_code(a, str_to(value, equals))));
	if (!severity_parse(str_from(value, equals + 1), &severity))
		return value_error(a, OPTION_SET, value, error,
		    "the severity is not off, info, warn, unknown or fail");
	if (finding_info[id].grade == UNKNOWN && severity < SEV_WARN)
		return value_error(a, OPTION_SET, value, error,
		    "what could not be determined never passes unseen; "
		    "--unknown warn accepts it");
	out->is_set[id] = true;
	out->set[id] = severity;
	return true;
}

/* What does not count. */
static bool
read_accepted(struct arena *a, const struct args *args, int64_t today,
    struct policy *out, struct str *error)
{
	struct str baseline = args_value(args, OPTION_BASELINE);
	struct str waivers = args_value(args, OPTION_WAIVERS);
	struct str why;

	out->today = today;
	if (baseline.s != NULL)
		out->baseline = baseline_read(a, baseline.s, &why);
	if (baseline.s != NULL && out->baseline == NULL)
		return value_error(a, OPTION_BASELINE, baseline, error, "%.*s",
		    PSTR(escape(a, why)));
	if (waivers.s != NULL)
		out->waivers = waivers_read(a, waivers.s, today, &why);
	if (waivers.s != NULL && out->waivers == NULL)
		return value_error(a, OPTION_WAIVERS, waivers, error, "%.*s",
		    PSTR(escape(a, why)));
	return true;
}

/* KEY, or @FILE that has it; one label of a name. */
static bool
read_dnsbl_key(struct arena *a, const struct args *args, bool is_replay,
    struct policy *out, struct str *error)
{
	struct str value = args_value(args, OPTION_DNSBL_KEY);
	struct buf text = { .a = a };
	const char *reason = NULL;

	if (value.s == NULL)
		return true;
	if (!out->chosen[CHECK_DNSBL]) {
		*error = S("--dnsbl-key: only with --with dnsbl");
		return false;
	}
	if (str_starts(value, S("@")))
		reason = file_read(&text, value.s + 1, DNSBL_KEY_FILE_MAX);
	else
		buf_str(&text, value);
	out->dnsbl_key = first_line(buf_view(&text));
	/* A replay has the names as they were recorded. */
	if (reason == NULL && is_label(out->dnsbl_key)) {
		out->dnsbl_key =
		    is_replay ? S(DNSBL_MASK) : arena_lower(a, out->dnsbl_key);
		return true;
	}
	/* What it is stays hidden, even where it is wrong. */
	*error = arena_printf(a, "--dnsbl-key: %s",
	    reason != NULL ? reason : "a key has letters and digits only");
	return false;
}

static bool
read_fetch(const struct args *args, struct policy *out, struct str *error)
{
	out->fetch = args_has(args, OPTION_FETCH);
	if (!out->fetch || out->chosen[CHECK_MTA_STS])
		return true;
	*error = S("--fetch: only with --with mta-sts");
	return false;
}

bool
policy_read(struct arena *a, const struct args *args, int64_t today,
    const struct recording *replayed, bool is_authoritative, struct policy *out,
    struct str *error)
{
	bool only = args_has(args, OPTION_ONLY);
	struct str value;
	size_t at = 0;

	out->is_brief = args_has(args, OPTION_BRIEF);
	for (enum check_id id = 0; id < CHECK_COUNT; id++)
		out->chosen[id] = !only && check_info[id].run == USUALLY;
	/* Without its answers it has nothing to compare. */
	if (!is_authoritative)
		out->chosen[CHECK_NS] = false;
	out->chosen[CHECK_WAIVER] = false;
	if (!choose_all(a, args, OPTION_ONLY, true, out, error) ||
	    !choose_all(a, args, OPTION_WITH, true, out, error) ||
	    !choose_all(a, args, OPTION_SKIP, false, out, error))
		return false;
	if (!is_any_chosen(out))
		return value_error(a, OPTION_SKIP,
		    args_value(args, OPTION_SKIP), error, "no check is left");
	while (args_next(args, OPTION_SET, &at, &value))
		if (!set(a, value, out, error))
			return false;
	if (!read_accepted(a, args, today, out, error) ||
	    !read_dnsbl_key(a, args, replayed != NULL, out, error) ||
	    !read_fetch(args, out, error))
		return false;
	out->chosen[CHECK_WAIVER] = out->waivers != NULL;
	if ((out->chosen[CHECK_DMARC] || out->chosen[CHECK_DNSBL]) &&
	    args->command != COMMAND_SPF)
		out->psl = psl_read(a, PSL_PATH);
	return true;
}
