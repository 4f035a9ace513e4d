/*
 * zone_origin.h - the zone that a file is called after.
 */
#ifndef ZONE_ORIGIN_H
#define ZONE_ORIGIN_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"
#include "dns/name.h"

/* "example.com.zone", "db.example.com", "dir/example.com": example.com.  False
 * where the name does not look like that of a domain: "zone.txt", "db.1". */
bool zone_origin_of_file(struct arena *a, struct str path, struct name *origin);

#endif
