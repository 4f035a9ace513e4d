#include "cli/plan_files.h"
#include "base/file.h"

static struct str
error_text(struct arena *a, const char *path, const struct plan_error *err)
{
	if (err->where.n > 0)
		return arena_printf(a, "%s: %.*s: %.*s", path, PSTR(err->where),
		    PSTR(err->what));
	if (err->column > 0)
		return arena_printf(a, "%s:%u:%u: %.*s", path, err->line,
		    err->column, PSTR(err->what));
	if (err->line > 0)
		return arena_printf(
		    a, "%s:%u: %.*s", path, err->line, PSTR(err->what));
	return arena_printf(a, "%s: %.*s", path, PSTR(err->what));
}

static bool
read_file(struct arena *a, struct plan *plan, const struct zone_option *option,
    struct str *error)
{
	struct buf text = { 0 };
	struct plan_error err;
	const char *reason = file_read(&text, option->path, PLAN_BYTES_MAX);
	bool ok = reason == NULL &&
	    plan_read(plan, buf_view(&text), str_of(option->path),
		option->origin, &err);

	buf_free(&text);
	if (reason != NULL)
		*error = arena_printf(
		    a, "cannot read '%s': %s", option->path, reason);
	else if (!ok)
		*error = error_text(a, option->path, &err);
	return ok;
}

bool
plan_files_read(struct arena *a, const struct settings *settings,
    struct plan **out, struct str *error)
{
	*out = settings->nchanges > 0 ? plan_new(a) : NULL;
	for (size_t i = 0; i < settings->nchanges; i++)
		if (!read_file(a, *out, &settings->changes[i], error))
			return false;
	return true;
}
