#include "cli/recording_files.h"
#include "base/clock.h"
#include "base/file.h"
#include "cli/output.h"

bool
recording_file_read(struct arena *a, const char *path, struct recording *out,
    int64_t *day, struct str *error)
{
	struct recording_error err;
	struct buf text = { 0 };
	const char *reason = file_read(&text, path, RECORDING_BYTES_MAX);
	bool ok = reason == NULL && recording_read(out, buf_view(&text), &err);

	buf_free(&text);
	if (reason != NULL)
		*error = arena_printf(a, "cannot read '%s': %s", path, reason);
	else if (!ok)
		*error = arena_printf(
		    a, "%s:%u: %.*s", path, err.line, PSTR(err.what));
	else
		*day = out->day_number;
	return ok;
}

struct recording *
recording_new(
    struct arena *a, const struct settings *settings, struct str change)
{
	struct recording *recording = arena_new(a, struct recording);

	/* Recorded from another, it is of the same day. */
	recording->day = settings->replayed != NULL
	    ? settings->replayed->day
	    : str_to(clock_rfc3339(a), sizeof("2026-11-21") - 1);
	recording->is_authoritative = settings->authoritative;
	recording->change = change;
	return recording;
}

enum quit
recording_file_write(
    struct arena *a, const char *path, struct recording *recording)
{
	struct buf out = { 0 };
	enum quit quit;

	recording_write(&out, recording);
	quit = output_write(a, path, buf_view(&out));
	buf_free(&out);
	return quit;
}
