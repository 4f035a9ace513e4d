/*
 * zone_directive.h - $ORIGIN, $INCLUDE and $TTL.
 */
#ifndef ZONE_DIRECTIVE_H
#define ZONE_DIRECTIVE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/str.h"
#include "dns/zone_line.h"
#include "zone/zone_place.h"

/* Reads the file that was just entered; NULL, or why it cannot be read. */
const char *zone_read_file(struct zone_place *place);

/* Each is false, and the place has failed, where the line is not right. */
bool zone_read_origin(struct zone_place *place, const struct zone_line *line);
bool zone_read_include(struct zone_place *place, const struct zone_line *line);
bool zone_read_ttl(
    struct zone_place *place, const struct zone_line *line, uint32_t *ttl);

#endif
