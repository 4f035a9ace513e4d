#include "zone/zone_directive.h"
#include "base/escape.h"
#include "base/file.h"
#include "dns/zone_data.h"

bool
zone_read_origin(struct zone_place *place, const struct zone_line *line)
{
	struct name origin;

	if (line->n != 2)
		return zone_place_fail(
		    place, line->first, S("$ORIGIN takes one name"));
	if (!zone_place_name(place, line, line->words[1].text, &origin))
		return false;
	zone_place_set_origin(place, origin);
	return true;
}

bool
zone_read_ttl(
    struct zone_place *place, const struct zone_line *line, uint32_t *ttl)
{
	if (line->n == 2 && zone_period(line->words[1].text, ttl))
		return true;
	return zone_place_fail(place, line->first,
	    S("$TTL takes one number of seconds, up to 2147483647"));
}

/* The folder of a file, with its slash; empty for the working directory. */
static struct str
folder_of(struct str path)
{
	size_t slash = str_find_last(path, '/');

	return slash < path.n ? str_to(path, slash + 1) : S("");
}

/* The first file has been read from wherever the user said; an include lies
 * below its folder, for a zone file may be somebody else's. */
static const char *
read_below(struct zone_place *place, struct str path)
{
	struct zone_file *file = zone_place_file(place);
	struct str folder = folder_of(place->files[0].path);

	folder = folder.n > 0 ? arena_str(&place->line, folder) : S(".");
	return file_read_below(&file->text, arena_str(&place->line, path).s,
	    folder.s, ZONE_BYTES_MAX - place->bytes);
}

const char *
zone_read_file(struct zone_place *place)
{
	struct zone_file *file = zone_place_file(place);
	const char *reason = zone_place_is_included(place)
	    ? read_below(place, file->path)
	    : file_read(&file->text, file->path.s, ZONE_BYTES_MAX);

	place->bytes += file->text.n;
	zone_lines_begin(&file->lines, buf_view(&file->text));
	return reason;
}

/* Enters an included file; NULL, or why not. */
static const char *
enter(struct zone_place *place, struct str path, struct name origin)
{
	const char *reason;

	zone_place_enter(place, path);
	place->origin = origin;
	reason = zone_read_file(place);
	if (reason != NULL)
		zone_place_leave(place);
	return reason;
}

/* A path is that of a file beside the including one; where there is none, of
 * one in the working directory, as BIND has it. */
static bool
include(
    struct zone_place *place, const struct zone_line *line, struct name origin)
{
	struct str path = line->words[1].text;
	struct str folder = folder_of(zone_place_file(place)->path);
	struct str beside = path;
	const char *reason;

	if (!str_starts(path, S("/")))
		beside = arena_printf(
		    &place->line, "%.*s%.*s", PSTR(folder), PSTR(path));
	reason = enter(place, beside, origin);
	if (reason == NULL ||
	    (beside.n > path.n && enter(place, path, origin) == NULL))
		return true;
	path =
	    zone_word_text(&place->line, beside, zone_place_is_included(place));
	return zone_place_fail(place, line->first,
	    arena_printf(
		&place->line, "cannot read %.*s: %s", PSTR(path), reason));
}

bool
zone_read_include(struct zone_place *place, const struct zone_line *line)
{
	struct name origin = place->origin;

	if (line->n != 2 && line->n != 3)
		return zone_place_fail(place, line->first,
		    S("$INCLUDE takes a file and an origin"));
	if (!place->may_include)
		return zone_place_fail(
		    place, line->first, S("$INCLUDE works in files only"));
	if (place->depth == INCLUDE_DEPTH_MAX)
		return zone_place_fail(place, line->first,
		    S("$INCLUDE within $INCLUDE too many times: a loop?"));
	if (line->n == 3 &&
	    !zone_place_name(place, line, line->words[2].text, &origin))
		return false;
	return include(place, line, origin);
}
