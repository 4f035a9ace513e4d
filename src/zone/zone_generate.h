/*
 * zone_generate.h - BIND's $GENERATE: one line that stands for many.
 *
 *	$GENERATE 10-20/2 $ PTR host-${0,3,d}.example.net.
 *
 * "$" is the number, "${OFFSET,WIDTH,BASE}" another form of it (BASE d, o, x,
 * X, or n and N for the nibbles of an ip6.arpa name), "\$" and "$$" the
 * character.
 */
#ifndef ZONE_GENERATE_H
#define ZONE_GENERATE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "dns/zone_line.h"

enum {
	GENERATE_LINES_MAX = 65536, /* of all in a zone */
	GENERATE_LINE_OCTETS_MAX = 4096,
};

struct zone_generate {
	uint32_t at, stop, step; /* at > stop: nothing is left */
	struct zone_line line;   /* behind the range */
};

/* Starts with a $GENERATE line, whose words are copied to the arena; false,
 * and a reason in *why.  *lines counts those of the zone. */
bool zone_generate_begin(struct zone_generate *g, struct arena *a,
    const struct zone_line *line, uint32_t *lines, const char **why);

/* The next line, in the arena; false at the end, and where a line cannot be
 * made: then *why is set. */
bool zone_generate_next(struct zone_generate *g, struct arena *a,
    struct zone_line *out, const char **why);

#endif
