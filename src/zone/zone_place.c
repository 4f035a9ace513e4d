#include "zone/zone_place.h"
#include "base/escape.h"
#include "dns/zone_data.h"
#include "zone/zone_origin.h"

void
zone_place_begin(struct zone_place *place, struct arena *a, struct name origin)
{
	*place = (struct zone_place){
		.a = a,
		.origin = origin,
		.first_origin = origin,
	};
}

void
zone_place_end(struct zone_place *place)
{
	while (place->depth > 0)
		zone_place_leave(place);
	arena_free(&place->line);
}

void
zone_place_enter(struct zone_place *place, struct str path)
{
	place->files[place->depth++] = (struct zone_file){
		.path = arena_str(place->a, path),
		.origin = place->origin,
		.owner = place->owner,
	};
}

/* RFC 1035 section 5.1: an include does not change the including file's
 * origin; nor the owner that its next line inherits. */
void
zone_place_leave(struct zone_place *place)
{
	struct zone_file *file = zone_place_file(place);

	place->origin = file->origin;
	place->owner = file->owner;
	buf_free(&file->text);
	place->depth--;
}

struct zone_file *
zone_place_file(struct zone_place *place)
{
	return &place->files[place->depth - 1];
}

bool
zone_place_is_included(const struct zone_place *place)
{
	return place->depth > 1;
}

bool
zone_place_fail(struct zone_place *place, unsigned line, struct str why)
{
	place->err = (struct zone_error){
		.file = zone_place_file(place)->path,
		.line = line,
		.reason = arena_str(place->a, why),
	};
	return false;
}

bool
zone_place_fail_word(struct zone_place *place, const struct zone_line *line,
    struct str word, const char *why)
{
	word =
	    zone_word_text(&place->line, word, zone_place_is_included(place));
	return zone_place_fail(place, line->first,
	    arena_printf(&place->line, "%.*s %s", PSTR(word), why));
}

bool
zone_place_failed(const struct zone_place *place)
{
	return place->err.reason.s != NULL;
}

void
zone_place_set_origin(struct zone_place *place, struct name origin)
{
	place->origin = origin;
	if (place->first_origin.n == 0)
		place->first_origin = origin;
}

bool
zone_place_complete(struct zone_place *place)
{
	struct name origin;

	if (place->origin.n > 0)
		return true;
	if (!zone_origin_of_file(place->a, place->files[0].path, &origin))
		return false;
	zone_place_set_origin(place, origin);
	return true;
}

static bool
fail_without_origin(
    struct zone_place *place, const struct zone_line *line, struct str text)
{
	return zone_place_fail(place, line->first,
	    zone_no_origin(&place->line,
		zone_word_text(
		    &place->line, text, zone_place_is_included(place)),
		place->files[0].path));
}

bool
zone_place_name(struct zone_place *place, const struct zone_line *line,
    struct str text, struct name *out)
{
	bool is_absolute = zone_name_is_absolute(text);

	if (!is_absolute && !zone_place_complete(place))
		return fail_without_origin(place, line, text);
	if (str_eq(text, S("@"))) {
		*out = place->origin;
		return true;
	}
	if (is_absolute
		? name_parse(place->a, text, out)
		: text.n > 0 && name_below(place->a, text, place->origin, out))
		return true;
	return zone_place_fail_word(place, line, text, "is not a legal name");
}
