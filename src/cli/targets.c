#include "cli/targets.h"
#include "cli/nearest.h"
#include "cli/value_error.h"

/* The targets of a command line as they are read. */
struct reader {
	struct arena *a;
	struct target *all;
	size_t n;
	struct str *error;
};

/* NULL is standard output. */
static bool
is_same_place(const char *x, const char *y)
{
	return x == NULL || y == NULL ? x == y : str_eq(str_of(x), str_of(y));
}

/* value is the option's: what follows the colon is a file. */
static bool
add(struct reader *r, enum option_id id, struct str value, struct target target)
{
	size_t colon = str_find(value, ':');

	if (colon < value.n)
		target.path = value.s + colon + 1;
	if (target.path != NULL && target.path[0] == '\0')
		return value_error(
		    r->a, id, value, r->error, "the file has no name");
	for (size_t i = 0; i < r->n; i++)
		if (is_same_place(r->all[i].path, target.path))
			return value_error(r->a, id, value, r->error,
			    "another report goes to %s already",
			    target.path == NULL ? "standard output"
						: "that file");
	r->all[r->n++] = target;
	return true;
}

bool
targets_have(const struct targets *targets, const char *path)
{
	for (size_t i = 0; i < targets->n; i++)
		if (is_same_place(targets->all[i].path, path))
			return true;
	return false;
}

static bool
add_format(struct reader *r, struct str value)
{
	struct str name = str_to(value, str_find(value, ':'));
	struct target target = { .format = format_by_name(name) };
	struct nearest near = nearest_begin(name);

	if (target.format < FORMAT_COUNT)
		return add(r, OPTION_FORMAT, value, target);
	for (enum format_id id = 0; id < FORMAT_COUNT; id++)
		nearest_try(&near, str_of(format_info[id].name));
	return value_error(r->a, OPTION_FORMAT, value, r->error,
	    "no such format%.*s", PSTR(nearest_text(r->a, &near, "")));
}

static bool
add_filing(struct reader *r, struct str value)
{
	struct str name = str_to(value, str_find(value, ':'));
	enum filing_id filing = filing_by_name(name);
	struct nearest near = nearest_begin(name);

	if (filing < FILING_COUNT)
		return add(r, OPTION_REQUEST, value,
		    (struct target){ .filing = &filing_info[filing] });
	for (enum filing_id id = 0; id < FILING_COUNT; id++)
		nearest_try(&near, str_of(filing_info[id].name));
	return value_error(r->a, OPTION_REQUEST, value, r->error,
	    "no such provider%.*s", PSTR(nearest_text(r->a, &near, "")));
}

static bool
add_script(struct reader *r, struct str value)
{
	struct str name = str_to(value, str_find(value, ':'));
	enum script_id script = script_by_name(name);
	struct nearest near = nearest_begin(name);

	if (script < SCRIPT_COUNT)
		return add(r, OPTION_FIX, value,
		    (struct target){ .script = &script_info[script] });
	for (enum script_id id = 0; id < SCRIPT_COUNT; id++)
		nearest_try(&near, str_of(script_info[id].name));
	return value_error(r->a, OPTION_FIX, value, r->error,
	    "no such form of changes%.*s", PSTR(nearest_text(r->a, &near, "")));
}

bool
targets_read(struct arena *a, const struct args *args, struct targets *out,
    struct str *error)
{
	struct reader r = {
		.a = a,
		.all = arena_array(a, args->noptions, struct target),
		.error = error,
	};
	bool is_json = args_has(args, OPTION_JSON);
	struct str value;
	size_t at = 0;

	if (is_json)
		r.all[r.n++] = (struct target){ .format = FORMAT_JSON };
	while (args_next(args, OPTION_FORMAT, &at, &value))
		if (!(is_json && str_eq(value, S("json"))) &&
		    !add_format(&r, value))
			return false;
	at = 0;
	while (args_next(args, OPTION_REQUEST, &at, &value))
		if (!add_filing(&r, value))
			return false;
	at = 0;
	while (args_next(args, OPTION_FIX, &at, &value))
		if (!add_script(&r, value))
			return false;
	*out = (struct targets){ r.all, r.n };
	return true;
}

void
targets_add(struct arena *a, struct targets *targets, enum format_id format)
{
	struct target *all = arena_array(a, targets->n + 1, struct target);

	for (size_t i = 0; i < targets->n; i++) {
		all[i] = targets->all[i];
		if (all[i].path == NULL)
			return;
	}
	all[targets->n] = (struct target){ .format = format };
	*targets = (struct targets){ all, targets->n + 1 };
}
