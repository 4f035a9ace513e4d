#include "cli/sources.h"
#include "dns/zone.h"

static bool
open_zones(struct arena *a, const struct settings *settings,
    struct source **out, struct str *error)
{
	struct zones *zones = zones_new(a);

	for (size_t i = 0; i < settings->nzones; i++) {
		const struct zone_option *zone = &settings->zones[i];
		struct zone_error err;

		if (zones_add_file(zones, zone->path, zone->origin, &err))
			continue;
		*error = err.line > 0
		    ? arena_printf(a, "%.*s:%u: %.*s", PSTR(err.file), err.line,
			  PSTR(err.reason))
		    : arena_printf(a, "cannot read '%.*s': %.*s",
			  PSTR(err.file), PSTR(err.reason));
		return false;
	}
	*out = zones_source(zones);
	return true;
}

bool
sources_open(struct arena *a, const struct settings *settings,
    struct sources *out, struct str *error)
{
	struct source *zones = NULL;

	*out = (struct sources){ .first = NULL };
	if (settings->nzones > 0 && !open_zones(a, settings, &zones, error))
		return false;
	out->first = zones;
	return true;
}
