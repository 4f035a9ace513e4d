#include "cli/plan_files.h"
#include "base/file.h"
#include "mail/digest.h"
#include "plan/plan_read.h"

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

/* Origin and content, each with an end of its own. */
static void
add_to_digest(struct digest *digest, struct arena *a,
    const struct zone_option *option, struct str text)
{
	digest_add(digest,
	    arena_printf(
		a, "%.*s %zu ", PSTR(name_text(a, option->origin)), text.n));
	digest_add(digest, text);
}

static bool
read_file(struct arena *a, struct plan *plan, const struct zone_option *option,
    struct digest *digest, struct str *error)
{
	struct buf text = { 0 };
	struct plan_error err;
	const char *reason = file_read(&text, option->path, PLAN_BYTES_MAX);
	bool ok = reason == NULL &&
	    plan_read(plan, buf_view(&text), str_of(option->path),
		option->origin, &err);

	if (reason == NULL)
		add_to_digest(digest, a, option, buf_view(&text));
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
    struct plan **out, struct str *digest, struct str *error)
{
	struct digest under_way;
	struct buf hex = { .a = a };
	struct str octets;
	bool ok = true;

	*out = settings->nchanges > 0 ? plan_new(a) : NULL;
	*digest = S("");
	if (*out == NULL)
		return true;
	digest_begin(&under_way, DIGEST_SHA256);
	for (size_t i = 0; ok && i < settings->nchanges; i++)
		ok = read_file(
		    a, *out, &settings->changes[i], &under_way, error);
	octets = digest_end(&under_way, a);
	for (size_t i = 0; i < octets.n; i++)
		buf_printf(&hex, "%02x", (unsigned char)octets.s[i]);
	*digest = buf_view(&hex);
	return ok;
}
